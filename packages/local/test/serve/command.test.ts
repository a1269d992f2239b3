import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/cli/main';
import { api, files, integration, route, stage, template } from '../support';
import { fn, type Handwritten, handwritten } from './app';
import { byPort } from './senders';

/** Runs the command until what it prints is enough, then stops it. */
function serving(argv: readonly string[], terminal: { readonly columns?: number } = {}) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  let out = '';
  let err = '';
  const ended = Promise.resolve(
    main(['serve', ...argv], {
      stdout: { ...terminal, write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
      env: {},
      stop: stop.signal,
    }),
  );
  const said = async (text: string | RegExp) => {
    while (typeof text === 'string' ? !out.includes(text) : !text.test(out)) {
      const code = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10, undefined))]);
      if (code !== undefined) {
        throw new Error(`ended with ${code}: ${err}`);
      }
    }
    return out;
  };
  return { said, stop: () => stop.abort(), ended, out: () => out, err: () => err };
}

const portOf = (out: string) => Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(out)?.[1]);

describe('serve', () => {
  test('prints a command a route, then a line a request, and ends when it is stopped', async () => {
    const run = serving([handwritten({ routes: ['GET /books/{id}', 'POST /books', '$default'], stages: ['dev'] }), '--port', '0']);
    const out = await run.said('Ctrl-C');
    const port = portOf(out);
    expect(out).toContain(`GET /books/{id}  curl http://127.0.0.1:${port}/dev/books/1`);
    expect(out).toContain(`curl -X POST -H 'content-type: application/json' -d '{}' http://127.0.0.1:${port}/dev/books`);

    expect((await byPort(port)({ path: '/dev/books/7' })).status).toBe(200);
    await run.said(/200 GET {4}\/dev\/books\/7 GET \/books\/\{id\} -> Int [\d.]+ ms\n/);
    run.stop();
    expect(await run.ended).toBe(0);
    await expect(byPort(port)({ path: '/' })).rejects.toThrow('ECONNREFUSED');
  });

  test('the command of a route is that of the one stage that is served, which has no name in the path', async () => {
    const more = { Other: api({ Name: 'other' }), OtherStage: stage('prod', { ApiId: { Ref: 'Other' } }) };
    const run = serving([handwritten({ routes: ['GET /books'], stages: ['dev', 'prod'], more }), '--port', '0', '--stage', 'dev']);
    const out = await run.said('Ctrl-C');
    const url = `http://127.0.0.1:${portOf(out)}`;
    expect(out).toContain(`books  ${url}  stages dev\n`);
    expect(out).toContain(`curl ${url}/books\n`);
    expect(out).toContain('Other  has no stage dev: every request gets 404');
    const json = serving([handwritten({ routes: ['GET /books'], stages: ['dev'] }), '--port', '0', '--stage', 'dev', '--json']);
    expect(JSON.parse(await json.said('\n')).apis[0].routes[0].curl).toMatch(/:\d+\/books$/);
  });

  test('ends when it is stopped while a function loads', async () => {
    const run = serving([
      handwritten({ function: { Code: { ZipFile: 'console.log("loads"); for (;;); exports.handler = 1;' } } }),
      '--port',
      '0',
      '--eager',
    ]);
    await run.said('loads');
    run.stop();
    expect(await run.ended).toBe(0);
    expect(run.out()).not.toContain('Ctrl-C');
    expect(run.err()).toBe('');
  });

  test('loads functions with their first request, or with --eager before', async () => {
    const path = handwritten({ function: { Code: { ZipFile: 'console.log("loads"); exports.handler = async () => 1;' } } });
    const run = serving([path, '--port', '0']);
    const out = await run.said('Ctrl-C');
    expect(out).not.toContain('loads');
    expect((await byPort(portOf(out))({ path: '/' })).status).toBe(200);
    await run.said('loads');
    const eager = serving([path, '--port', '0', '--eager']);
    expect(await eager.said('Ctrl-C')).toMatch(/loads[\s\S]*Ctrl-C/);
  });

  test('answers 500 for a handler that does not load, and says why', async () => {
    const run = serving([handwritten({ function: { Code: { ZipFile: 'exports.handler = {' } } }), '--port', '0']);
    expect((await byPort(portOf(await run.said('Ctrl-C')))({ path: '/' })).status).toBe(500);
    await run.said(/Fn does not load \(handler index\.handler\): index\.js does not load: SyntaxError/);
  });

  test('runs functions with the Node.js that --runtime names', async () => {
    const source = 'return [process.execPath, process.env.PATH];';
    const program = join(files({}), 'node');
    symlinkSync(process.execPath, program);
    const run = serving([
      handwritten({ source, function: { Runtime: 'nodejs99.x' } }),
      '--port',
      '0',
      '--runtime',
      `nodejs99.x=${program}`,
    ]);
    const out = await run.said('Ctrl-C');
    expect(out).not.toContain('nodejs99.x');
    const [execPath, path] = JSON.parse((await byPort(portOf(out))({ path: '/' })).text);
    expect(execPath).toBe(process.execPath);
    expect(path.split(':')[0]).toBe(dirname(program));
  });

  test('reports a runtime that is newer than the Node.js that runs it', async () => {
    const run = serving([handwritten({ function: { Runtime: 'nodejs99.x' } }), '--port', '0']);
    const out = await run.said('Ctrl-C');
    expect(out).toContain(`asks for nodejs99.x, and Node.js ${process.version} runs it: pass --runtime nodejs99.x=<path of a Node.js>`);
  });

  test('--region and --account are those of stacks that name none', async () => {
    const source = 'return [process.env.AWS_REGION, context.invokedFunctionArn];';
    const run = serving([handwritten({ source }), '--port', '0', '--region', 'eu-north-1', '--account', '210987654321']);
    const { text } = await byPort(portOf(await run.said('Ctrl-C')))({ path: '/' });
    expect(JSON.parse(text)).toEqual(['eu-north-1', 'arn:aws:lambda:eu-north-1:210987654321:function:Fn']);
  });

  test('--verbose shows what a mapping changes', async () => {
    const integration = { RequestParameters: { 'overwrite:path': '/v2', 'append:header.b': '$request.header.a', 'remove:header.a': "''" } };
    const run = serving([handwritten({ integration }), '--port', '0', '--verbose']);
    await byPort(portOf(await run.said('Ctrl-C')))({ path: '/books', headers: { a: '1' } });
    expect(await run.said('+ header b: 1')).toContain('- header a: 1');
    expect(run.out()).toContain('- path /books\n');
    expect(run.out()).toContain('+ path /v2\n');
  });

  test('--json prints an object a line', async () => {
    const run = serving([handwritten({ source: "console.log('hello'); return 1;" }), '--port', '0', '--json']);
    const port = portOf(await run.said('\n'));
    await byPort(port)({ path: '/' });
    await run.said('"kind":"request"');
    const lines = run.out().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        kind: 'listening',
        version: 1,
        apis: [expect.objectContaining({ name: 'books', stages: ['$default'] })],
      }),
      { kind: 'invocation', function: 'Fn', requestId: expect.any(String), step: 'queued' },
      {
        kind: 'invocation',
        function: 'Fn',
        requestId: expect.any(String),
        step: 'started',
        coldStart: true,
        initMillis: expect.any(Number),
      },
      expect.objectContaining({ kind: 'function', level: 'INFO', text: 'hello' }),
      { kind: 'invocation', function: 'Fn', requestId: expect.any(String), step: 'finished', millis: expect.any(Number) },
      expect.objectContaining({ kind: 'request', method: 'GET', status: 200, route: '$default', integration: 'Int' }),
    ]);
  });

  test('names functions and integrations by their construct paths in text and in JSON', async () => {
    const at = (path: string) => ({ Metadata: { 'aws:cdk:path': `${path}/Resource` } });
    const source = "console.log('hello'); throw new Error('no');";
    const more = { Fn: { ...fn(source), ...at('Shop/Books') }, Int: { ...integration(), ...at('Shop/Api/Books') } };
    const path = handwritten({ more });
    for (const flags of [[], ['--json']]) {
      const run = serving([path, '--port', '0', ...flags]);
      await byPort(portOf(await run.said(/Ctrl-C|"listening"/)))({ path: '/' });
      const out = await run.said(/500 GET|"kind":"request"/);
      run.stop();
      await run.ended;
      if (flags.length === 0) {
        expect(out).toMatch(/^ {4}Shop\/Books \S+ hello$/m);
        expect(out).toMatch(/^500 GET {4}\/ \$default -> Shop\/Api\/Books /m);
        expect(out).toMatch(/^ {4}Shop\/Books failed: Error: no/m);
      } else {
        const lines = out
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line));
        const named = (name: string) => new Set(lines.flatMap((line) => line[name] ?? []));
        expect([named('function'), named('integration')]).toEqual([new Set(['Shop/Books']), new Set(['Shop/Api/Books'])]);
      }
    }
  });

  test('--env and --value win over the file of overrides', async () => {
    const source = 'return [process.env.LEVEL, process.env.TABLE, process.env.MORE];';
    const variables = { LEVEL: 'info', TABLE: { Ref: 'Table' } };
    const path = handwritten({
      source,
      function: { Environment: { Variables: variables } },
      more: { Table: { Type: 'AWS::DynamoDB::Table', Properties: {} } },
    });
    const overrides = join(files({ 'local.json': { values: { Table: 'from-file' }, environment: { '*': { MORE: '1' } } } }), 'local.json');
    const run = serving([
      path,
      '--port',
      '0',
      '--overrides',
      overrides,
      '--env',
      'LEVEL=a=b',
      '--env',
      'Fn:MORE=2',
      '--value',
      'Table=mine',
    ]);
    const { text } = await byPort(portOf(await run.said('Ctrl-C')))({ path: '/' });
    expect(JSON.parse(text)).toEqual(['a=b', 'mine', '2']);
  });

  test('serves each API on a port of its own', async () => {
    const more = { Other: api({ Name: 'other' }), OtherStage: stage('$default', { ApiId: { Ref: 'Other' } }) };
    const run = serving([handwritten({ more }), '--port', '0']);
    const out = await run.said('Ctrl-C');
    expect(out).toMatch(/^books {2}http/m);
    expect(out).toMatch(/^other {2}http/m);
    const one = serving([handwritten({ more }), '--port', '0', '--api', 'other']);
    expect(await one.said('Ctrl-C')).not.toMatch(/^books/m);
  });

  test('lists what it does not serve', async () => {
    const run = serving([handwritten({ function: { Runtime: 'ruby3.3' } }), '--port', '0']);
    const out = await run.said('Ctrl-C');
    expect(out).toContain('(501)');
    expect(out).toMatch(/Not as deployed\n.*ruby3\.3/);
  });
});

