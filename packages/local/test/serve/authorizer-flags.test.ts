import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/cli/main';
import { ACCESS_KEY, SECRET, signedHeaders } from '../authorizers/sign';
import { folder } from '../support';
import { ECHO, fn, handwritten } from './app';
import { byPort } from './senders';

const users = {
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Properties: {
    ApiId: { Ref: 'Api' },
    AuthorizerType: 'REQUEST',
    Name: 'users',
    IdentitySource: ['$request.header.x-user', '$request.querystring.token'],
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    AuthorizerUri: { 'Fn::GetAtt': ['Auth', 'Arn'] },
    AuthorizerCredentialsArn: 'arn:aws:iam::123456789012:role/any',
  },
};

/** An app with a function that returns its event behind a Lambda authorizer. */
const app = () =>
  handwritten({
    source: ECHO,
    routes: ['GET /a'],
    route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Users' } },
    more: {
      Users: users,
      Auth: fn('return { isAuthorized: event.headers["x-user"] !== "bob", context: { user: event.headers["x-user"] } };'),
    },
  });

const iam = () => handwritten({ source: ECHO, route: { AuthorizationType: 'AWS_IAM' } });

/** Runs the command until it is stopped at the end of the test. */
function serve(argv: readonly string[], env: Record<string, string> = {}) {
  const stop = new AbortController();
  let out = '';
  let err = '';
  const ended = Promise.resolve(
    main(['serve', ...argv, '--port', '0'], {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
      env,
      stop: stop.signal,
    }),
  );
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  const said = async (text: string | RegExp) => {
    while (typeof text === 'string' ? !out.includes(text) : !text.test(out)) {
      const code = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10, undefined))]);
      if (code !== undefined) {
        throw new Error(`ended with ${code}: ${err}`);
      }
    }
    return out;
  };
  return { said, ended, err: () => err, out: () => out };
}

const USER = { path: '/a?token=t', headers: { 'x-user': 'ann' } };

async function sendTo(run: ReturnType<typeof serve>) {
  const printed = await run.said(/Ctrl-C|"kind":"listening"/);
  return byPort(Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1]));
}

describe('a Lambda authorizer', () => {
  test('has its identity sources in the command of its route', async () => {
    expect(await serve([app()]).said('Ctrl-C')).toMatch(/curl -H 'x-user: any' 'http:\/\/127\.0\.0\.1:\d+\/a\?token=any'/);
  });

  test('has its decisions shown with --verbose', async () => {
    const run = serve([app(), '--verbose']);
    const send = await sendTo(run);

    await send(USER);
    await send(USER);
    await send({ ...USER, headers: { 'x-user': 'bob' } });
    await send({ path: '/a' });

    const out = await run.said(/401 GET/);
    expect(out).toMatch(
      / {4}authorizer Users \(LAMBDA\): allowed, not cached, identity \*{4}, \*{4}, context \{"user":"ann"\} [\d.]+ ms\n/,
    );
    expect(out).toMatch(/ {4}authorizer Users \(LAMBDA\): allowed, cached, identity/);
    expect(out).toMatch(/ {4}authorizer Users \(LAMBDA\): refused with 403, not cached, identity/);
    expect(out).toMatch(/ {4}authorizer Users \(LAMBDA\): refused with 401 [\d.]+ ms\n/);
  });

  test('has no line of its own without --verbose', async () => {
    const run = serve([app()]);
    await (await sendTo(run))(USER);

    expect(await run.said(/200 GET/)).not.toContain('authorizer Users');
  });

  test('has its decisions among the lines of --json', async () => {
    const run = serve([app(), '--json']);
    await (await sendTo(run))(USER);

    const lines = (await run.said('"kind":"request"'))
      .split('\n')
      .flatMap((line) => (line.includes('"authorizer"') ? [JSON.parse(line)] : []));
    expect(lines.filter(({ kind }) => kind === 'authorizer')).toEqual([
      {
        kind: 'authorizer',
        requestId: expect.any(String),
        api: 'books',
        route: 'GET /a',
        authorizer: 'Users',
        type: 'LAMBDA',
        cached: false,
        identity: ['****', '****'],
        decision: 'allowed',
        context: { user: 'ann' },
        millis: expect.any(Number),
      },
    ]);
  });
});

describe('--authorizer', () => {
  test.each([
    ['allow', 200, '"lambda":{}'],
    ['allow:{"user":"u=1","n":1}', 200, '"lambda":{"user":"u=1","n":1}'],
    ['deny', 403, 'Forbidden'],
  ])('users=%s answers %i, and is shown in the list of routes', async (decision, status, text) => {
    const run = serve([app(), '--authorizer', `users=${decision}`]);
    const send = await sendTo(run);

    expect(await send(USER)).toMatchObject({ status, text: expect.stringContaining(text) });
    expect(run.out()).toContain('(stand-in for authorizer users)');
  });

  test('is a member of the first line of --json', async () => {
    const [first = ''] = (await serve([app(), '--authorizer', 'Users=allow', '--json']).said('"listening"')).split('\n');

    expect(JSON.parse(first).apis[0].routes).toEqual([expect.objectContaining({ key: 'GET /a', standInFor: 'users' })]);
  });

  test.each([
    [['users'], '--authorizer is users, which must be <name>=allow'],
    [['users=maybe'], '--authorizer users is maybe, which must be allow, allow:{"name":"value"} or deny'],
    [['users=allow:[1]'], '--authorizer users is allow:[1], which must be'],
    [['users=allow:{'], '--authorizer users is allow:{, which must be'],
    [['users=allow', 'users=deny'], '--authorizer names users twice'],
    [['other=allow'], '--authorizer other matches no authorizer of the app: expected users'],
  ])('%j is an error', async (values, message) => {
    const run = serve([app(), ...values.flatMap((value) => ['--authorizer', value])]);

    expect(await run.ended).not.toBe(0);
    expect(run.err()).toContain(message);
  });
});

describe('--iam-key', () => {
  const file = () => {
    const path = join(folder(), 'keys');
    writeFileSync(path, `${ACCESS_KEY}=${SECRET}\n`);
    return `file:${path}`;
  };

  test.each<[string, () => string, Record<string, string>]>([
    ['<id>=<secret>', () => `${ACCESS_KEY}=${SECRET}`, {}],
    ['env', () => 'env', { AWS_ACCESS_KEY_ID: ACCESS_KEY, AWS_SECRET_ACCESS_KEY: SECRET }],
    ['file:<path>', file, {}],
  ])('%s verifies signatures', async (_, value, env) => {
    const run = serve([iam(), '--iam-key', value()], env);
    const send = await sendTo(run);
    const host = 'localhost';

    expect(await send({ path: '/', headers: signedHeaders({ host, path: '/' }) })).toMatchObject({ status: 200 });
    expect(await send({ path: '/', headers: signedHeaders({ host, path: '/', secret: 'other' }) })).toMatchObject({ status: 403 });
    expect(run.out() + run.err()).not.toContain(SECRET);
  });

  test('with --accept-iam is an error that contains no secret', async () => {
    const run = serve([iam(), '--iam-key', `${ACCESS_KEY}=${SECRET}`, '--accept-iam']);

    expect(await run.ended).not.toBe(0);
    expect(run.err()).toContain('pass one of the two');
    expect(run.err()).not.toContain(SECRET);
  });
});
