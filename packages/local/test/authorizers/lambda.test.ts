import { afterEach, describe, expect, test, vi } from 'vitest';
import { askHandler } from '../../src/authorizers/lambda/ask';
import type { Field } from '../../src/gateway/message';
import { routed } from '../gateway/support';
import { lambdaAuthorizerOf, lambdaPlan, policy, result } from './lambda-support';

const ALLOW = result({ isAuthorized: true });
const ARN = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5';
const AUTH: readonly Field[] = [['authorization', 'token']];

afterEach(() => {
  vi.useRealTimers();
});

// The numbers are those of the table in docs/local/authorizers.md.
describe('identity sources', () => {
  test.each<[string, readonly string[], object]>([
    ['a header', ['$request.header.Authorization'], { headers: [] }],
    ['an empty header (A2)', ['$request.header.Authorization'], { headers: [['authorization', '']] }],
    ['a query parameter', ['$request.querystring.token'], { headers: AUTH }],
    ['a query parameter in another case (A4)', ['$request.querystring.token'], { target: '/?Token=x' }],
    ['one of several', ['$request.header.Authorization', '$request.querystring.token'], { headers: AUTH }],
    ['a context variable', ['$context.identity.cognitoIdentityId'], { headers: AUTH }],
    ['a stage variable', ['$stageVariables.missing'], { headers: AUTH }],
    ['an inherited name of a stage variable', ['$stageVariables.constructor'], { headers: AUTH }],
  ])('A1: without %s, the request is refused with 401 and the function is not called', async (_, identitySources, asked) => {
    const authorizer = lambdaAuthorizerOf(lambdaPlan({ identitySources }), ALLOW);

    expect(await authorizer.authorize(asked)).toMatchObject({ kind: 'refused', statusCode: 401, headers: [] });
    expect(authorizer.events).toEqual([]);
  });

  test('of each kind are sent in order', async () => {
    const identitySources = [
      '$request.header.X-USER',
      '${request.querystring.token}',
      '$context.identity.sourceIp',
      '$stageVariables.tenant',
      '$request.querystring.__proto__',
    ];
    const authorizer = lambdaAuthorizerOf(lambdaPlan({ identitySources }), ALLOW);

    await authorizer.authorize({
      target: '/?token=t&__proto__=p',
      headers: [
        ['x-user', 'a'],
        ['X-User', 'b'],
      ],
      stages: { $default: { tenant: 'acme' } },
    });

    expect(authorizer.events).toMatchObject([{ identitySource: ['a,b', 't', '203.0.113.7', 'acme', 'p'] }]);
  });

  test('A3: without any, the function is called for every request', async () => {
    const authorizer = lambdaAuthorizerOf(lambdaPlan({ identitySources: [], ttlSeconds: 300 }), ALLOW);

    await authorizer.authorize({ headers: [] });
    await authorizer.authorize({ headers: [] });

    expect(authorizer.events).toMatchObject([{ identitySource: null }, { identitySource: null }]);
  });
});

