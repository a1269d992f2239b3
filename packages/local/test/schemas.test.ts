import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import { Stack } from 'aws-cdk-lib';
import { HttpApi, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { describe, expect, onTestFinished, test } from 'vitest';
import { configurationSchema } from '../src/cli/config';
import { APP_COMMANDS, main } from '../src/cli/main';
import { renderDroppedJson, renderEntryJson } from '../src/terminal/render-served';
import { handwritten } from './serve/app';
import { byPort } from './serve/senders';
import { api, integration, lambdaResource, permission, route, run, stage, synth, template } from './support';
import { chatTemplate } from './websocket-api/app';
import { overSocket } from './websocket-api/ways';

const schemaOf = (name: string): object =>
  JSON.parse(readFileSync(join(__dirname, '../../../docs/schemas', `${name}.schema.json`), 'utf8'));

/** The schema with objects that have no other members, so that a member without documentation is found. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(strict);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]));
  return 'properties' in schema ? { ...members, additionalProperties: false } : members;
}

const validator = (name: string): ValidateFunction => new Ajv({ strict: false, allErrors: true }).compile(strict(schemaOf(name)) as object);

function expectValid(validate: ValidateFunction, value: unknown): void {
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

/** Runs `explain --json`. */
async function explained(args: readonly string[]) {
  let out = '';
  const exitCode = await main(['explain', ...args, '--json'], {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: () => undefined },
    env: {},
  });
  return { exitCode, out: JSON.parse(out) };
}

