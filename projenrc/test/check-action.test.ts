import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { documentedWorkflows } from '../tools/documented-workflows';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
  readonly 'working-directory': string;
}
interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action: Action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));
const { steps } = action.runs;

/** A folder with the command as npm installs it. */
let installed: string;
beforeAll(async () => {
  installed = mkdtempSync(join(tmpdir(), 'action-'));
  const lib = join(installed, 'local/lib');
  await build({
    entryPoints: [join(ROOT, 'packages/local/src/cli.ts')],
    tsconfig: join(ROOT, 'tsconfig.dev.json'),
    outfile: join(lib, 'cli/cli.js'),
    bundle: true,
    platform: 'node',
    external: ['@aws-sdk/*'],
    logLevel: 'error',
  });
  copyFileSync(join(ROOT, 'packages/local/package.json'), join(installed, 'local/package.json'));
  const bin = join(installed, 'apigwv2-local');
  writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${join(lib, 'cli/cli.js')}' "$@"\n`);
  chmodSync(bin, 0o755);
});
afterAll(() => rmSync(installed, { recursive: true, force: true }));

/** A project in which the command is installed, with these templates. */
function project(templates: Readonly<Record<string, object>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'project-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  copyFileSync(join(installed, 'apigwv2-local'), join(folder, 'node_modules/.bin/apigwv2-local'));
  writeFileSync(join(folder, 'package.json'), '{"name":"app","version":"1.0.0"}');
  for (const [name, resources] of Object.entries(templates)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify({ Resources: resources }));
  }
  return folder;
}

/** Runs the steps of the action as a runner does: expressions only in values, scripts from a file, by bash with -e and pipefail. */
function runAction(folder: string, given: Readonly<Record<string, string>>) {
  const inputs: Record<string, string> = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: value }]) => [name, value]),
  );
  Object.assign(inputs, given);
  const evaluate = (text: string) => text.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_, name: string) => inputs[name] ?? '');
  let output = '';
  for (const step of steps) {
    const [, condition] = /^inputs\.([a-z-]+) != ''$/.exec(step.if ?? '') ?? [];
    if (condition !== undefined && inputs[condition] === '') {
      continue;
    }
    const script = join(folder, '.step.sh');
    writeFileSync(script, step.run);
    const env = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, evaluate(value)]));
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: join(folder, evaluate(step['working-directory'])),
      env: {
        PATH: process.env.PATH,
        HOME: join(installed, 'home'),
        CI: 'true',
        GITHUB_WORKSPACE: folder,
        GITHUB_STEP_SUMMARY: join(folder, '.summary.md'),
        ...env,
      },
      encoding: 'utf8',
    });
    output += stdout + stderr;
    if (status !== 0) {
      return { status, output };
    }
  }
  return { status: 0, output };
}

const integration = (properties: object) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ApiId: { Ref: 'Api' },
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    PayloadFormatVersion: '1.0',
    ...properties,
  },
});
const app = (authorization: object, more: object = {}) => ({
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'books', ProtocolType: 'HTTP' } },
  Int: integration({ IntegrationUri: 'https://a.example' }),
  Books: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey: 'GET /books',
      Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Int' }]] },
      ...authorization,
    },
  },
  ...more,
});

