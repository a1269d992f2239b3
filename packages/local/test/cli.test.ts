import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS, main } from '../src/cli/main';
import { JSON_FORMAT_VERSION } from '../src/index';
import { api, files, integration, lambdaResource, permission, route, run, stage, template } from './support';

const app = () =>
  template({
    Api: api(),
    Stage: stage('$default', { AutoDeploy: true }),
    Fn: lambdaResource,
    Int: integration({
      RequestParameters: { 'append:header.forwarded-for': '${request.header.first-header-name} and ${request.header.second-header-name}' },
      ResponseParameters: { 500: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '404' }] } },
    }),
    Get: route('GET /books/{id}'),
    Post: route('POST /books'),
    Permission: permission({ 'Fn::Sub': 'arn:aws:execute-api:eu-west-1:1:${Api}/*' }),
  });

describe('usage', () => {
  test.each([
    [
      [],
      'no command given, expected: routes, check, explain, serve, connect, token, completion',
      'apigwv2-local <command> (see apigwv2-local --help)',
    ],
    [['frobnicate'], "unknown command 'frobnicate'", 'apigwv2-local <command> (see apigwv2-local --help)'],
    [['chekc'], "unknown command 'chekc' (did you mean check?)", 'apigwv2-local <command> (see apigwv2-local --help)'],
    [['__proto__'], "unknown command '__proto__'", 'apigwv2-local <command> (see apigwv2-local --help)'],
    [
      ['completion', 'bash', 'b'],
      "too many arguments for 'completion'. Expected 1 argument but got 2.",
      'apigwv2-local completion [shell] [options] (see apigwv2-local completion --help)',
    ],
    [
      ['routes', 'a', '--jsn'],
      "unknown option '--jsn' (did you mean --json?)",
      'apigwv2-local routes [path...] [options] (see apigwv2-local routes --help)',
    ],
    [
      ['check', 'a', '--fail-on', 'x'],
      "option '--fail-on <severity>' argument 'x' is invalid. Allowed choices are error, warning, never.",
      'apigwv2-local check [path...] [options] (see apigwv2-local check --help)',
    ],
  ])('%j is an error of one line, and the usage', (argv, message, usage) => {
    const { code, out, err } = run(argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toBe(`apigwv2-local: ${message}\nusage: ${usage}\n`);
  });

  test.each([[['--help']], [['-h']], [['help']]])('%j lists the commands', (argv) => {
    const { code, out } = run(argv);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: apigwv2-local \[options\] \[command\]\n/);
    expect(out).not.toContain('--port');
    for (const { name } of COMMANDS) {
      expect(out).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
    }
  });

  test.each(COMMANDS)('the help of $name has its flags, its examples and a link', ({ name, flags, examples, page }) => {
    const { code, out } = run([name, '--help']);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^Usage: apigwv2-local ${name} `));
    for (const flag of flags) {
      expect(out).toContain(`--${flag.name}`);
    }
    expect(out.match(/^ {2}\$ npx --no -- apigwv2-local /gm)).toHaveLength(examples.length);
    expect(examples.length).toBeGreaterThan(1);
    expect(out).toContain(`/blob/main/${page}`);
    expect(run(['help', name]).out).toBe(out);
  });

  test('help is wrapped at words within the width of the terminal', () => {
    const { out } = run(['serve', '--help'], {}, { columns: 72 });
    const [help = ''] = out.split('\nExamples:');
    const lines = help.split('\n').filter((line) => !line.includes('http'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(72);
  });

  test.each(['--version', '-v'])('%s prints the version', (flag) => {
    const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
    expect(run([flag])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test('a path may look like a flag after --', () => {
    expect(run(['routes', '--', '--help']).err).toContain('there is no --help');
  });

  test('an output that fails is reported in one line', () => {
    const broken = {
      write: () => {
        throw 'full';
      },
    };
    let err = '';
    expect(main(['--help'], { stdout: broken, stderr: { write: (text) => (err += text) }, env: {} })).toBe(1);
    expect(err).toBe('apigwv2-local: full\n');
  });
});

test('--json prints the documented structure', () => {
  const path = app();
  const json = JSON.parse(run(['routes', path, '--json'], { FORCE_COLOR: '1' }).out);
  expect(json).toMatchObject({
    version: JSON_FORMAT_VERSION,
    source: path,
    kind: 'template',
    templates: [{ stack: 'app', file: path }],
    apis: [
      {
        name: 'books',
        protocol: 'HTTP',
        stages: [{ name: '$default', autoDeploy: true }],
        routes: [
          { key: 'POST /books' },
          {
            key: 'GET /books/{id}',
            location: { logicalId: 'Get', stack: 'app', file: path },
            integration: { payloadFormatVersion: '2.0', responseMappings: [{ statusCode: '500', source: '404' }] },
            permission: { status: 'allowed', grants: [{ name: 'Permission' }] },
          },
        ],
      },
    ],
  });
});

describe('colour', () => {
  const code = '\u001b[';
  test.each<[string, Record<string, string>, boolean, boolean]>([
    ['a terminal', {}, true, true],
    ['a pipe', {}, false, false],
    ['a terminal and NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['a terminal and an empty NO_COLOR', { NO_COLOR: '' }, true, true],
    ['a pipe and FORCE_COLOR', { FORCE_COLOR: '1' }, false, true],
    ['a terminal and FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
    ['FORCE_COLOR and NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    ['a dumb terminal', { TERM: 'dumb' }, true, false],
  ])('%s', (_, env, isTTY, colored) => {
    expect(run(['routes', app()], env, { isTTY }).out.includes(code)).toBe(colored);
  });

  test('changes nothing but colour', () => {
    const path = app();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is taken out
    const plain = run(['routes', path], { FORCE_COLOR: '1' }).out.replace(/\u001b\[\d+m/g, '');
    expect(plain).toBe(run(['routes', path]).out);
  });
});

describe('width', () => {
  const lines = (columns: number) => run(['routes', app()], {}, { columns }).out.split('\n');
  // The template's path is given by the caller and stays whole, so that it can be copied.
  const table = (columns: number) => lines(columns).filter((line) => !line.startsWith('Template'));

  test.each([200, 120, 100, 80, 60, 40, 30])('nothing is wider than %i columns', (columns) => {
    expect(Math.max(...table(columns).map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test('mappings stand beside their route where there is room', () => {
    expect(table(200).join('\n')).toMatch(/GET \/books\/\{id\} .* append:header\.forwarded-for <- \$\{request.* any route/);
  });

  test('mappings stand under their route where there is less', () => {
    expect(table(80).join('\n')).toMatch(
      /GET \/books\/\{id\} {2}Int AWS_PROXY {2}Fn {6}2\.0 {6}any route\n {4}append:header\.forwarded-for <-/,
    );
  });

  test('each route is a list where there is little', () => {
    expect(table(44).join('\n')).toMatch(/ {2}GET \/books\/\{id\}\n {4}integration {2}Int AWS_PROXY\n {4}target {7}Fn\n/);
    expect(table(30).join('\n')).toMatch(/ {2}GET \/books\/\{id\}\n {4}integration\n {6}Int AWS_PROXY\n/);
  });

  test('COLUMNS counts for a pipe', () => {
    const path = app();
    expect(run(['routes', path], { COLUMNS: '44' }).out).toBe(run(['routes', path], {}, { columns: 44 }).out);
    expect(run(['routes', path], { COLUMNS: 'x' }).out).toBe(run(['routes', path]).out);
  });

  test('wide characters take two columns', () => {
    const path = join(
      files({
        't.json': {
          Resources: { Api: api(), Int: integration({ IntegrationType: 'MOCK' }), A: route('GET /本棚'), B: route('GET /abcd') },
        },
      }),
      't.json',
    );
    const out = run(['routes', path]).out.split('\n');
    const column = (key: string) => out.find((line) => line.includes(key))?.indexOf('Int');
    expect(column('/本棚')).toBe((column('/abcd') ?? 0) - 2);
  });
});
