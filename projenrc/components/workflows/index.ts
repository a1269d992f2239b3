import { Component } from 'projen';
import type { Family } from '../../package';
import { buildWorkflow } from './build';
import { pullRequestWorkflow } from './pull-request';
import { releaseWorkflow } from './release';
import { upgradeWorkflow } from './upgrade';

/** Build and title on pull requests, release on main, upgrades once a week: no personal access token in any. */
export class Workflows extends Component {
  public constructor(root: Family) {
    super(root);
    const host = root.github;
    if (!host) {
      throw new Error('the root project has no GitHub component: the workflows need one');
    }
    buildWorkflow(host);
    pullRequestWorkflow(host);
    releaseWorkflow(host);
    upgradeWorkflow(host);
  }
}
