import { spawnSync } from 'node:child_process';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { beforeAll, describe, expect, test } from 'vitest';
import { configurationSchema } from '../src/cli/config';
import { APP_COMMANDS } from '../src/cli/main';
import { findProblems, LocalGateway } from '../src/index';
import { commandProgram } from './command-program';
import { api, files, folder, integration, route, run, stage, template } from './support';

let program: string;

beforeAll(async () => {
  program = await commandProgram();
});

/** Runs the command in a process of its own, in a folder. */
function inFolder(cwd: string, args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { cwd, input, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

const doubtful = { Api: api(), Stage: stage('$default'), Int: integration({ TimeoutInMillis: 1 }), Get: route('GET /') };

describe('the app that is read', () => {
  const assembly = (name: string) => ({
    [`${name}/manifest.json`]: {
      version: '1',
      artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 's.json' } } },
    },
    [`${name}/s.json`]: { Resources: { Api: api() } },
  });

  test('is cdk.out of the current folder, or the output of cdk.json', () => {
    expect(inFolder(files(assembly('cdk.out')), ['routes']).out).toContain('books  HTTP API  S/Api');
    expect(inFolder(files({ ...assembly('build'), 'cdk.json': { output: 'build' } }), ['routes']).out).toContain('Template  build/s.json');
  });

  test('must exist', () => {
    const { code, err } = inFolder(folder(), ['routes']);
    expect([code, err]).toEqual([
      2,
      'apigwv2-local: there is no cdk.out in this folder: run cdk synth first, or pass a cloud assembly folder or a template file\n',
    ]);
  });

  test('can be a template on standard input', () => {
    const { code, out } = inFolder(folder(), ['check', '-'], JSON.stringify({ Resources: doubtful }));
    expect(code).toBe(1);
    expect(out).toContain('error [TimeoutOutOfRange]');
    expect(inFolder(folder(), ['check', '-'], '[').err).toMatch(/standard input:1:\d+: /);
    expect(inFolder(folder(), ['check', '-'], '[]').err).toContain('standard input holds no object');
  });

  test.runIf(process.platform === 'linux')('can be a pipe of the shell', () => {
    const file = template(doubtful);
    const command = ['-c', '"${@:2}" check <(cat "$1")', 'bash', file, process.execPath, program];
    const { stdout } = spawnSync('bash', command, { encoding: 'utf8' });
    expect(stdout).toContain('error [TimeoutOutOfRange]');
  });

  test('is not a pipe or a device', () => {
    const path = join(folder(), 'fifo.json');
    spawnSync('mkfifo', [path]);
    expect(run(['routes', path]).err).toContain('is neither a folder nor a file');
    const root = folder();
    spawnSync('mkfifo', [join(root, 'manifest.json')]);
    expect(run(['routes', root]).err).toContain('is not a regular file');
  });

  test('is not read together with a pipe beside its parent folder', () => {
    const root = files({ 'out/app.template.json': { Resources: { Api: api() } } });
    spawnSync('mkfifo', [join(root, 'manifest.json')]);
    expect(run(['routes', join(root, 'out/app.template.json')]).code).toBe(0);
  });
});

