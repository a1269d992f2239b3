import { github } from 'projen';
import { CHECKOUT, INSTALL, NODE, pullRequest } from './actions';

const { WRITE } = github.workflows.JobPermission;

export function upgradeWorkflow(host: github.GitHub): void {
  const workflow = host.addWorkflow('upgrade');
  workflow.on({ schedule: [{ cron: '0 5 * * 1' }], workflowDispatch: {} });
  workflow.addJob('upgrade', {
    runsOn: ['ubuntu-latest'],
    permissions: { contents: WRITE, pullRequests: WRITE },
    timeoutMinutes: 60,
    // projen would not install in CI what the lock file does not have yet.
    env: { CI: '0' },
    steps: [
      CHECKOUT,
      NODE,
      INSTALL,
      { name: 'Move what the ranges allow', run: 'npm update --ignore-scripts\nnpm ci\nnpx projen' },
      { name: 'Test', run: 'npm test\nnpm run test:floor' },
      pullRequest({
        branch: 'upgrade/dependencies',
        title: 'chore(deps): upgrade dependencies',
        'commit-message': 'chore(deps): upgrade dependencies',
        body: 'Upgrades within the ranges of `.projenrc.ts`. Checks start when a maintainer reopens it: a workflow that runs with its own token starts no other.',
        'delete-branch': true,
      }),
    ],
  });
}