describe('events', () => {
  const asked = {
    method: 'GET',
    target: '/dev/books/a%20b?x=1&x=2&y=%C3%A4',
    routes: ['ANY /books/{id}'],
    stages: { dev: { tenant: 'acme' } },
    headers: [
      ['Host', 'api.example:3000'],
      ['Authorization', 'token'],
      ['user-agent', 'test'],
      ['Cookie', 'a=1; b=2'],
    ] as readonly Field[],
  };
  const arn = `${ARN}/dev/GET/books/a b`;

  test('A10, A25: payload format 2.0', async () => {
    const authorizer = lambdaAuthorizerOf(lambdaPlan(), ALLOW);
    await authorizer.authorize(asked);

    expect(authorizer.events).toEqual([
      {
        version: '2.0',
        type: 'REQUEST',
        routeArn: arn,
        identitySource: ['token'],
        routeKey: 'ANY /books/{id}',
        rawPath: '/dev/books/a b',
        rawQueryString: 'x=1&x=2&y=%C3%A4',
        cookies: ['a=1', 'b=2'],
        headers: {
          host: 'api.example:3000',
          authorization: 'token',
          'user-agent': 'test',
          'content-length': '0',
          'x-amzn-trace-id': expect.stringMatching(/^Root=1-/),
          'x-forwarded-for': '203.0.113.7',
          'x-forwarded-port': '3000',
          'x-forwarded-proto': 'http',
        },
        queryStringParameters: { x: '1,2', y: 'ä' },
        pathParameters: { id: 'a b' },
        stageVariables: { tenant: 'acme' },
        requestContext: {
          accountId: '123456789012',
          apiId: 'a1b2c3d4e5',
          domainName: 'api.example',
          domainPrefix: 'api',
          http: { method: 'GET', path: '/dev/books/a b', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent: 'test' },
          requestId: 'JKJaXmPLvHcESHA=',
          routeKey: 'ANY /books/{id}',
          stage: 'dev',
          time: '06/Feb/2022:16:10:11 +0000',
          timeEpoch: 1644163811849,
        },
      },
    ]);
  });

  test('A25: payload format 2.0 lacks optional members without a value', async () => {
    const authorizer = lambdaAuthorizerOf(lambdaPlan(), ALLOW);
    await authorizer.authorize();

    expect(Object.keys(authorizer.events[0] as object)).toEqual([
      'version',
      'type',
      'routeArn',
      'identitySource',
      'routeKey',
      'rawPath',
      'rawQueryString',
      'headers',
      'requestContext',
    ]);
    expect(authorizer.events).toMatchObject([{ routeArn: `${ARN}/$default/GET/` }]);
  });

  test('A26: payload format 1.0', async () => {
    const identitySources = ['$request.header.Authorization', '$request.querystring.y'];
    const authorizer = lambdaAuthorizerOf(
      lambdaPlan({ payloadFormatVersion: '1.0', simpleResponses: false, identitySources }),
      result(policy('Allow', '*')),
    );
    await authorizer.authorize(asked);

    expect(authorizer.events).toEqual([
      {
        version: '1.0',
        type: 'REQUEST',
        methodArn: arn,
        identitySource: 'token,ä',
        authorizationToken: 'token,ä',
        resource: '/books/{id}',
        path: '/dev/books/a%20b',
        httpMethod: 'GET',
        headers: {
          Host: 'api.example:3000',
          authorization: 'token',
          'User-Agent': 'test',
          cookie: 'a=1; b=2',
          'Content-Length': '0',
          'X-Amzn-Trace-Id': expect.any(String),
          'X-Forwarded-For': '203.0.113.7',
          'X-Forwarded-Port': '3000',
          'X-Forwarded-Proto': 'http',
        },
        queryStringParameters: { x: '2', y: 'ä' },
        pathParameters: { id: 'a b' },
        stageVariables: { tenant: 'acme' },
        requestContext: {
          accountId: '123456789012',
          apiId: 'a1b2c3d4e5',
          domainName: 'api.example',
          domainPrefix: 'api',
          extendedRequestId: 'JKJaXmPLvHcESHA=',
          httpMethod: 'GET',
          identity: expect.objectContaining({ accessKey: null, sourceIp: '203.0.113.7', userAgent: 'test', userArn: null }),
          path: '/dev/books/a%20b',
          protocol: 'HTTP/1.1',
          requestId: 'JKJaXmPLvHcESHA=',
          requestTime: '06/Feb/2022:16:10:11 +0000',
          requestTimeEpoch: 1644163811849,
          resourceId: 'ANY /books/{id}',
          resourcePath: '/books/{id}',
          stage: 'dev',
        },
      },
    ]);
  });

  test('A26: payload format 1.0 has empty objects for what is missing', async () => {
    const authorizer = lambdaAuthorizerOf(
      lambdaPlan({ payloadFormatVersion: '1.0', simpleResponses: false }),
      result(policy('Allow', '*')),
    );
    await authorizer.authorize();

    expect(authorizer.events).toMatchObject([{ queryStringParameters: {}, pathParameters: {}, stageVariables: {} }]);
  });
});

