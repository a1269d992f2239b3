import { github } from 'projen';
import { NODE_LINES } from '../../family';
import { CHECKOUT, CHECKOUT_ALL, INSTALL, LANGUAGES, NODE, NODE_OF_MATRIX } from './actions';

const { READ } = github.workflows.JobPermission;

/** Runs the same script as contributors do. It does not change the pull request. */
export const ALL_CHECKS = {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: READ },
  timeoutMinutes: 90,
  env: { CI: 'true' },
  steps: [CHECKOUT_ALL, ...LANGUAGES, { name: 'Run all checks', run: 'bash .ci/run' }],
};

export function buildWorkflow(host: github.GitHub): void {
  const workflow = host.addWorkflow('build');
  workflow.on({ pullRequest: {}, mergeGroup: {}, workflowDispatch: {} });
  workflow.addJob('build', ALL_CHECKS);
  workflow.addJob('tests', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ },
    timeoutMinutes: 60,
    strategy: { failFast: false, matrix: { domain: { node: [...NODE_LINES] } } },
    env: { CI: 'true' },
    steps: [CHECKOUT, NODE_OF_MATRIX, INSTALL, { name: 'Run the tests', run: 'npm test' }],
  });
}

/** The title becomes the commit message on main, from which lerna derives versions and changelogs. */
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
        name: 'Check the title',
        // An environment variable, because the title is untrusted text and must not become part of a script.
        env: { PULL_REQUEST_TITLE: '${{ github.event.pull_request.title }}' },
        run: 'npm run title',
      },
    ],
  });
}
