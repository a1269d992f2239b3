import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ACTIONS, type Action } from '../components/workflows/actions';

const FOLDER = new URL('../../.github/workflows/', import.meta.url);
const workflows = readdirSync(FOLDER).map((file) => ({ file, text: readFileSync(new URL(file, FOLDER), 'utf8') }));

/** Splits the text of a workflow into its jobs. */
const jobsOf = (text: string): { job: string; body: string }[] =>
  [...text.slice(text.indexOf('\njobs:\n')).matchAll(/^ {2}([a-z]+):\n((?: {4}.*\n)+)/gm)].map(([, job, body]) => ({ job, body }));
const jobs = workflows.flatMap(({ file, text }) => jobsOf(text).map(({ job, body }) => ({ job: `${file} ${job}`, body })));

const may = (permission: string) => jobs.filter(({ body }) => body.includes(`      ${permission}: write`)).map(({ job }) => job);

test('the workflows have jobs', () => {
  expect(jobs.length).toBeGreaterThan(8);
});

describe('permissions of jobs', () => {
  test.each(jobs)('$job declares its permissions', ({ body }) => {
    expect(body).toMatch(/^ {4}permissions:\n {6}contents: (read|write)\n/m);
  });

  test('only the release and the upgrade may write contents or pull requests', () => {
    expect(may('contents')).toEqual(['release.yml version', 'upgrade.yml upgrade']);
    expect(may('pull-requests')).toEqual(['upgrade.yml upgrade']);
  });

  test('jobs with secrets or identity tokens use the protected environment', () => {
    expect(may('id-token')).toEqual(['release.yml npm', 'release.yml pypi', 'release.yml nuget', 'release.yml pages']);
    const publishing = jobs.filter(
      ({ job, body }) => job !== 'release.yml pages' && (body.includes('id-token') || body.includes('secrets.')),
    );
    for (const { job, body } of publishing) {
      expect([job, body.includes('    environment: release\n')]).toEqual([job, true]);
    }
  });

  test('only the job that publishes the site may do so, and it runs no code of the repository', () => {
    expect(may('pages')).toEqual(['release.yml pages']);
    const { body } = jobs.find(({ job }) => job === 'release.yml pages') ?? { body: '' };
    expect(body).toContain('      name: github-pages\n');
    expect([...body.matchAll(/^ +(?:uses|run): (.*)$/gm)].map(([, step]) => step?.split('@')[0])).toEqual(['actions/deploy-pages']);
  });

  test('no secret is a personal access token', () => {
    const secrets = new Set(workflows.flatMap(({ text }) => [...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name)));
    expect([...secrets].sort()).toEqual([
      'GO_DEPLOY_KEY',
      'MAVEN_GPG_PRIVATE_KEY',
      'MAVEN_GPG_PRIVATE_KEY_PASSPHRASE',
      'MAVEN_PASSWORD',
      'MAVEN_USERNAME',
    ]);
  });

  test('no script contains untrusted text of an event', () => {
    for (const { text } of workflows) {
      const scripts = [...text.matchAll(/^ +run: (\|-\n(?: {10}.*\n)+|.*\n)/gm)].map(([, script]) => script);
      expect(scripts.filter((script) => script.includes('github.event'))).toEqual([]);
    }
  });
});

describe('actions', () => {
  const known: string[] = Object.values<Action>(ACTIONS).map(({ name, version, commit }) => `${name}@${commit ?? version.split('.')[0]}`);

  test.each(Object.values<Action>(ACTIONS))('$name is pinned by a complete commit hash, if by a commit', ({ commit }) => {
    expect(commit ?? '0'.repeat(40)).toMatch(/^[0-9a-f]{40}$/);
  });

  test('the workflows use no other actions', () => {
    const used = new Set(workflows.flatMap(({ text }) => [...text.matchAll(/^ +uses: (.*)$/gm)].map(([, action]) => action)));
    expect([...used].filter((action) => !known.includes(action))).toEqual([]);
  });
});

test('pull requests and releases run all checks', () => {
  const everything = jobs.filter(({ body }) => body.includes('run: bash .ci/run')).map(({ job }) => job);
  expect(everything).toEqual(['build.yml build', 'release.yml check']);
});

test('the tests run with every supported Node.js release line', () => {
  const { body } = jobs.find(({ job }) => job === 'build.yml tests') ?? { body: '' };

  expect([...body.matchAll(/^ {10}- "(\d+)"$/gm)].map(([, line]) => line)).toEqual(['20', '22', '24']);
  expect(body).toContain('node-version: ${{ matrix.node }}');
  expect(body).toContain('run: npm test');
});