test.each([
  ['overwrite:header.authorization', /Int \(.*:1\) {2}the service refuses its parameter mapping: .*authorization/],
  ['append:header.x y', /Int \(.*:1\) {2}the service refuses its parameter mapping: .*x y/],
])('a mapping of %s is reported', async (destination, diagnostics) => {
  const run = serving([handwritten({ integration: { RequestParameters: { [destination]: 'mine' } } }), '--port', '0']);
  expect(await run.said('Ctrl-C')).toMatch(diagnostics);
});

describe('mistakes are reported in one line, with exit code 2', () => {
  test.each<[(string | (() => string))[], number, string]>([
    [['a', 'b'], 2, 'there is no a: pass a cloud assembly folder'],
    [['a', '--port', '70000'], 2, '--port is 70000, which must be a whole number from 0 to 65535'],
    [['a', '--port', 'x'], 2, '--port is x, which must be a whole number from 0 to 65535'],
    [['a', '--env', '1=2'], 2, '--env is 1=2, which must be <name>=<value> or <function>:<name>=<value>'],
    [['a', '--value', 'x'], 2, '--value is x, which must be <name>=<value>'],
    [['a', '--target', 'x'], 2, '--target is x, which must be <name>=<value>'],
    [['a', '--endpoint', 'sqs'], 2, '--endpoint is sqs, which must be <name>=<value>'],
    [['a', '--jwks', 'a=b.json', '--jwks', 'a=c.json'], 2, '--jwks names a twice'],
    [['nowhere'], 2, 'there is no nowhere'],
    [[handwritten, '--runtime', 'nodejs99.x=/bin/sh'], 2, '--runtime nodejs99.x is the runtime of no function, expected: nodejs22.x'],
    [[handwritten, '--runtime', 'nodejs22.x=/nowhere'], 2, '--runtime nodejs22.x: /nowhere is not a program that can be run'],
  ])('%j', async (argv, code, message) => {
    const run = serving(argv.map((each) => (typeof each === 'string' ? each : each())));
    expect(await run.ended).toBe(code);
    expect(run.err()).toContain(`apigwv2-local: ${message}`);
    expect(run.out()).toBe('');
  });

  test('an endpoint of a service that nothing calls', async () => {
    const run = serving([handwritten(), '--endpoint', 'sqs=http://127.0.0.1:1']);
    expect(await run.ended).toBe(2);
    expect(run.err()).toBe('apigwv2-local: --endpoint sqs is not called by any integration of the app: remove it\n');
  });

  test('a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const run = serving([handwritten(), '--port', String(port)]);
    expect(await run.ended).toBe(2);
    expect(run.err()).toBe(
      `apigwv2-local: port ${port} of 127.0.0.1, for API books, is in use: stop the program that uses it, or pass another --port (0 picks a free one)\n`,
    );
  });

  test('an address of another machine', async () => {
    const run = serving([handwritten(), '--port', '0', '--host', '192.0.2.1']);
    expect(await run.ended).toBe(2);
    expect(run.err()).toContain('192.0.2.1 is not an address of this machine');
  });

  test('a broken template', async () => {
    const run = serving([join(files({ 'app.template.json': '{' }), 'app.template.json')]);
    expect(await run.ended).toBe(2);
    expect(run.err()).toMatch(/^apigwv2-local: .* is not valid JSON: .*\n$/);
  });

  test('an app without an API', async () => {
    const run = serving([template({ Fn: fn('') })]);
    expect(await run.ended).toBe(2);
    expect(run.err()).toContain('there is no API in');
  });

  test('an API that is not there', async () => {
    const run = serving([handwritten(), '--api', 'boks']);
    expect(await run.ended).toBe(2);
    expect(run.err()).toContain('there is no API boks (did you mean books?), expected: books');
  });

  test('a stage that is not there', async () => {
    const run = serving([handwritten({ stages: ['dev', 'prod'] }), '--stage', 'nope']);
    expect(await run.ended).toBe(2);
    expect(run.err()).toBe('apigwv2-local: there is no stage nope, expected: dev, prod\n');
  });
});

