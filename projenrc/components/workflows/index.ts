import { Component } from 'projen';
import type { Family } from '../../package';
import { checkAction } from './check-action';
import { buildWorkflow, pullRequestWorkflow } from './pull-request';
import { releaseWorkflow } from './release';
import { upgradeWorkflow } from './upgrade';

/** Checks of pull requests, releases from main, weekly upgrades, and the action that other repositories use. None of them uses a personal access token. */
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
    checkAction(root);
  }
}
