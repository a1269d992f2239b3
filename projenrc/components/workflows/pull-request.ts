import { github } from 'projen';
import { CHECKOUT, INSTALL, NODE } from './actions';

const { READ } = github.workflows.JobPermission;

/** The title becomes the message of the commit on main, from which lerna makes versions and changelogs. */
export function pullRequestWorkflow(host: github.GitHub): void {
  const workflow = host.addWorkflow('pull-request');
  workflow.on({ pullRequest: { types: ['opened', 'reopened', 'edited', 'synchronize'] } });
  workflow.addJob('title', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ },
    timeoutMinutes: 10,
    steps: [
      CHECKOUT,
      NODE,
      INSTALL,
      {
        name: 'Hold the title',
        // By the environment: a title is text of a stranger, and no part of a script.
        env: { PULL_REQUEST_TITLE: '${{ github.event.pull_request.title }}' },
        run: 'npm run title',
      },
    ],
  });
}
