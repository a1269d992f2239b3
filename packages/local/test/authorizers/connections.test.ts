import { describe, expect, test } from 'vitest';
import { authorizerContext, type ConnectionCaller, compileConnectionAuthorizer } from '../../src/authorizers/connection-authorizer';
import type { Handshake } from '../../src/authorizers/handshake';
import { ResultCache } from '../../src/authorizers/lambda/result-cache';
import type { AuthorizerPlan } from '../../src/definitions/authorizer';
import type { InvokeResult } from '../../src/functions/invocation';
import type { LogEntry } from '../../src/gateway/log-entry';
import { lambdaPlan, policy, result } from './lambda-support';
import { ACCESS_KEY, presignedQuery, SECRET, signedHeaders } from './sign';

const ARN = 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/dev/$connect';
const plan = (given = {}) =>
  lambdaPlan({ payloadFormatVersion: '1.0', simpleResponses: false, identitySources: ['route.request.header.HeaderAuth1'], ...given });

const handshake = (given: Partial<Handshake> = {}): Handshake => ({
  api: { id: 'a1b2c3d4e5', name: 'chat', region: 'us-east-1', accountId: '123456789012' },
  stage: { name: 'dev', variables: { tenant: 'acme' } },
  target: '/dev?token=t',
  headers: [
    ['Host', 'chat.example'],
    ['HeaderAuth1', 'secret'],
    ['Connection', 'upgrade'],
    ['Upgrade', 'websocket'],
    ['User-Agent', 'test'],
  ],
  query: [
    ['a', '1'],
    ['a', '2'],
  ],
  sourceIp: '203.0.113.7',
  domainName: 'chat.example',
  connectionId: 'dB8eBdzcIAMCJpQ=',
  requestId: 'JKJaXmPLvHcESHA=',
  connectedAt: new Date('2022-02-06T16:10:11.849Z'),
  ...given,
});

function authorizerOf(given: AuthorizerPlan, invoked: InvokeResult = result(policy('Allow', '*')), options = {}) {
  const events: unknown[] = [];
  const entries: LogEntry[] = [];
  const invoke = async (_: unknown, event: string) => {
    events.push(JSON.parse(event));
    return invoked;
  };
  const dependencies = { functions: { invoke }, cache: new ResultCache(), log: (entry: LogEntry) => entries.push(entry) };
  return { events, entries, authorizer: compileConnectionAuthorizer(given, options, dependencies) };
}