describe('a configuration file', () => {
  const config = (content: unknown) => join(files({ 'settings.json': content }), 'settings.json');

  test('is apigwv2-local.json of the current folder', () => {
    const root = files({ 'app.json': { Resources: doubtful }, 'apigwv2-local.json': { path: 'app.json', 'fail-on': 'never' } });
    expect(inFolder(root, ['check'])).toMatchObject({ code: 0, out: expect.stringContaining('error [TimeoutOutOfRange]') });
  });

  test('has the values of flags, which flags of the command line replace', () => {
    const file = config({ json: true, 'fail-on': 'never', ignore: { TimeoutOutOfRange: 'known' }, port: 4000 });
    const { code, out } = run(['check', template(doubtful), '--config', file]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ findings: [], ignored: [{ code: 'TimeoutOutOfRange', reason: 'known', count: 1 }] });
    expect(run(['check', template(doubtful), '--config', config({ 'fail-on': 'never' }), '--fail-on', 'error']).code).toBe(1);
  });

  test.each<[unknown, string]>([
    [{ prot: 1 }, 'has the unknown member prot (did you mean port?)'],
    [{ port: true }, ''],
    [{ json: 'yes' }, 'json in'],
    [{ ignore: 'x' }, 'ignore in'],
    [{ path: 1 }, 'must be a string'],
    ['[]', 'must contain a JSON object'],
    ['{', 'cannot read the configuration file'],
  ])('%j', (content, message) => {
    const { code, err } = run(['check', template(doubtful), '--config', config(content)]);
    // The type of a flag of another command is not checked.
    expect(code).toBe(message === '' ? 1 : 2);
    expect(err).toContain(message);
  });

  test('has a schema for editors', () => {
    const schema = JSON.parse(JSON.stringify(configurationSchema(APP_COMMANDS)));
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
    expect(validate({ port: 4000, target: { a: 'http://127.0.0.1' }, ignore: ['a=b'], eager: true, 'fail-on': 'never' })).toBe(true);
    expect(validate({ prot: 4000 })).toBe(false);
    expect(validate({ 'fail-on': 'sometimes' })).toBe(false);
  });
});

