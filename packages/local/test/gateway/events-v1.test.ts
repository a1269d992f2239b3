import { describe, expect, test } from 'vitest';
import type { Field } from '../../src/gateway/message';
import { eventV1 } from '../../src/http-api/events/v1';
import { compileRequestMapping } from '../../src/http-api/mapping/request-mapping';
import { type Asked, routed, unmapped } from './support';

function event(asked: Asked, body = '') {
  const request = routed(asked);
  return JSON.parse(eventV1(request, unmapped(request), Buffer.from(body)));
}

describe('payload format 1.0', () => {
  test('has exactly the members of the service’s event', () => {
    // After a capture of an HTTP API with `ANY /handler/{proxy+}` and no authorizer or stage variables.
    const headers: Field[] = [
      ['Host', 'localhost:3000'],
      ['User-Agent', 'curl/7.77.0'],
      ['Accept', '*/*'],
    ];
    const shown = {
      Host: 'localhost:3000',
      'User-Agent': 'curl/7.77.0',
      accept: '*/*',
      'Content-Length': '0',
      'X-Amzn-Trace-Id': 'Root=1-61fff2e3-4a4b4a61586d504c76486345',
      'X-Forwarded-For': '203.0.113.7',
      'X-Forwarded-Port': '3000',
      'X-Forwarded-Proto': 'http',
    };
    expect(event({ method: 'POST', target: '/handler/', routes: ['ANY /handler/{proxy+}'], headers })).toEqual({
      version: '1.0',
      resource: '/handler/{proxy+}',
      path: '/handler/',
      httpMethod: 'POST',
      headers: shown,
      multiValueHeaders: Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, [value]])),
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      requestContext: {
        accountId: '123456789012',
        apiId: 'a1b2c3d4e5',
        domainName: 'localhost',
        domainPrefix: 'localhost',
        extendedRequestId: 'JKJaXmPLvHcESHA=',
        httpMethod: 'POST',
        identity: {
          accessKey: null,
          accountId: null,
          caller: null,
          cognitoAmr: null,
          cognitoAuthenticationProvider: null,
          cognitoAuthenticationType: null,
          cognitoIdentityId: null,
          cognitoIdentityPoolId: null,
          principalOrgId: null,
          sourceIp: '203.0.113.7',
          user: null,
          userAgent: 'curl/7.77.0',
          userArn: null,
        },
        path: '/handler/',
        protocol: 'HTTP/1.1',
        requestId: 'JKJaXmPLvHcESHA=',
        requestTime: '06/Feb/2022:16:10:11 +0000',
        requestTimeEpoch: 1644163811849,
        resourceId: 'ANY /handler/{proxy+}',
        resourcePath: '/handler/{proxy+}',
        stage: '$default',
      },
      pathParameters: { proxy: '' },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
    });
  });

  test('names $default as the resource', () => {
    expect(event({})).toMatchObject({
      resource: '$default',
      pathParameters: null,
      requestContext: { resourceId: '$default', resourcePath: '$default', identity: { userAgent: '' } },
    });
  });

  // 4.2, and captured: the last value of a name, and all of them.
  test('contains the last and all values of repeated parameters', () => {
    const got = event({
      target: '/?lone=value&multi=one,stillone&multi=two',
      headers: [
        ['Multi', 'one,stillone'],
        ['multi', 'two'],
        ['Cookie', 'session=abc123; theme=dark'],
      ],
    });
    expect(got).toMatchObject({
      headers: { Multi: 'two', cookie: 'session=abc123; theme=dark' },
      multiValueHeaders: { Multi: ['one,stillone', 'two'] },
      queryStringParameters: { lone: 'value', multi: 'two' },
      multiValueQueryStringParameters: { lone: ['value'], multi: ['one,stillone', 'two'] },
    });
    expect(got.headers).not.toHaveProperty('multi');
  });

  // Captured: some names come capitalised, those that HTTP has in lower case, others as they were sent.
  test.each([
    ['content-type', 'Content-Type'],
    ['HOST', 'Host'],
    ['user-agent', 'User-Agent'],
    ['Accept-Encoding', 'accept-encoding'],
    ['Cache-Control', 'cache-control'],
    ['Authorization', 'authorization'],
    ['Postman-Token', 'Postman-Token'],
    ['x-mine', 'x-mine'],
    ['X-Razorpay-Event-Id', 'X-Razorpay-Event-Id'],
    ['constructor', 'constructor'],
  ])('writes the header %s as %s', (sent, shown) => {
    expect(Object.keys(event({ headers: [[sent, 'x']] }).headers)).toContain(shown);
  });

  test('keeps the trace ID, extends X-Forwarded-For, and drops connection headers', () => {
    const { headers, multiValueHeaders } = event({
      headers: [
        ['x-amzn-trace-id', 'Root=1-a'],
        ['x-forwarded-for', '198.51.100.1'],
        ['x-forwarded-proto', 'https'],
        ['content-length', '99'],
        ['connection', 'close'],
        ['__proto__', 'x'],
      ],
    });
    expect(headers).toMatchObject({
      'X-Amzn-Trace-Id': 'Root=1-a',
      'X-Forwarded-For': '198.51.100.1, 203.0.113.7',
      'X-Forwarded-Proto': 'http',
      'Content-Length': '0',
    });
    expect(headers).not.toHaveProperty('connection');
    expect(Object.hasOwn(headers, '__proto__')).toBe(true);
    expect(multiValueHeaders['X-Forwarded-For']).toEqual(['198.51.100.1, 203.0.113.7']);
  });

  // 4.2, by AWS's own emulator: the path as it was sent, its variables decoded.
  test('contains the path as sent, with the stage', () => {
    const asked = { target: '/test/users/%E2%98%95%20x?a=1', routes: ['GET /users/{name}'], stages: { test: { version: 'v2' } } };
    expect(event(asked)).toMatchObject({
      path: '/test/users/%E2%98%95%20x',
      requestContext: { path: '/test/users/%E2%98%95%20x', stage: 'test' },
      pathParameters: { name: '☕ x' },
      stageVariables: { version: 'v2' },
    });
  });

  test.each([
    ['application/json', '{"a":1}', '{"a":1}', false],
    ['application/octet-stream', '{"a":1}', 'eyJhIjoxfQ==', true],
  ])('encodes a body of type %s', (type, sent, body, isBase64Encoded) => {
    expect(event({ headers: [['content-type', type]] }, sent)).toMatchObject({ body, isBase64Encoded });
  });

  test('describes the caller', () => {
    expect(event({ caller: { kind: 'jwt', claims: { exp: 1639533842 }, scopes: null } }).requestContext.authorizer).toEqual({
      claims: { exp: '1639533842' },
      scopes: null,
    });
    expect(event({ caller: { kind: 'lambda', context: { level: 3 } } }).requestContext.authorizer).toEqual({
      claims: null,
      scopes: null,
      level: 3,
    });
    const iam = event({ caller: { kind: 'iam' } }).requestContext;
    expect(iam.authorizer).toBeUndefined();
    expect(iam.identity).toMatchObject({
      accessKey: 'AKIALOCALLOCALLOCAL0',
      accountId: '123456789012',
      caller: 'AIDALOCALLOCALLOCAL00',
      user: 'AIDALOCALLOCALLOCAL00',
      userArn: 'arn:aws:iam::123456789012:user/local',
    });
  });

  test('contains the mapped request', () => {
    const request = routed({ target: '/books?tag=a' });
    const mapping = compileRequestMapping([
      ['overwrite:path', '/v2'],
      ['append:querystring.tag', 'b'],
      ['overwrite:header.X-Mine', 'x'],
    ]);
    expect(JSON.parse(eventV1(request, mapping.apply(request), Buffer.alloc(0)))).toMatchObject({
      path: '/v2',
      requestContext: { path: '/books' },
      queryStringParameters: { tag: 'b' },
      multiValueQueryStringParameters: { tag: ['a', 'b'] },
      headers: { 'X-Mine': 'x' },
    });
  });
});