describe('what is broken', () => {
  const broken = { function: { Code: { ZipFile: 'exports.handler = {' } }, routes: ['GET /broken'] };

  test('does not keep the rest from being served: a function that fails while it starts answers 500', async () => {
    const run = serving([handwritten(broken), '--port', '0', '--eager']);
    const port = portOf(await run.said('Ctrl-C'));
    expect(run.err()).toMatch(/^apigwv2-local: .*Fn.*; its routes answer 500\n$/);
    expect((await byPort(port)({ path: '/broken' })).status).toBe(500);
  });

  test('does not keep the rest from being served: a handler that is not in the code answers 501', async () => {
    const run = serving([handwritten({ function: { Handler: 'index.list' }, routes: ['GET /broken'] }), '--port', '0']);
    const out = await run.said('Ctrl-C');
    expect(out).toMatch(/GET \/broken .*\n +\(501\)\n/);
    expect(out).toContain('Fn cannot run here: its inline code does not export list: export it, or change the handler');
    expect(await byPort(portOf(out))({ path: '/broken' })).toMatchObject({
      status: 501,
      text: expect.stringContaining('does not export list'),
    });
  });

  test.each<[string, Handwritten, string[]]>([
    ['a function that does not load', broken, ['--eager']],
    ['a handler that is not in the code', { function: { Handler: 'index.list' } }, []],
  ])('ends the command with 1 if --strict is passed: %s', async (_, app, flags) => {
    const run = serving([handwritten(app), '--port', '0', '--strict', ...flags]);
    expect(await run.ended).toBe(1);
  });
});

