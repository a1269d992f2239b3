import { github } from 'projen';
import {
  CHECKOUT,
  CHECKOUT_TO_PUSH,
  CONFIGURE_PAGES,
  DEPLOY_PAGES,
  DOTNET,
  INSTALL,
  LANGUAGES,
  NODE,
  upload,
  uploadPages,
} from './actions';
import { ALL_CHECKS } from './pull-request';
import { type PackageRegistry, REGISTRIES } from './registries';

const { READ, WRITE } = github.workflows.JobPermission;

/** The protected environment, in which a maintainer approves each release. */
const ENVIRONMENT = 'release';

/** The commit with the new versions; main may have newer commits. */
const RELEASED = '${{ needs.version.outputs.commit }}';
const CHECKOUT_RELEASED = { ...CHECKOUT, with: { ...CHECKOUT.with, ref: RELEASED } };

const COMMITTER = [
  'git config user.name "github-actions[bot]"',
  'git config user.email "41898282+github-actions[bot]@users.noreply.github.com"',
].join('\n');

/**
 * Runs the checks, updates the versions, builds and publishes. Only the version job may push, and it cannot publish. The
 * publishing jobs may request an identity token for their registry, and cannot push.
 */
export function releaseWorkflow(host: github.GitHub): void {
  const workflow = new github.GithubWorkflow(host, 'release', {
    // Two concurrent releases would compete for the same versions.
    limitConcurrency: true,
    concurrencyOptions: { group: 'release', cancelInProgress: false },
  });
  workflow.on({ push: { branches: ['main'] }, workflowDispatch: {} });
  workflow.addJob('check', { ...ALL_CHECKS, if: "!startsWith(github.event.head_commit.message, 'chore(release)')" });
  workflow.addJob('version', {
    needs: ['check'],
    runsOn: ['ubuntu-latest'],
    permissions: { contents: WRITE },
    environment: ENVIRONMENT,
    timeoutMinutes: 20,
    env: { CI: 'true' },
    outputs: { commit: { stepId: 'commit', outputName: 'commit' } },
    steps: [
      CHECKOUT_TO_PUSH,
      NODE,
      INSTALL,
      { name: 'Name the committer', run: COMMITTER },
      { name: 'Update the versions of changed packages', run: 'npm run release:version' },
      { name: 'Output the commit', id: 'commit', run: 'echo "commit=$(git rev-parse HEAD)" >> "$GITHUB_OUTPUT"' },
    ],
  });
  workflow.addJob('distributions', {
    needs: ['version'],
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ },
    timeoutMinutes: 60,
    env: { CI: 'true' },
    steps: [
      CHECKOUT_RELEASED,
      ...LANGUAGES,
      DOTNET,
      INSTALL,
      { name: 'Build the distributions', run: 'npm run package -- js python java go nuget' },
      upload('dist'),
    ],
  });
  for (const registry of REGISTRIES) {
    workflow.addJob(registry.job, publication(registry));
  }
  // The site shows what npm has.
  workflow.addJob('site', {
    needs: ['version', 'npm'],
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ, pages: READ },
    timeoutMinutes: 30,
    env: { CI: 'true' },
    steps: [
      CHECKOUT_RELEASED,
      NODE,
      INSTALL,
      { name: 'Compile', run: 'npm run compile' },
      CONFIGURE_PAGES,
      { name: 'Build the site', env: { SITE_BASE: '${{ steps.pages.outputs.base_path }}/' }, run: 'npm run site:build' },
      uploadPages('site/.vitepress/dist'),
    ],
  });
  workflow.addJob('pages', {
    needs: ['site'],
    runsOn: ['ubuntu-latest'],
    permissions: { contents: READ, pages: WRITE, idToken: WRITE },
    environment: { name: 'github-pages', url: '${{ steps.deployment.outputs.page_url }}' },
    timeoutMinutes: 15,
    steps: [DEPLOY_PAGES],
  });
}

function publication({ job, trusted, tools, env, run }: PackageRegistry): github.workflows.Job {
  return {
    needs: ['version', 'distributions'],
    runsOn: ['ubuntu-latest'],
    permissions: trusted ? { contents: READ, idToken: WRITE } : { contents: READ },
    environment: ENVIRONMENT,
    timeoutMinutes: 60,
    env: { CI: 'true' },
    steps: [CHECKOUT_RELEASED, ...tools, { name: `Publish to ${job}`, env, run }],
  };
}