describe('the action', () => {
  test('annotates a new error and what changes, and fails', () => {
    const slow = integration({ IntegrationUri: 'https://a.example', TimeoutInMillis: 1 });
    const folder = project({ 'base/t.json': app({ AuthorizationType: 'AWS_IAM' }), 't.json': app({}, { Slow: slow }) });
    const { status, output } = runAction(folder, { path: 't.json', compare: 'base/t.json' });

    expect(status).toBe(1);
    expect(output).toMatch(/::error file=t\.json,line=1,col=\d+,title=TimeoutOutOfRange::t\/Slow /);
    expect(output).toMatch(
      /::warning file=t\.json,line=1,col=\d+,title=API change%3A route-opened::books: GET \/books: opened to the public/,
    );
    expect(readFileSync(join(folder, '.summary.md'), 'utf8')).toContain('opened to the public');
  });

  test('writes SARIF, ignores rules and passes, in the folder of a project', () => {
    const slow = integration({ IntegrationUri: 'https://a.example', TimeoutInMillis: 1 });
    const folder = project({ 't.json': app({}, { Slow: slow }) });
    const { status, output } = runAction(folder, { path: './t.json', ignore: 'TimeoutOutOfRange=a test\n', 'sarif-file': 'a b.sarif' });

    expect({ status, output }).toEqual({ status: 0, output: '0 errors, 0 warnings in 1 template of ./t.json\n' });
    const [{ results }] = JSON.parse(readFileSync(join(folder, 'a b.sarif'), 'utf8')).runs;
    expect(results).toMatchObject([{ suppressions: [{ justification: 'a test' }] }]);
  });

  test('runs nothing of what its inputs hold', () => {
    const hostile = '$(touch pwned)`touch pwned`"; touch pwned; \'$IFS&&touch pwned #';
    const folder = project({ [`${hostile}.json`]: app({}) });
    const before = readdirSync(folder);
    const { status, output } = runAction(folder, {
      path: `${hostile}.json`,
      compare: `${hostile}.json`,
      ignore: `UrlInvalid=${hostile}\nUrlTooLong=x`,
      'sarif-file': `${hostile}.sarif`,
    });

    expect(existsSync(join(folder, 'pwned'))).toBe(false);
    expect({ status, output }).toMatchObject({ status: 0, output: expect.stringContaining('0 API changes') });
    expect(
      readdirSync(folder)
        .filter((name) => !before.includes(name))
        .sort(),
    ).toEqual(['.step.sh', '.summary.md', `${hostile}.sarif`].sort());
  });

  test('takes an input that looks like a flag for a value', () => {
    const folder = project({ '--help': app({}) });
    const { output } = runAction(folder, { path: '--help', 'sarif-file': 'checks.sarif' });
    expect(output).toContain('0 errors, 0 warnings in 1 template of --help');
    expect(JSON.parse(readFileSync(join(folder, 'checks.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(runAction(folder, { path: '--help', 'fail-on': '--help' })).toMatchObject({
      status: 2,
      output: expect.stringContaining('--fail-on'),
    });
  });

  test('passes inputs to its scripts only as environment variables', () => {
    expect(steps.length).toBeGreaterThan(0);
    for (const { run, shell } of steps) {
      expect(shell).toBe('bash');
      expect(run).not.toContain('${{');
    }
  });
});

describe('docs/checks-in-pull-requests.md', () => {
  const page = readFileSync(join(ROOT, 'docs/checks-in-pull-requests.md'), 'utf8');

  test('lists the inputs of the action', () => {
    const rows = Object.entries(action.inputs).map(
      ([name, { default: value, description }]) => `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${description} |`,
    );
    expect(page).toContain(
      `<!-- inputs:begin -->\n| input | default | description |\n| --- | --- | --- |\n${rows.join('\n')}\n<!-- inputs:end -->`,
    );
  });

  test('has workflows that use existing inputs and declare their permissions', () => {
    const workflows = Object.values(documentedWorkflows()).map((text) => parse(text));
    expect(workflows).toHaveLength(2);
    for (const { permissions, jobs } of workflows) {
      expect(permissions).toEqual({ contents: 'read' });
      const uses = Object.values<{ steps: { uses?: string; with?: object }[] }>(jobs).flatMap((job) => job.steps);
      const ours = uses.filter((step) => step.uses?.startsWith('apigwv2-integrations/'));
      expect(ours).toHaveLength(1);
      for (const name of Object.keys(ours[0]?.with ?? {})) {
        expect(Object.keys(action.inputs)).toContain(name);
      }
    }
  });
});