const app = () =>
  template({
    Api: api({ CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 3 } }),
    Stage: stage('$default', { AutoDeploy: true }),
    Fn: lambdaResource,
    Int: integration({
      TimeoutInMillis: 1,
      RequestParameters: { 'append:header.a': '$request.header.a', 'overwrite:header.Via': 'x' },
      ResponseParameters: { 500: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '404' }] } },
    }),
    Url: integration({ IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://a.example', IntegrationMethod: 'GET' }),
    Get: route('GET /books/{id}', { AuthorizationType: 'AWS_IAM' }),
    Post: route('POST /books', { Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Url' }]] } }),
    None: route('PUT /books', { Target: undefined }),
    Permission: permission({ 'Fn::Sub': 'arn:aws:execute-api:eu-west-1:1:${Api}/*' }),
  });

describe('the schemas of docs/schemas', () => {
  test('hold for routes --json', () => {
    expectValid(validator('routes'), JSON.parse(run(['routes', app(), '--json']).out));
  });

  test('hold for check --json', () => {
    const report = JSON.parse(run(['check', app(), '--json', '--ignore', 'HeaderReserved=known']).out);
    expect(report.findings).not.toEqual([]);
    expect(report.ignored).not.toEqual([]);
    expectValid(validator('check'), report);
  });

  test.each([
    ['a request with a finding on its way', ['GET', '/books/1'], 0],
    ['a request without a permission', ['POST', '/books', '-H', 'a: 1', '-H', 'origin: https://a.example'], 0],
    ['a preflight request', ['OPTIONS', '/books', '-H', 'origin: https://a.example'], 0],
    ['a request without a route', ['DELETE', '/books'], 1],
  ])('hold for explain --json of %s', async (_, args, code) => {
    const { exitCode, out } = await explained([...args.slice(0, 2), app(), ...args.slice(2)]);
    expect(exitCode).toBe(code);
    expectValid(validator('explain'), out);
  });

  test('hold for explain --json of a request with a token, a mapping and a response mapping', async () => {
    const path = handwritten({
      integration: {
        RequestParameters: { 'append:header.a': '$request.header.b', 'overwrite:header.sub': '$context.authorizer.claims.sub' },
        ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'append:header.a', Source: 'b' }] } },
      },
      route: { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Users' } },
      more: {
        Users: {
          Type: 'AWS::ApiGatewayV2::Authorizer',
          Properties: {
            ApiId: { Ref: 'Api' },
            AuthorizerType: 'JWT',
            Name: 'Users',
            IdentitySource: ['$request.header.Authorization'],
            JwtConfiguration: { Issuer: 'https://login.example', Audience: ['shop'] },
          },
        },
      },
    });
    const { out } = await explained(['GET', '/', path]);
    expect(out).toMatchObject({ authorizer: {}, mapping: [{}, {}], mapped: {}, responseMapping: [{}] });
    expectValid(validator('explain'), out);
  });

  test('hold for explain --json of messages and handshakes', async () => {
    const path = chatTemplate({ source: 'return {};', routes: ['$connect', 'send'], twoWay: ['$default'] });
    for (const [first, second] of [
      ['chat', '{"action":"send"}'],
      ['chat', 'any'],
      ['GET', '/dev'],
    ] as const) {
      const { exitCode, out } = await explained([first, second, path]);
      expect(exitCode).toBe(0);
      expectValid(validator('explain'), out);
    }
  });

  test('hold for check --json --compare', () => {
    const old = template({ Api: api(), Int: integration(), Get: route('GET /books/{id}'), Slow: integration({ TimeoutInMillis: 1 }) });
    const { comparison, ...report } = JSON.parse(run(['check', app(), '--json', '--compare', old]).out);
    expect(report.findings).not.toEqual([]);
    expect(comparison.resolved).not.toEqual([]);
    expect(comparison.changes).not.toEqual([]);
    expectValid(validator('check'), { comparison, ...report });
  });

  test('hold for the lines of constructs in check --json', () => {
    const path = synth((scope) => {
      const parameterMapping = new ParameterMapping().appendHeader('via', MappingValue.custom('x'));
      const proxy = new HttpUrlIntegration('Books', 'https://books.example.com', { parameterMapping });
      new HttpApi(new Stack(scope, 'Shop'), 'Api', { defaultIntegration: proxy });
    });
    const report = JSON.parse(run(['check', path, '--json', '--compare', app()]).out);
    expect(report.findings[0]).toMatchObject({ position: { file: expect.stringMatching(/schemas\.test\.ts$/) } });
    expect(report.comparison.changes[0]).toMatchObject({ kind: 'api-added', position: { line: expect.any(Number) } });
    expectValid(validator('check'), report);
  });

  test('name every kind of change', () => {
    const source = readFileSync(join(__dirname, '../src/comparison/change.ts'), 'utf8');
    const kinds = [...source.matchAll(/^ {2}\| '([a-z-]+)';?$/gm)].map(([, kind]) => kind);
    const schema = schemaOf('check') as { definitions: { change: { properties: { kind: { enum: string[] } } } } };
    expect(kinds.length).toBeGreaterThan(20);
    expect(schema.definitions.change.properties.kind.enum).toEqual(kinds);
  });

  test('hold for each line of serve --json', async () => {
    const validate = validator('serve');
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    let out = '';
    const path = handwritten({
      source: 'console.error("no"); if (event.rawPath === "/fails") { throw new Error("x"); } return 1;',
      integration: { RequestParameters: { 'append:header.a': '$request.header.host' } },
      more: { Closed: route('GET /closed', { Target: undefined }), Iam: route('GET /iam', { AuthorizationType: 'AWS_IAM' }) },
    });
    const ended = main(['serve', path, '--port', '0', '--json', '--verbose'], {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: () => undefined },
      env: {},
      stop: stop.signal,
    });
    await expect.poll(() => out).toContain('"listening"');
    const send = byPort(Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(out)?.[1]));
    for (const request of ['/', '/fails', '/closed', '/iam']) {
      await send({ path: request });
    }
    await expect.poll(() => out.match(/"kind":"request"/g)?.length).toBe(4);
    stop.abort();
    await ended;
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['listening', 'request', 'authorizer', 'function', 'invocation']));
    for (const line of lines) {
      expectValid(validate, line);
    }
  });

  test('hold for each line of serve --json about a WebSocket API', async () => {
    const validate = validator('serve');
    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    let out = '';
    const source = 'return event.body === "bad" ? { wrong: 1 } : { statusCode: 200, body: "hi" };';
    const path = chatTemplate({ source, routes: ['$connect', '$disconnect'], twoWay: ['$default'] });
    const ended = main(['serve', path, '--port', '0', '--json'], {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: () => undefined },
      env: {},
      stop: stop.signal,
    });
    await expect.poll(() => out, { timeout: 20_000 }).toContain('"listening"');
    const client = await overSocket(Number(/ws:\/\/127\.0\.0\.1:(\d+)/.exec(out)?.[1]), { path: '/dev' });
    for (const message of ['good', 'bad']) {
      client.send(message);
      await client.next();
    }
    client.close();
    await expect.poll(() => out, { timeout: 20_000 }).toContain('"kind":"disconnect"');
    stop.abort();
    await ended;
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.filter(({ kind }) => kind === 'message').map(({ answer }) => answer)).toEqual(['response', 'error']);
    expect(new Set(lines.map(({ kind }) => kind))).toEqual(new Set(['listening', 'connect', 'message', 'disconnect', 'invocation']));
    for (const line of lines) {
      expectValid(validate, line);
    }
  });

  test('hold for lines of serve --json that are rare', () => {
    const validate = validator('serve');
    const lines = [
      renderDroppedJson(3),
      renderEntryJson({ kind: 'abort', requestId: 'r', api: 'books', reason: 'the backend closed the connection' }),
    ];
    for (const line of lines) {
      expectValid(validate, JSON.parse(line));
      expect(validate({ ...JSON.parse(line), unknown: 1 })).toBe(false);
    }
  });

  test('hold for the configuration file, from the flags of the commands', () => {
    expect(schemaOf('configuration')).toEqual(JSON.parse(JSON.stringify(configurationSchema(APP_COMMANDS))));
  });
});