describe('the table marks routes that do not answer as deployed, with the flag that helps', () => {
  const jwt = {
    Auth: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'JWT',
        Name: 'pool',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://a.example', Audience: ['x'] },
      },
    },
    Route0: route('GET /', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Auth' } }),
  };
  const url = {
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    IntegrationUri: 'https://a.example/x',
    PayloadFormatVersion: '1.0',
  };
  const sqs = {
    IntegrationType: 'AWS_PROXY',
    IntegrationSubtype: 'SQS-SendMessage',
    IntegrationUri: undefined,
    PayloadFormatVersion: '1.0',
    CredentialsArn: 'arn:aws:iam::123456789012:role/r',
    RequestParameters: { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/q', MessageBody: '$request.body.text' },
  };

  test.each<[string, Handwritten, string, readonly string[]]>([
    ['an external URL', { integration: url }, '(503: pass --target https://a.example=http://127.0.0.1:8080)', ['--allow-internet']],
    ['a service', { integration: sqs }, '(503: pass --endpoint sqs=http://127.0.0.1:9324)', ['--endpoint', 'sqs=http://127.0.0.1:9324']],
    [
      'IAM authorization',
      { more: { Route0: route('GET /', { AuthorizationType: 'AWS_IAM' }) }, routes: [] },
      '(403: pass --accept-iam)',
      ['--accept-iam'],
    ],
    ['a JWT authorizer', { more: jwt, routes: [] }, '(401: pass --jwks pool=<file or url>)', ['--trust-unsigned-tokens']],
  ])('%s', async (_, app, mark, flags) => {
    expect(await serving([handwritten(app), '--port', '0']).said('Ctrl-C')).toContain(mark);
    expect(await serving([handwritten(app), '--port', '0', ...flags]).said('Ctrl-C')).not.toMatch(/\((?:401|403|501|503)/);
  });

  test('a function without a permission, with --strict-permissions', async () => {
    const path = handwritten({ more: { FnPermission: undefined } });
    const lenient = await serving([path, '--port', '0']).said('Ctrl-C');
    expect(lenient).toMatch(/Int \(.*:1\) {2}no permission allows the API to invoke the function Fn for the route \$default: add/);
    expect(lenient).not.toContain('(500)');

    const run = serving([path, '--port', '0', '--strict-permissions']);
    const out = await run.said('Ctrl-C');
    expect(out).toContain('(500)');
    expect((await byPort(portOf(out))({ path: '/' })).status).toBe(500);
    await run.said(/500 GET .*\n.*no permission allows the API to invoke the function Fn\n/);
  });
});

test('copied commands hold together: a break has a backslash, and no line is wrapped', async () => {
  const run = serving([handwritten({ routes: ['POST /a/long/path/to/the/books/of/{author}'] }), '--port', '0'], { columns: 80 });
  const out = await run.said('Ctrl-C');
  const command = /curl [\s\S]*?http:\S+/.exec(out)?.[0] ?? '';
  expect(command.split('\n').length).toBeGreaterThan(1);
  const words = spawnSync('bash', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`], { encoding: 'utf8' }).stdout.split('\n');
  expect(words.slice(0, -2)).toEqual(['-X', 'POST', '-H', 'content-type: application/json', '-d', '{}']);
  expect(words.at(-2)).toMatch(/^http:.*\/of\/1$/);
});
