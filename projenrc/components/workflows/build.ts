import { github } from 'projen';
import { CHECKOUT_ALL, LANGUAGES } from './actions';

const { READ } = github.workflows.JobPermission;

/** The same script that a contributor runs; it changes nothing in the pull request. */
export const EVERYTHING = {
  runsOn: ['ubuntu-latest'],
  permissions: { contents: READ },
  timeoutMinutes: 90,
  env: { CI: 'true' },
  steps: [CHECKOUT_ALL, ...LANGUAGES, { name: 'Everything that must hold', run: 'bash .ci/run' }],
};

export function buildWorkflow(host: github.GitHub): void {
  const workflow = host.addWorkflow('build');
  workflow.on({ pullRequest: {}, mergeGroup: {}, workflowDispatch: {} });
  workflow.addJob('build', EVERYTHING);
}
