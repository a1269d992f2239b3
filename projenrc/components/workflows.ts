import { Component, github } from 'projen';
import { WORKFLOW_NODE } from '../family';
import type { Family } from '../package';

const CHECKOUT = { name: 'Check out', uses: 'actions/checkout@v5' };
const NODE = { name: 'Set up Node.js', uses: 'actions/setup-node@v5', with: { 'node-version': WORKFLOW_NODE, cache: 'npm' } };
const PYTHON = { name: 'Set up Python', uses: 'actions/setup-python@v6', with: { 'python-version': '3.11' } };
const INSTALL = { name: 'Install', run: 'npm ci' };

const { READ, WRITE } = github.workflows.JobPermission;

/** Build on pull requests, release on main, upgrades once a week: no personal access token in any. */
export class Workflows extends Component {
  public constructor(root: Family) {
    super(root);
    const host = root.github;
    if (!host) {
      throw new Error('the root project has no GitHub component: the workflows need one');
    }
    this.build(host);
    this.release(host);
    this.upgrade(host);
  }

  private build(host: github.GitHub): void {
    const workflow = host.addWorkflow('build');
    workflow.on({ pullRequest: {}, mergeGroup: {}, workflowDispatch: {} });
    workflow.addJob('build', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: READ },
      timeoutMinutes: 60,
      env: { CI: 'true' },
      steps: [{ ...CHECKOUT, with: { 'fetch-depth': 0 } }, NODE, PYTHON, { name: 'Everything that must hold', run: 'bash .ci/run' }],
    });
  }

  private release(host: github.GitHub): void {
    const workflow = new github.GithubWorkflow(host, 'release', {
      // Two releases at once would race for the same versions.
      limitConcurrency: true,
      concurrencyOptions: { group: 'release', cancelInProgress: false },
    });
    workflow.on({ push: { branches: ['main'] }, workflowDispatch: {} });
    workflow.addJob('check', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: READ },
      timeoutMinutes: 60,
      env: { CI: 'true' },
      if: "!startsWith(github.event.head_commit.message, 'chore(release)')",
      steps: [CHECKOUT, NODE, PYTHON, { name: 'Everything that must hold', run: 'bash .ci/run' }],
    });
    workflow.addJob('publish', {
      needs: ['check'],
      runsOn: ['ubuntu-latest'],
      // Trusted publishing: the registries know this workflow, so that it holds no token of theirs.
      permissions: { contents: WRITE, idToken: WRITE },
      environment: 'release',
      timeoutMinutes: 60,
      env: { CI: 'true', NPM_CONFIG_PROVENANCE: 'true', PYPI_TRUSTED_PUBLISHER: '1' },
      steps: [
        { ...CHECKOUT, with: { 'fetch-depth': 0 } },
        NODE,
        PYTHON,
        INSTALL,
        {
          name: 'Name the committer',
          run: 'git config user.name "github-actions[bot]"\ngit config user.email "41898282+github-actions[bot]@users.noreply.github.com"',
        },
        { name: 'Raise the versions of what changed', run: 'npm run release:version' },
        { name: 'Build the distributions', run: 'npm run package' },
        { name: 'Publish to npm', run: 'npm install --global npm@11\nnpm run release:npm' },
        { name: 'Publish to PyPI', run: 'npx --yes -p publib publib-pypi dist/python' },
      ],
    });
  }

  private upgrade(host: github.GitHub): void {
    const workflow = host.addWorkflow('upgrade');
    workflow.on({ schedule: [{ cron: '0 5 * * 1' }], workflowDispatch: {} });
    workflow.addJob('upgrade', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: WRITE, pullRequests: WRITE },
      timeoutMinutes: 60,
      env: { CI: '0' },
      steps: [
        CHECKOUT,
        NODE,
        INSTALL,
        { name: 'Move what the ranges allow', run: 'npm update --ignore-scripts\nnpm ci\nnpx projen' },
        { name: 'Test', run: 'npm test' },
        {
          name: 'Open the pull request',
          uses: 'peter-evans/create-pull-request@v7',
          with: {
            branch: 'upgrade/dependencies',
            title: 'chore(deps): upgrade dependencies',
            'commit-message': 'chore(deps): upgrade dependencies',
            body: 'Upgrades within the ranges of `.projenrc.ts`. Checks start when a maintainer reopens it: a workflow that runs with its own token starts no other.',
            'delete-branch': true,
          },
        },
      ],
    });
  }
}
