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
    // In CI, projen would not install packages that are missing from the lock file.
    env: { CI: '0' },
    steps: [
      CHECKOUT,
      NODE,
      INSTALL,
      { name: 'Upgrade within the ranges', run: 'npm update --ignore-scripts\nnpm ci\nnpx projen' },
      { name: 'Test', run: 'npm test\nnpm run test:floor\nnpm run test:repository' },
      pullRequest({
        branch: 'upgrade/dependencies',
        title: 'chore(deps): upgrade dependencies',
        'commit-message': 'chore(deps): upgrade dependencies',
        body: 'Upgrades within the ranges of `.projenrc.ts`. To start the checks, close and reopen this pull request: workflows do not run for pull requests that a workflow opens with its own token.',
        'delete-branch': true,
      }),
    ],
  });
}
