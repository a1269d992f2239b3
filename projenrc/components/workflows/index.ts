import { Component } from 'projen';
import type { Family } from '../../package';
import { buildWorkflow } from './build';
import { pullRequestWorkflow } from './pull-request';
import { releaseWorkflow } from './release';
import { upgradeWorkflow } from './upgrade';

/** Workflows for pull requests, releases and weekly upgrades. None uses a personal access token. */
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