describe('results', () => {
  const simple = lambdaPlan();
  const policies = lambdaPlan({ simpleResponses: false });
  const v1 = lambdaPlan({ simpleResponses: false, payloadFormatVersion: '1.0' });

  test('A5: isAuthorized: true allows the request, with the context', async () => {
    const context = { text: 'a', number: 1, yes: true, list: [1], map: { a: { b: 1 } }, 'ctx.foo': 'flat', nothing: null };
    const authorizer = lambdaAuthorizerOf(simple, result({ isAuthorized: true, context }));

    expect(await authorizer.authorize()).toEqual({ kind: 'lambda', context });
  });

  test('A22: a context member named claims is dropped, and one named __proto__ is kept', async () => {
    const payload = '{"isAuthorized":true,"context":{"claims":{"sub":"x"},"__proto__":{"polluted":true},"a":1}}';
    const authorizer = lambdaAuthorizerOf(simple, { kind: 'result', payload });

    const caller = (await authorizer.authorize()) as unknown as { readonly context: object };

    expect(Object.keys(caller.context)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(caller.context)).toBe(Object.prototype);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test.each([policies, v1])('A6: an Allow for the ARN allows the request in format $payloadFormatVersion', async (plan) => {
    const authorizer = lambdaAuthorizerOf(plan, result(policy('Allow', `${ARN}/*`, { context: { a: 1 } })));

    expect(await authorizer.authorize()).toEqual({ kind: 'lambda', context: { a: 1 }, principalId: 'me' });
  });

  test.each<[string, typeof simple, unknown, RegExp]>([
    ['A5: isAuthorized: false', simple, { isAuthorized: false }, /isAuthorized: false/],
    ['A6: a Deny', policies, policy('Deny', '*'), /a statement denies/],
    ['A6: no matching statement', policies, policy('Allow', `${ARN}/$default/POST/*`), /no statement allows .*\/GET\/: the policy allows/],
    ['A6: no statement at all', policies, { principalId: 'me', policyDocument: { Statement: [] } }, /allows nothing/],
  ])('%s refuses with 403', async (_, plan, value, reason) => {
    const outcome = await lambdaAuthorizerOf(plan, result(value)).authorize();

    expect(outcome).toMatchObject({ kind: 'refused', statusCode: 403, headers: [], reason: expect.stringMatching(reason) });
  });

  const statement = (value: unknown) => ({ principalId: 'me', policyDocument: { Statement: value } });
  test.each<[string, typeof simple, unknown, RegExp]>([
    ['a policy for simple responses', simple, policy('Allow', '*'), /isAuthorized is undefined/],
    ['isAuthorized that is not a boolean', simple, { isAuthorized: 'true' }, /isAuthorized is "true"/],
    ['a simple response without simple responses', policies, { isAuthorized: true }, /enable simple responses/],
    ['a simple response in format 1.0', v1, { isAuthorized: true }, /no policyDocument/],
    ['null', simple, null, /must be an object/],
    ['a string', simple, 'yes', /must be an object/],
    ['a list', policies, [policy('Allow', '*')], /must be an object/],
    ['no principalId', policies, { ...policy('Allow', '*'), principalId: undefined }, /no principalId/],
    ['a principalId that is a number', policies, { ...policy('Allow', '*'), principalId: 1 }, /no principalId/],
    ['a policy that is a string', policies, { principalId: 'me', policyDocument: '{}' }, /policyDocument is not an object/],
    ['a policy without statements', policies, statement(undefined), /no Statement/],
    ['an unknown effect', policies, policy('allow', '*'), /Effect of a statement is "allow"/],
    ['a statement without action', policies, statement({ Effect: 'Allow', Resource: '*' }), /no Action/],
    ['a statement with NotResource', policies, statement({ Effect: 'Allow', Action: '*', NotResource: 'x' }), /NotResource/],
    ['a resource that is a number', policies, policy('Allow', [1]), /each must be a string/],
    ['an empty list of resources', policies, policy('Allow', []), /each must be a string/],
    ['a context that is a list', simple, { isAuthorized: true, context: [] }, /context must be an object/],
    ['A21: more than 8 KB', simple, { isAuthorized: true, context: { a: 'x'.repeat(10_000) } }, /the maximum is 8192/],
  ])('A7: %s refuses with 500', async (_, plan, value, reason) => {
    const outcome = await lambdaAuthorizerOf(plan, result(value)).authorize();

    expect(outcome).toMatchObject({ kind: 'refused', statusCode: 500, reason: expect.stringMatching(reason) });
  });

  test.each<[string, Parameters<typeof lambdaAuthorizerOf>[1], RegExp]>([
    ['invalid JSON', { kind: 'result', payload: '{' }, /must be an object/],
    ['an error', { kind: 'error', error: { errorType: 'Error', errorMessage: 'boom', trace: [] } }, /Auth failed: Error: boom/],
    ['Unauthorized', { kind: 'error', error: { errorType: 'Error', errorMessage: 'Unauthorized', trace: [] } }, /Unauthorized/],
    ['a timeout', { kind: 'timeout', millis: 3000 }, /timed out after 3 s/],
    ['no response in time', { kind: 'integration-timeout', millis: 10_000, started: true }, /within 10 s/],
    ['throttling', { kind: 'throttled', limit: 1 }, /limited to 1/],
    ['a crash', { kind: 'crash', reason: 'exit code 1' }, /crashed: exit code 1/],
    ['code that does not load', { kind: 'init-error', reason: 'no handler' }, /does not load: no handler/],
    ['a gateway that is closed', { kind: 'shutdown' }, /before the gateway was closed/],
  ])('A8: %s refuses with 500', async (_, failure, reason) => {
    const outcome = await lambdaAuthorizerOf(simple, failure).authorize();

    expect(outcome).toMatchObject({ kind: 'refused', statusCode: 500, reason: expect.stringMatching(reason) });
  });

  test('A8: the function has ten seconds', async () => {
    const authorizer = lambdaAuthorizerOf(simple, ALLOW);
    await authorizer.authorize();

    expect(authorizer.timeouts).toEqual([10_000]);
  });

  test('A8: a stand-in that does not return in time fails', async () => {
    const ask = askHandler('Users', () => new Promise(() => undefined), 20);

    expect(await ask('{}', 'id')).toEqual({
      kind: 'failed',
      reason: 'the stand-in for authorizer Users did not respond within 0.02 s',
      isUnauthorized: false,
    });
  });

  test('A9: a missing permission refuses with 500, and the function is not called', async () => {
    const authorizer = lambdaAuthorizerOf(lambdaPlan({ notPermitted: 'no permission allows it' }), ALLOW);

    expect(await authorizer.authorize()).toMatchObject({ statusCode: 500, reason: 'no permission allows it' });
    expect(authorizer.events).toEqual([]);
  });
});

describe('policies', () => {
  const ask = (document: unknown, asked: Parameters<ReturnType<typeof lambdaAuthorizerOf>['authorize']>[0] = {}) =>
    lambdaAuthorizerOf(lambdaPlan({ simpleResponses: false }), result({ principalId: 'me', policyDocument: document })).authorize(asked);
  const allow = (Resource: unknown, Action: unknown = 'execute-api:Invoke') => ({ Effect: 'Allow', Action, Resource });
  const books = { target: '/dev/books/1', routes: ['GET /books/{id}'], stages: { dev: {} } };

  test.each([
    ['*'],
    [`${ARN}/*`],
    [`${ARN}/dev/*`],
    [`${ARN}/dev/GET/*`],
    [`${ARN}/*/GET/books/?`],
    [`arn:aws:execute-api:*:*:a1b2c3d4e5/dev/GET/books/1`],
    [[`${ARN}/dev/POST/*`, `${ARN}/dev/GET/books/1`]],
  ])('A11: the resource %j matches', async (resource) => {
    expect(await ask({ Statement: allow(resource) }, books)).toMatchObject({ kind: 'lambda' });
  });

  test.each([
    [`${ARN}/dev/GET/books/?/?`],
    [`${ARN}/prod/*`],
    [`${ARN}/dev/POST/*`],
    [`${ARN}/dev/GET/books/{id}`],
    [`${ARN}/DEV/*`],
    ['arn:aws:execute-api:us-east-1:*:a1b2c3d4e5/*'],
    [''],
  ])('A11: the resource %j does not match', async (resource) => {
    expect(await ask({ Statement: [allow(resource)] }, books)).toMatchObject({ kind: 'refused', statusCode: 403 });
  });

  test.each([['*'], ['execute-api:*'], ['execute-api:invoke'], [['s3:*', 'execute-api:Invoke']]])(
    'the action %j matches',
    async (action) => {
      expect(await ask({ Statement: [allow('*', action)] })).toMatchObject({ kind: 'lambda' });
    },
  );

  test.each([['execute-api:ManageConnections'], ['s3:*'], [['lambda:*']]])('the action %j does not match', async (action) => {
    expect(await ask({ Statement: [allow('*', action)] })).toMatchObject({ statusCode: 403 });
  });

  test('A11: a Deny overrides an Allow, in any order', async () => {
    const deny = { Effect: 'Deny', Action: 'execute-api:Invoke', Resource: `${ARN}/dev/GET/*` };
    for (const statements of [
      [allow('*'), deny],
      [deny, allow('*')],
    ]) {
      expect(await ask({ Statement: statements }, books)).toMatchObject({ statusCode: 403 });
    }
  });

  test('a Condition is not evaluated: an Allow with one does not apply, and a Deny with one does', async () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };

    expect(await ask({ Statement: [{ ...allow('*'), Condition }] })).toMatchObject({
      statusCode: 403,
      reason: expect.stringContaining('has a Condition, which is not evaluated'),
    });
    expect(await ask({ Statement: [allow('*'), { ...allow('*'), Effect: 'Deny', Condition }] })).toMatchObject({
      statusCode: 403,
      reason: expect.stringContaining('(its Condition is not evaluated)'),
    });
  });
});

