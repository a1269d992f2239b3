import { describe, expect, test } from 'vitest';
import type { GatewayOptions, LogEntry } from '../../src/index';
import { ACCESS_KEY, presignedQuery, SECRET, signedHeaders } from '../authorizers/sign';
import { fn } from '../serve/app';
import { template } from '../support';
import { chatResources, ECHO_EVENT, wsIntegration, wsRoute } from './app';
import { type Connect, refusalOf, WAYS } from './ways';

/** The user decides what the authorizer does. */
const DECIDE = `
  const { user } = event.queryStringParameters;
  exports.calls = (exports.calls ?? 0) + 1;
  if (user === 'broken') throw new Error('boom');
  if (user === 'unauthorized') throw new Error('Unauthorized');
  if (user === 'garbage') return { isAuthorized: true };
  const Effect = user === 'denied' ? 'Deny' : 'Allow';
  const resources = { method: '*/*', stage: '*', connect: '$connect' };
  const Resource = event.methodArn.replace('$connect', () => resources[user] ?? '$connect');
  const kept = { calls: exports.calls, user };
  return { principalId: user, context: kept, policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] } };`;

const authorizer = (properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Properties: {
    ApiId: { Ref: 'Api' },
    Name: 'check',
    AuthorizerType: 'REQUEST',
    AuthorizerUri: {
      'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Check.Arn}/invocations',
    },
    AuthorizerCredentialsArn: 'arn:aws:iam::123456789012:role/any',
    IdentitySource: ['route.request.querystring.user'],
    ...properties,
  },
});
const CUSTOM = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Auth' } };
const IAM = { AuthorizationType: 'AWS_IAM' };

/** A chat whose $connect route has this authorization. */
const chat = (
  connect: object,
  { source = DECIDE, authorizer: properties = {}, ...more }: Record<string, unknown> & { source?: string; authorizer?: object } = {},
) =>
  template({
    ...chatResources({ routes: ['$connect', '$disconnect'], twoWay: ['$default'], connect, source: ECHO_EVENT }),
    Check: fn(source),
    Auth: authorizer(properties),
    ...more,
  });

const HOST = 'chat.localhost';
const signed = (more: object = {}): Parameters<Connect>[0] => ({ headers: signedHeaders({ host: HOST, path: '/dev', ...more }) });
const user = (name: string): Parameters<Connect>[0] => ({ path: `/dev?user=${name}` });

type Outcome = 'missing' | 'denied' | 'allowed' | 'broken' | 'garbage' | 'unauthorized';
type Requests = Record<Outcome, Parameters<Connect>[0]>;

const byUser: Requests = {
  missing: {},
  denied: user('denied'),
  allowed: user('allowed'),
  broken: user('broken'),
  garbage: user('garbage'),
  unauthorized: user('unauthorized'),
};
const bySignature: Requests = {
  missing: {},
  denied: signed({ secret: 'other' }),
  allowed: signed(),
  broken: { headers: { host: HOST, authorization: 'AWS4-HMAC-SHA256 Credential=x' } },
  garbage: { headers: { host: HOST, authorization: 'junk' } },
  unauthorized: { path: '/dev?X-Amz-Signature=00', headers: { host: HOST } },
};

const MATRIX: readonly (readonly [kind: string, connect: object, requests: Requests, statuses: Record<Outcome, number>])[] = [
  ['no authorization', {}, byUser, { missing: 101, denied: 101, allowed: 101, broken: 101, garbage: 101, unauthorized: 101 }],
  ['a REQUEST authorizer', CUSTOM, byUser, { missing: 401, denied: 403, allowed: 101, broken: 500, garbage: 500, unauthorized: 401 }],
  ['IAM authorization', IAM, bySignature, { missing: 403, denied: 403, allowed: 101, broken: 403, garbage: 403, unauthorized: 403 }],
];