describe('a REQUEST authorizer of a WebSocket API', () => {
  test('C1: receives the event that the service sends', async () => {
    const { authorizer, events } = authorizerOf(plan());
    await authorizer.authorize(handshake());

    const headers = {
      Host: 'chat.example',
      HeaderAuth1: 'secret',
      Connection: 'upgrade',
      Upgrade: 'websocket',
      'User-Agent': 'test',
      'content-length': '0',
    };
    expect(events).toEqual([
      {
        type: 'REQUEST',
        methodArn: ARN,
        headers,
        multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
        queryStringParameters: { a: '2' },
        multiValueQueryStringParameters: { a: ['1', '2'] },
        stageVariables: { tenant: 'acme' },
        requestContext: {
          routeKey: '$connect',
          eventType: 'CONNECT',
          extendedRequestId: 'JKJaXmPLvHcESHA=',
          requestTime: '06/Feb/2022:16:10:11 +0000',
          messageDirection: 'IN',
          stage: 'dev',
          connectedAt: 1644163811849,
          requestTimeEpoch: 1644163811849,
          identity: { sourceIp: '203.0.113.7', userAgent: 'test' },
          requestId: 'JKJaXmPLvHcESHA=',
          domainName: 'chat.example',
          connectionId: 'dB8eBdzcIAMCJpQ=',
          apiId: 'a1b2c3d4e5',
        },
      },
    ]);
  });

  test('C2: its context is kept as strings, with principalId and integrationLatency', async () => {
    const context = { number: 123, yes: true, text: 'a', nothing: null };
    const { authorizer } = authorizerOf(plan(), result(policy('Allow', ARN, { context })));

    const caller = (await authorizer.authorize(handshake())) as ConnectionCaller;

    expect(caller).toEqual({
      kind: 'lambda',
      principalId: 'me',
      context: { number: '123', yes: 'true', text: 'a' },
      integrationLatency: expect.any(Number),
    });
    expect(authorizerContext(caller)).toEqual({
      number: '123',
      yes: 'true',
      text: 'a',
      principalId: 'me',
      integrationLatency: expect.any(Number),
    });
    expect(authorizerContext({ kind: 'none' })).toBeUndefined();
  });

  test.each([
    ['C3 (W7): a missing header', ['route.request.header.Missing']],
    ['C3 (W7): a missing query parameter', ['route.request.querystring.A']],
    ['C3 (W7): a missing stage variable', ['stageVariables.missing']],
    ['C3 (W7): a missing context variable', ['context.authorizer']],
    ['an HTTP API’s source', ['$request.header.HeaderAuth1']],
  ])('%s refuses with 401, and the function is not called', async (_, identitySources) => {
    const { authorizer, events } = authorizerOf(plan({ identitySources }));

    expect(await authorizer.authorize(handshake())).toMatchObject({ kind: 'refused', statusCode: 401 });
    expect(events).toEqual([]);
  });

  test('reads identity sources of each kind', async () => {
    const identitySources = [
      'route.request.header.headerauth1',
      'route.request.querystring.a',
      'stageVariables.tenant',
      'context.connectionId',
    ];
    const { authorizer, entries } = authorizerOf(plan({ identitySources }));

    expect(await authorizer.authorize(handshake())).toMatchObject({ kind: 'lambda' });
    expect(entries).toMatchObject([
      { kind: 'authorizer', api: 'chat', route: '$connect', decision: 'allowed', identity: ['****', '****', '****', '****JpQ='] },
    ]);
  });

  test('without identity sources, the function is always called', async () => {
    const { authorizer, events } = authorizerOf(plan({ identitySources: [] }));
    await authorizer.authorize(handshake({ headers: [], query: [] }));

    expect(events).toHaveLength(1);
  });

  test('is not cached', async () => {
    const { authorizer, events } = authorizerOf(plan({ ttlSeconds: 300 }));
    await authorizer.authorize(handshake());
    await authorizer.authorize(handshake());

    expect(events).toHaveLength(2);
  });

  const failed = (errorMessage: string): InvokeResult => ({ kind: 'error', error: { errorType: 'Error', errorMessage, trace: [] } });
  test.each<[string, number, InvokeResult]>([
    ['C4 (W8): the error Unauthorized', 401, failed('Unauthorized')],
    ['C5 (W9): a Deny', 403, result(policy('Deny', '*'))],
    ['C5 (W9): a policy for a method', 403, result(policy('Allow', 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/dev/*/*'))],
    ['C6 (W10): a result that is no policy', 500, result({ statusCode: 401 })],
    ['C6: a simple response', 500, result({ isAuthorized: true })],
    ['C6: another error', 500, failed('boom')],
    ['C6: a timeout', 500, { kind: 'timeout', millis: 3000 }],
    ['C2: a map in the context', 500, result(policy('Allow', '*', { context: { map: {} } }))],
    ['C2: a list in the context', 500, result(policy('Allow', '*', { context: { list: [1] } }))],
    ['a result of more than 8 KB', 500, result(policy('Allow', '*', { context: { a: 'x'.repeat(10_000) } }))],
  ])('%s refuses with %i', async (_, statusCode, invoked) => {
    const { authorizer, entries } = authorizerOf(plan(), invoked);

    expect(await authorizer.authorize(handshake())).toMatchObject({ kind: 'refused', statusCode });
    expect(entries).toMatchObject([{ decision: 'refused', status: statusCode }]);
  });

  test('a missing permission refuses with 500', async () => {
    const { authorizer, events } = authorizerOf(plan({ notPermitted: 'no permission' }));

    expect(await authorizer.authorize(handshake())).toMatchObject({ statusCode: 500, reason: 'no permission' });
    expect(events).toEqual([]);
  });

  test('a stand-in takes its location', async () => {
    const authorizers = { Users: () => ({ isAuthorized: true, context: { user: 'u1', level: 3 } }) };
    const { authorizer, events } = authorizerOf(plan({ function: undefined, standIn: true }), undefined, { authorizers });

    expect(await authorizer.authorize(handshake())).toMatchObject({ kind: 'lambda', context: { user: 'u1', level: '3' } });
    expect(events).toEqual([]);
  });
});

describe('IAM authorization of a connection', () => {
  const iamKeys = { [ACCESS_KEY]: SECRET };
  const unsigned = handshake({ target: '/dev', query: [], headers: [['Host', 'chat.example']] });

  test('accepts a presigned URL, and a signature in the headers', async () => {
    const request = { path: '/dev', host: 'chat.example' };
    const target = `/dev${presignedQuery(request)}`;
    const query = [...new URLSearchParams(target.slice('/dev?'.length))];
    const { authorizer, entries } = authorizerOf({ kind: 'iam' }, undefined, { iamKeys });

    expect(await authorizer.authorize({ ...unsigned, target, query })).toEqual({ kind: 'iam', accessKey: ACCESS_KEY });
    expect(await authorizer.authorize({ ...unsigned, headers: Object.entries(signedHeaders(request)) })).toMatchObject({ kind: 'iam' });
    expect(entries).toMatchObject([{ type: 'IAM', decision: 'allowed' }, { decision: 'allowed' }]);
  });

  test('C7 (W11): refuses everything else with 403', async () => {
    const { authorizer } = authorizerOf({ kind: 'iam' }, undefined, { iamKeys });

    expect(await authorizer.authorize(unsigned)).toMatchObject({ statusCode: 403 });
    expect(await authorizerOf({ kind: 'iam' }).authorizer.authorize(unsigned)).toMatchObject({ statusCode: 403 });
  });

  test('accepts every connection with acceptIam', async () => {
    expect(await authorizerOf({ kind: 'iam' }, undefined, { acceptIam: true }).authorizer.authorize(unsigned)).toEqual({ kind: 'iam' });
  });
});

test('a connection without authorization is accepted, and a JWT authorizer is not supported', async () => {
  const jwt = {
    kind: 'jwt',
    name: 'Users',
    location: plan().location,
    issuer: 'x',
    audience: [],
    identitySources: [],
    scopes: [],
  } as const;

  expect(await authorizerOf({ kind: 'none' }).authorizer.authorize(handshake())).toEqual({ kind: 'none' });
  expect(await authorizerOf(jwt).authorizer.authorize(handshake())).toMatchObject({ statusCode: 500 });
});