describe('the cache', () => {
  const cached = (given = {}) => lambdaPlan({ ttlSeconds: 300, ...given });

  test('A13: is asked first for the same identity, on all routes of the authorizer', async () => {
    const authorizer = lambdaAuthorizerOf(cached(), result({ isAuthorized: true, context: { a: 1 } }));
    const routes = ['GET /a', 'GET /b'];

    const first = await authorizer.authorize({ routes, target: '/a' });
    const second = await authorizer.authorize({ routes, target: '/b' });

    expect(second).toEqual(first);
    expect(authorizer.events).toHaveLength(1);
    expect(authorizer.entries).toMatchObject([{ cached: false }, { cached: true }]);
  });

  test.each<[string, object, object]>([
    ['another identity', {}, { headers: [['authorization', 'other']] }],
    ['another stage', { target: '/dev/', stages: { dev: {}, prod: {} } }, { target: '/prod/', stages: { dev: {}, prod: {} } }],
  ])('A13: is not used for %s', async (_, first, second) => {
    const authorizer = lambdaAuthorizerOf(cached(), ALLOW);

    await authorizer.authorize(first);
    await authorizer.authorize(second);

    expect(authorizer.events).toHaveLength(2);
  });

  test('A13: is not used for another API or authorizer', async () => {
    const authorizer = lambdaAuthorizerOf(cached(), ALLOW);
    const request = routed({ headers: AUTH });

    await authorizer.authorize(request);
    await authorizer.authorize({ ...request, api: { ...request.api, id: 'other12345' } });

    expect(authorizer.events).toHaveLength(2);
  });

  test('distinguishes a value with a comma from two values', async () => {
    const identitySources = ['$request.header.a', '$request.header.b'];
    const authorizer = lambdaAuthorizerOf(cached({ identitySources }), ALLOW);
    const asked = (a: string, b: string) => ({ headers: [['a', a] as const, ['b', b] as const] });

    await authorizer.authorize(asked('1', '2,3'));
    await authorizer.authorize(asked('1,2', '3'));

    expect(authorizer.events).toHaveLength(2);
  });

  test('A14: $context.routeKey as a source separates routes', async () => {
    const identitySources = ['$request.header.Authorization', '$context.routeKey'];
    const authorizer = lambdaAuthorizerOf(cached({ identitySources }), ALLOW);
    const routes = ['GET /a', 'GET /b'];

    await authorizer.authorize({ routes, target: '/a' });
    await authorizer.authorize({ routes, target: '/b' });

    expect(authorizer.events).toMatchObject([{ identitySource: ['token', 'GET /a'] }, { identitySource: ['token', 'GET /b'] }]);
  });

  test('A12: a cached policy for one ARN denies another route', async () => {
    const authorizer = lambdaAuthorizerOf(cached({ simpleResponses: false }), result(policy('Allow', `${ARN}/$default/GET/a`)));
    const routes = ['GET /a', 'GET /b'];

    expect(await authorizer.authorize({ routes, target: '/a' })).toMatchObject({ kind: 'lambda' });
    expect(await authorizer.authorize({ routes, target: '/b' })).toMatchObject({ kind: 'refused', statusCode: 403 });
    expect(authorizer.events).toHaveLength(1);
  });

  test('A13: expires after its TTL, and a Deny then counts', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const authorizer = lambdaAuthorizerOf(cached({ ttlSeconds: 60 }), ALLOW, result({ isAuthorized: false }));

    expect(await authorizer.authorize()).toMatchObject({ kind: 'lambda' });
    vi.advanceTimersByTime(59_999);
    expect(await authorizer.authorize()).toMatchObject({ kind: 'lambda' });
    vi.advanceTimersByTime(1);
    expect(await authorizer.authorize()).toMatchObject({ statusCode: 403 });
    expect(await authorizer.authorize()).toMatchObject({ statusCode: 403 });
    expect(authorizer.events).toHaveLength(2);
  });

  test('A15: does not keep failures', async () => {
    const authorizer = lambdaAuthorizerOf(cached(), { kind: 'crash', reason: 'gone' }, result('garbage'), ALLOW);

    expect(await authorizer.authorize()).toMatchObject({ statusCode: 500 });
    expect(await authorizer.authorize()).toMatchObject({ statusCode: 500 });
    expect(await authorizer.authorize()).toMatchObject({ kind: 'lambda' });
  });

  test('A16: a TTL of 0 turns it off', async () => {
    const authorizer = lambdaAuthorizerOf(cached({ ttlSeconds: 0 }), ALLOW);

    await authorizer.authorize();
    await authorizer.authorize();

    expect(authorizer.events).toHaveLength(2);
  });

  test('drops the oldest of more than 1,000 results', async () => {
    const authorizer = lambdaAuthorizerOf(cached(), ALLOW);
    const asked = (index: number) => ({ headers: [['authorization', `token ${index}`] as const] });
    for (let index = 0; index <= 1000; index++) {
      await authorizer.authorize(asked(index));
    }

    await authorizer.authorize(asked(1000));
    expect(authorizer.events).toHaveLength(1001);
    await authorizer.authorize(asked(0));
    expect(authorizer.events).toHaveLength(1002);
  });
});

describe('the log', () => {
  test('has each decision, with the identity masked', async () => {
    const authorizer = lambdaAuthorizerOf(
      lambdaPlan({ identitySources: ['$request.header.Authorization', '$request.header.x-short'] }),
      result({ isAuthorized: true, context: { user: 'u1' } }),
      result({ isAuthorized: false }),
    );
    const headers: readonly Field[] = [
      ['authorization', 'Bearer a-secret-token-1234'],
      ['x-short', 'secret'],
    ];

    await authorizer.authorize({ headers });
    await authorizer.authorize({ headers });

    const common = {
      kind: 'authorizer',
      requestId: 'JKJaXmPLvHcESHA=',
      api: 'books',
      route: '$default',
      authorizer: 'App/Api/Users',
      type: 'LAMBDA',
      standIn: undefined,
      cached: false,
      identity: ['****1234', '****'],
      millis: expect.any(Number),
    };
    expect(authorizer.entries).toEqual([
      { ...common, decision: 'allowed', context: { user: 'u1' } },
      { ...common, decision: 'refused', status: 403, reason: 'authorizer App/Api/Users returned isAuthorized: false' },
    ]);
  });
});
