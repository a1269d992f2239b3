import { github } from 'projen';
import { CHECKOUT, INSTALL, NODE } from './actions';

const { READ } = github.workflows.JobPermission;

/** Checks the title of a pull request. It becomes the commit message on main, from which lerna derives versions and changelogs. */
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
        // The title is untrusted text, so it is passed as an environment variable and not as part of the script.
        env: { PULL_REQUEST_TITLE: '${{ github.event.pull_request.title }}' },
        run: 'npm run title',
      },
    ],
  });
}