describe('completion', () => {
  test('of bash completes commands and flags', () => {
    const { out } = run(['completion', 'bash']);
    const complete = (words: readonly string[]) => {
      const script = `${out}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _apigwv2_local; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return spawnSync('bash', ['-c', script], { encoding: 'utf8', cwd: folder() }).stdout.trim().split('\n');
    };
    expect(complete(['apigwv2-local', 'che'])).toEqual(['check']);
    expect(complete(['apigwv2-local', 'serve', '--allow-i'])).toEqual(['--allow-internet']);
    expect(complete(['apigwv2-local', 'completion', 'f'])).toEqual(['fish']);
  });

  test('is there for zsh and fish', () => {
    expect(run(['completion', 'zsh']).out).toMatch(/^autoload -U \+X bashcompinit/);
    expect(run(['completion', 'fish']).out).toContain('-n "__fish_seen_subcommand_from serve" -l port -r -d');
    expect(run(['completion', 'tcsh']).code).toBe(2);
  });
});

describe('check', () => {
  test.each([
    [[], 1],
    [['--fail-on', 'warning'], 1],
    [['--fail-on', 'never'], 0],
    [['--ignore', 'TimeoutOutOfRange=known'], 0],
    [['--ignore', '@apigwv2-integrations/timeout-out-of-range=known'], 0],
  ])('%j', (flags, code) => {
    expect(run(['check', template(doubtful), ...flags]).code).toBe(code);
  });

  test.each([
    ['TimeoutOutOfRange', 'every ignored rule needs a reason'],
    ['TimeoutOutOfRange= ', 'every ignored rule needs a reason'],
    ['TimeoutOutOfRang=x', 'there is no rule TimeoutOutOfRang (did you mean TimeoutOutOfRange?)'],
  ])('--ignore %s', (entry, message) => {
    const { code, err } = run(['check', template(doubtful), '--ignore', entry]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('check reads the code of Node.js functions', () => {
  const HASH = 'a'.repeat(64);
  const fn = (properties: object, metadata?: object) => ({
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', ...properties },
    ...(metadata === undefined ? {} : { Metadata: metadata }),
  });
  const inFolder = (code: Record<string, string>, properties: object = {}) =>
    files({
      't.template.json': { Resources: { Fn: fn({ Code: { S3Key: `${HASH}.zip` }, ...properties }, { 'aws:asset:path': 'code' }) } },
      ...Object.fromEntries(Object.entries(code).map(([name, text]) => [`code/${name}`, text])),
    });
  const messagesOf = (path: string) =>
    findProblems(path)
      .findings.filter(({ code }) => code === 'HandlerNotFound')
      .map(({ message, remedy }) => `${message}: ${remedy}`);

  test.each<[string, string[]]>([
    ['exports.handler = 1', []],
    ['module.exports = { list: 1 }', [expect.stringContaining('its inline code does not export handler')]],
    ["module.exports = require('./other')", []],
  ])('inline: %s', (ZipFile, messages) => {
    expect(messagesOf(template({ Fn: fn({ Code: { ZipFile } }) }))).toEqual(messages);
  });

  test.each<[string, Record<string, string>, object, string[]]>([
    ['a file that exports it', { 'index.js': 'exports.handler = 1' }, {}, []],
    ['a module', { 'src/app.mjs': 'export const list = 1' }, { Handler: 'src/app.list' }, []],
    ['a bundle', { 'index.js': '__export(x, { handler: () => handler });' }, {}, []],
    ['a module that passes exports on', { 'index.mjs': "export * from './other.mjs'" }, {}, []],
    ['a package', { 'node_modules/index/index.js': '' }, {}, []],
    ['no such file', { 'app.js': '' }, {}, [expect.stringContaining('there is no index.js, index.mjs or index.cjs in ')]],
    ['a TypeScript file', { 'index.ts': '' }, {}, [expect.stringContaining('but a TypeScript file: bundle it')]],
    ['no such export', { 'index.js': 'exports.list = 1' }, {}, [expect.stringMatching(/index\.js does not export handler/)]],
    ['no export', { 'index.js': '' }, { Handler: 'index' }, ['its handler is index: write one such as index.handler']],
    ['a file outside', { 'index.js': '' }, { Handler: '../index.handler' }, [expect.stringContaining('write one such as')]],
    ['another runtime', {}, { Runtime: 'python3.13' }, []],
    ['a handler that is known after deployment', {}, { Handler: { Ref: 'P' } }, []],
  ])('a folder with %s', (_, code, properties, messages) => {
    expect(messagesOf(join(inFolder({ 'other.txt': '', ...code }, properties), 't.template.json'))).toEqual(messages);
  });

  test('and its finding can be ignored', () => {
    const path = template({ Fn: fn({ Code: { ZipFile: '1' } }) });
    expect(run(['check', path]).code).toBe(1);
    expect(run(['check', path, '--ignore', 'HandlerNotFound=built later']).code).toBe(0);
  });
});

describe('the source code of an app', () => {
  function synth(outdir: string, url = 'https://a.example/{id}'): void {
    const app = new App({ outdir, analyticsReporting: false });
    const httpApi = new HttpApi(new Stack(app, 'S'), 'Api');
    httpApi.addRoutes({ path: '/a', integration: new HttpUrlIntegration('Int', url) });
    app.synth();
  }

  test('is named with the line that created the resource', () => {
    const outdir = folder();
    synth(outdir);
    const [finding] = findProblems(outdir).findings;
    expect(finding?.sourceLocation).toMatch(/^packages\/local\/test\/cli-input\.test\.ts:\d+$/);
  });

  test('is named in the diagnostics of the gateway', async () => {
    const outdir = folder();
    synth(outdir, 'a.example');
    const gateway = await LocalGateway.load(outdir);
    await gateway.close();
    expect(gateway.diagnostics[0]).toMatchObject({
      text: expect.stringContaining('its URL is a.example'),
      sourceLocation: expect.stringMatching(/^packages\/local\/test\/cli-input\.test\.ts:\d+$/),
    });
  });

  test('that is newer than the assembly is reported', () => {
    const outdir = folder();
    synth(outdir);
    const source = join(outdir, 'app.ts');
    writeFileSync(source, '');
    const metadata = { '/S/Api': [{ type: 'aws:cdk:creationStack', data: ['...new X in y...', `at A (${source}:3:5)`] }] };
    writeFileSync(join(outdir, 'S.metadata.json'), JSON.stringify(metadata));
    utimesSync(source, 0, 0);
    expect(run(['check', outdir]).err).toBe('');
    const later = new Date(Date.now() + 60_000);
    utimesSync(source, later, later);
    expect(run(['check', outdir]).err).toMatch(/^apigwv2-local: .* is older than .*app\.ts: run cdk synth again\n$/);
  });
});