/** The status of a handshake. */
async function statusOf(connecting: Promise<unknown>): Promise<number> {
  const opened = await connecting.then(
    () => true,
    () => false,
  );
  return opened ? 101 : (await refusalOf(connecting)).status;
}

describe.each(WAYS)('over $way', ({ open }) => {
  const opened = (path: string, options: GatewayOptions = {}) => open(path, { iamKeys: { [ACCESS_KEY]: SECRET }, ...options });

  test.each(MATRIX)('$connect with %s answers each outcome as the service does', async (_, connect, requests, statuses) => {
    const { connect: connectTo } = await opened(chat(connect));
    const found = await Promise.all(
      Object.entries(requests).map(async ([outcome, request]) => [outcome, await statusOf(connectTo(request))] as const),
    );

    expect(Object.fromEntries(found)).toEqual(statuses);
  });

  test('C5: a policy for the stage allows the connection, one for methods does not (gh:aws-powertools/powertools-lambda-python#5800)', async () => {
    const { connect } = await opened(chat(CUSTOM));

    expect(await statusOf(connect(user('connect')))).toBe(101);
    expect(await statusOf(connect(user('stage')))).toBe(101);
    expect(await statusOf(connect(user('method')))).toBe(403);
  });

  test('C8: the context is in the events of messages and of $disconnect, and the function is called once (LSX:ws; gh:boto/boto3#3789)', async () => {
    const { connect, gateway } = await opened(chat(CUSTOM));
    const client = await connect(user('ann'));
    for (const text of ['one', 'two']) {
      client.send(text);
      expect(JSON.parse(await client.next()).requestContext.authorizer).toEqual({
        principalId: 'ann',
        calls: '1',
        user: 'ann',
        integrationLatency: expect.any(Number),
      });
    }
    client.close(1000);
    await client.closed;

    const events = () =>
      gateway.invocations('Fn').map(({ event }) => (event as { requestContext: { eventType: string; authorizer: object } }).requestContext);
    await expect.poll(() => events().map(({ eventType }) => eventType)).toEqual(['CONNECT', 'MESSAGE', 'MESSAGE', 'DISCONNECT']);
    expect(events().map((context) => context.authorizer)).toEqual(
      Array(4).fill(expect.objectContaining({ principalId: 'ann', calls: '1' })),
    );
    expect(gateway.invocations('Check')).toHaveLength(1);
  });

  test('C8: templates of messages read $context.authorizer (LSX:ws)', async () => {
    const { connect } = await opened(
      chat(CUSTOM, {
        Who: wsIntegration({ IntegrationType: 'MOCK', IntegrationUri: undefined, RequestTemplates: { $default: '{"statusCode": 200}' } }),
        WhoAnswer: {
          Type: 'AWS::ApiGatewayV2::IntegrationResponse',
          Properties: {
            ApiId: { Ref: 'Api' },
            IntegrationId: { Ref: 'Who' },
            IntegrationResponseKey: '$default',
            ResponseTemplates: { $default: '$context.authorizer.principalId/$context.authorizer.calls/[$context.authorizer.other]' },
          },
        },
        WhoRoute: wsRoute('who', 'Who'),
        WhoRouteAnswer: {
          Type: 'AWS::ApiGatewayV2::RouteResponse',
          Properties: { ApiId: { Ref: 'Api' }, RouteId: { Ref: 'WhoRoute' }, RouteResponseKey: '$default' },
        },
      }),
    );
    const client = await connect(user('ann'));
    client.send('{"action":"who"}');

    expect(await client.next()).toBe('ann/1/[]');
  });

  test('C9: the authorizer is called for each connection, because results are not cached (apigatewayv2 API reference)', async () => {
    const { connect } = await opened(chat(CUSTOM, { authorizer: { AuthorizerResultTtlInSeconds: 300 } }));
    const calls = async () => {
      const client = await connect(user('ann'));
      client.send('x');
      return JSON.parse(await client.next()).requestContext.authorizer.calls;
    };

    expect([await calls(), await calls()]).toEqual(['1', '2']);
  });

  test('C10: AuthorizerUri may be the ARN of the function alone (LSX:ws)', async () => {
    const { connect } = await opened(chat(CUSTOM, { authorizer: { AuthorizerUri: { 'Fn::GetAtt': ['Check', 'Arn'] } } }));

    expect(await statusOf(connect(user('allowed')))).toBe(101);
    expect(await statusOf(connect(user('denied')))).toBe(403);
  });

  test('C11: with IAM authorization only $connect needs a signature (gh:awsdocs/amazon-api-gateway-developer-guide#121)', async () => {
    const { connect } = await opened(
      chat(IAM, {
        Signed: wsRoute('signed', 'Int', IAM),
        SignedAnswer: {
          Type: 'AWS::ApiGatewayV2::RouteResponse',
          Properties: { ApiId: { Ref: 'Api' }, RouteId: { Ref: 'Signed' }, RouteResponseKey: '$default' },
        },
      }),
    );
    const client = await connect(signed());
    client.send('{"action":"signed"}');
    const { requestContext } = JSON.parse(await client.next());

    expect(requestContext).toMatchObject({ routeKey: 'signed', identity: { accessKey: ACCESS_KEY, accountId: '123456789012' } });
  });

  test('C7: a presigned URL opens a connection once signed for its host and stage (gh:mhart/aws4#99)', async () => {
    const { connect } = await opened(chat(IAM));
    const headers = { host: HOST };

    expect(await statusOf(connect({ path: `/dev${presignedQuery({ host: HOST, path: '/dev' })}`, headers }))).toBe(101);
    expect(await statusOf(connect({ path: `/dev${presignedQuery({ host: HOST, path: '/prod' })}`, headers }))).toBe(403);
    expect(await statusOf(connect({ path: `/dev${presignedQuery({ host: 'other', path: '/dev' })}`, headers }))).toBe(403);
  });

  test.each(['__proto__', 'constructor', 'principalId', 'integrationLatency'])(
    'a context member named %s changes nothing else',
    async (name) => {
      const source = `return { principalId: 'me', context: JSON.parse('{"${name}":"x"}'), policyDocument: { Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' }] } };`;
      const { connect } = await opened(chat(CUSTOM, { source }));
      const client = await connect(user('any'));
      client.send('x');
      const { authorizer: seen } = JSON.parse(await client.next()).requestContext;

      expect(seen).toMatchObject({ principalId: 'me', integrationLatency: expect.any(Number) });
      expect(({} as { x?: unknown }).x).toBeUndefined();
      expect(Object.keys(seen).sort()).toEqual([...new Set(['integrationLatency', 'principalId', name])].sort());
    },
  );

  test.each([
    ['of 10 kB', '{ a: "x".repeat(10240) }'],
    ['that is nested', '{ a: { b: "c" } }'],
    ['that is a list', '[1]'],
  ])('C2: a context %s refuses with 500', async (_, context) => {
    const source = `return { principalId: 'me', context: ${context}, policyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } };`;
    const { connect } = await opened(chat(CUSTOM, { source }));

    expect(await statusOf(connect(user('any')))).toBe(500);
  });

  test('decisions are log entries, with the identity masked', async () => {
    const entries: LogEntry[] = [];
    const { connect } = await opened(chat(CUSTOM), { log: (entry) => entries.push(entry) });

    await connect(user('ann-with-a-long-name'));
    await statusOf(connect(user('denied')));

    expect(entries.filter(({ kind }) => kind === 'authorizer')).toMatchObject([
      { api: 'chat', route: '$connect', authorizer: 'Auth', type: 'LAMBDA', decision: 'allowed', identity: ['****name'] },
      { decision: 'refused', status: 403, identity: ['****'], reason: expect.stringContaining('a statement denies') },
    ]);
  });
});
