import { github } from 'projen';
import { NODE_LINES } from '../../family';
import { CHECKOUT, CHECKOUT_ALL, INSTALL, LANGUAGES, NODE_OF_MATRIX } from './actions';

const { READ } = github.workflows.JobPermission;

/** Runs the same script as contributors do; it changes nothing in the pull request. */
export const EVERYTHING = {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: READ },
  timeoutMinutes: 90,
  env: { CI: 'true' },
  steps: [CHECKOUT_ALL, ...LANGUAGES, { name: 'Run all checks', run: 'bash .ci/run' }],
};

export function buildWorkflow(host: github.GitHub): void {
  const workflow = host.addWorkflow('build');
  workflow.on({ pullRequest: {}, mergeGroup: {}, workflowDispatch: {} });
  workflow.addJob('build', EVERYTHING);
  workflow.addJob('tests', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ },
    timeoutMinutes: 60,
    strategy: { failFast: false, matrix: { domain: { node: [...NODE_LINES] } } },
    env: { CI: 'true' },
    steps: [CHECKOUT, NODE_OF_MATRIX, INSTALL, { name: 'Run the tests', run: 'npm test' }],
  });
}
