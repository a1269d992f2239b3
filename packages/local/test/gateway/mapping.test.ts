import { describe, expect, test } from 'vitest';
import type { IntegrationPlan } from '../../src/definitions/integration';
import type { MappingChange } from '../../src/gateway/log-entry';
import type { Field } from '../../src/gateway/message';
import type { Caller } from '../../src/gateway/routed-request';
import { contextVariable, responseContextVariable } from '../../src/http-api/mapping/context';
import { UnsendableHeader } from '../../src/http-api/mapping/header-values';
import { compileRequestMapping } from '../../src/http-api/mapping/request-mapping';
import { compileResponseMapping } from '../../src/http-api/mapping/response-mapping';
import { route, routed, url } from './support';

const request = (mapping: Record<string, string>) => compileRequestMapping(Object.entries(mapping));
const response = (mapping: Record<string, string>, status = 200) => compileResponseMapping(new Map([[status, Object.entries(mapping)]]));

describe('$context', () => {
  const headers: readonly Field[] = [
    ['Host', 'api.example.com:8080'],
    ['User-Agent', 'curl/8.7.1'],
  ];
  const asked = { method: 'POST', target: '/test/a%20b', routes: ['ANY /{proxy+}'], stages: { test: {} }, headers };
  const iam: Caller = { kind: 'iam' };
  const jwt: Caller = {
    kind: 'jwt',
    claims: { sub: 'user-1', exp: 1639533842, email_verified: true, 'cognito:groups': ['admin', 'users'], none: null, deep: { a: 1 } },
    scopes: null,
  };
  const lambda: Caller = { kind: 'lambda', context: { tenant: 't1', level: 3, isAdmin: true, none: undefined } };

  // 1.6, in the list's order.
  test.each<[string, string | undefined, Caller?]>([
    ['accountId', '123456789012'],
    ['apiId', 'a1b2c3d4e5'],
    ['authorizer.claims.sub', 'user-1', jwt],
    ['authorizer.claims.exp', '1639533842', jwt],
    ['authorizer.claims.email_verified', 'true', jwt],
    ['authorizer.claims.cognito:groups', '[admin users]', jwt],
    ['authorizer.claims.deep', '{"a":1}', jwt],
    ['authorizer.claims.none', undefined, jwt],
    ['authorizer.claims.toString', undefined, jwt],
    ['authorizer.claims', undefined, jwt],
    ['authorizer.claims.sub', undefined],
    ['authorizer', undefined, lambda],
    ['authorizer.error', undefined],
    ['authorizer.principalId', undefined],
    ['authorizer.tenant', 't1', lambda],
    ['authorizer.level', '3', lambda],
    ['authorizer.isAdmin', 'true', lambda],
    ['authorizer.none', undefined, lambda],
    ['authorizer.principalId', 'me', { kind: 'lambda', principalId: 'me' }],
    ['authorizer.principalId', 'own', { kind: 'lambda', principalId: 'me', context: { principalId: 'own' } }],
    ['authorizer.other', undefined, { kind: 'lambda', principalId: 'me' }],
    ['identity.accessKey', 'AKIDEXAMPLE', { kind: 'iam', accessKey: 'AKIDEXAMPLE' }],
    ['identity.accessKey', undefined, { kind: 'none' }],
    ['authorizer.constructor', undefined, lambda],
    ['awsEndpointRequestId', undefined],
    ['customDomain.basePathMatched', undefined],
    ['domainName', 'api.example.com'],
    ['domainPrefix', 'api'],
    ['error.message', undefined],
    ['extendedRequestId', 'JKJaXmPLvHcESHA='],
    ['httpMethod', 'POST'],
    ['identity.accountId', '123456789012', iam],
    ['identity.accountId', undefined],
    ['identity.caller', 'AIDALOCALLOCALLOCAL00', iam],
    ['identity.cognitoIdentityId', undefined, iam],
    ['identity.sourceIp', '203.0.113.7'],
    ['identity.user', 'AIDALOCALLOCALLOCAL00', iam],
    ['identity.userAgent', 'curl/8.7.1'],
    ['identity.userArn', 'arn:aws:iam::123456789012:user/local', iam],
    ['identity.clientCert.subjectDN', undefined],
    ['integrationStatus', undefined],
    // 1.6: with the stage, which $request.path does not have.
    ['path', '/test/a b'],
    ['protocol', 'HTTP/1.1'],
    ['requestId', 'JKJaXmPLvHcESHA='],
    ['requestTime', '06/Feb/2022:16:10:11 +0000'],
    ['requestTimeEpoch', '1644163811849'],
    ['routeKey', 'ANY /{proxy+}'],
    ['stage', 'test'],
    ['status', undefined],
    ['nonsense', undefined],
    ['__proto__', undefined],
  ])('.%s is %s', (name, value, caller) => {
    expect(contextVariable(routed({ ...asked, caller }), name)).toBe(value);
  });

  const withLambda: IntegrationPlan = {
    ...url,
    target: {
      kind: 'lambda',
      payloadFormatVersion: '2.0',
      function: {
        key: 'f',
        name: 'f',
        location: url.location,
        arn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
        version: '$LATEST',
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        code: { kind: 'inline', text: '' },
        environment: {},
        region: 'eu-west-1',
        timeoutMillis: 3000,
        memoryMegabytes: 128,
      },
    },
  };

  test.each([
    ['status', '404', '404'],
    ['integration.status', '404', '404'],
    ['integrationStatus', '404', '200'],
    ['integration.integrationStatus', '404', '200'],
    ['requestId', 'JKJaXmPLvHcESHA=', 'JKJaXmPLvHcESHA='],
    ['responseLength', undefined, undefined],
  ])('.%s after a 404 is %s of a URL, %s of a function', (name, ofUrl, ofFunction) => {
    expect(responseContextVariable(routed(), 404, name)).toBe(ofUrl);
    expect(responseContextVariable({ ...routed(), route: route('$default', withLambda) }, 404, name)).toBe(ofFunction);
  });

  test.each(['integrationLatency', 'integration.latency', 'responseLatency'])('.%s is in milliseconds', (name) => {
    expect(responseContextVariable({ ...routed(), startedAt: new Date(Date.now() - 5000) }, 200, name)).toMatch(/^5\d\d\d$/);
    expect(responseContextVariable({ ...routed(), startedAt: new Date(Date.now() + 5000) }, 200, name)).toBe('0');
  });
});

describe('a request mapping', () => {
  test('without entries neither changes nor copies the request', () => {
    const mapping = request({});
    const before = routed({ target: '/a?b=1' });

    expect(mapping).toMatchObject({ isEmpty: true, readsBody: false });
    const after = mapping.apply(before);
    expect(after).toEqual({
      path: '/a',
      pathOverwritten: false,
      headers: before.request.headers,
      query: before.query,
      queryChanged: false,
    });
    expect(after.headers).toBe(before.request.headers);
  });

  test('does not change headers and query string if it writes the path', () => {
    const before = routed({
      target: '/a?b=1&c=2&b=3',
      headers: [
        ['X-A', '1'],
        ['x-b', '2'],
        ['x-a', '3'],
      ],
    });
    const after = request({ 'overwrite:path': '/v2${request.path}' }).apply(before);

    expect(after).toMatchObject({ path: '/v2/a', pathOverwritten: true, queryChanged: false });
    expect(after.headers).toBe(before.request.headers);
    expect(after.query).toBe(before.query);
  });

  test('reads and writes every part of a request', () => {
    const mapping = request({
      'append:header.x-tags': '${request.header.x-tags}-${request.querystring.tag}-${request.path.id}',
      'overwrite:querystring.version': '$stageVariables.version',
      'remove:querystring.tag': '',
      'overwrite:header.x-title': '$request.body.title',
      'append:header.x-none': '$stageVariables.toString',
      'append:header.x-nothing': '$request.path.constructor',
    });
    const before = routed({
      target: '/books/42?tag=a&tag=b',
      routes: ['GET /books/{id}'],
      stages: { $default: { version: 'v2' } },
      headers: [
        ['X-Tags', 'one'],
        ['X-Tags', 'two'],
      ],
    });

    expect(mapping.readsBody).toBe(true);
    expect(mapping.apply(before, '{"title":"Dune"}')).toEqual({
      path: '/books/42',
      pathOverwritten: false,
      headers: [
        ['X-Tags', 'one'],
        ['X-Tags', 'two'],
        ['X-Tags', 'one,two-a,b-42'],
        ['x-title', 'Dune'],
      ],
      query: [['version', 'v2']],
      queryChanged: true,
    });
  });

  test.each(['a\r\nb', 'a\nX-Admin: true', 'a\rb', 'a\0b', 'a\x1fb', 'a\x7fb'])('refuses to write %j to a header', (value) => {
    const mapping = request({ 'overwrite:header.X-User': '$request.body.name' });

    expect(() => mapping.apply(routed(), JSON.stringify({ name: value }))).toThrow(UnsendableHeader);
    expect(() => mapping.apply(routed(), JSON.stringify({ name: value }))).toThrow('header X-User');
  });

  test('encodes a line break in a query string', () => {
    const mapping = request({ 'overwrite:querystring.q': '$request.body' });
    expect(mapping.apply(routed(), 'a\r\nb').query).toEqual([['q', 'a\r\nb']]);
  });
});

describe('the entries of a mapping', () => {
  test('have the values of the evaluation, even if they are described later', () => {
    const context = { user: 'ann' };
    const mapping = request({
      'append:header.x-user': '$context.authorizer.user',
      'append:header.x-none': '$request.header.none',
      'remove:header.x-old': "''",
    });
    let describeEntries: (() => readonly MappingChange[]) | undefined;
    mapping.apply({ ...routed(), caller: { kind: 'lambda', context } }, undefined, (changes) => {
      describeEntries = changes;
    });
    context.user = 'bob';
    expect(describeEntries?.()).toEqual([
      { key: 'remove:header.x-old', expression: "''", action: 'remove', location: 'header', name: 'x-old' },
      {
        key: 'append:header.x-user',
        expression: '$context.authorizer.user',
        action: 'append',
        location: 'header',
        name: 'x-user',
        value: 'ann',
      },
      {
        key: 'append:header.x-none',
        expression: '$request.header.none',
        action: 'append',
        location: 'header',
        name: 'x-none',
        value: undefined,
      },
    ]);
  });

  test('are none for a status without a response mapping', () => {
    const reported: (readonly MappingChange[])[] = [];
    const report = (changes: () => readonly MappingChange[]) => reported.push(changes());
    const mapping = response({ 'append:header.x': '1' }, 404);
    mapping.apply(routed(), 200, [], undefined, report);
    mapping.apply(routed(), 404, [], undefined, report);
    expect(reported).toEqual([[], [expect.objectContaining({ key: 'append:header.x', value: '1' })]]);
  });
});

describe('a response mapping', () => {
  const json: readonly Field[] = [['content-type', 'application/json']];

  test('applies to the original status code', () => {
    const mapping = compileResponseMapping(
      new Map([
        [404, [['overwrite:statuscode', '403']]],
        [403, [['overwrite:statuscode', '200']]],
      ]),
    );

    expect(mapping.isEmpty).toBe(false);
    expect(mapping.apply(routed(), 404, json)).toEqual({ statusCode: 403, headers: json });
    expect(mapping.apply(routed(), 200, json)).toEqual({ statusCode: 200, headers: json });
  });

  test('reads the body only for its status code', () => {
    const mapping = response({ 'append:header.x-code': '$response.body.code' }, 404);

    expect(mapping.readsBody(404)).toBe(true);
    expect(mapping.readsBody(200)).toBe(false);
    expect(mapping.apply(routed(), 404, json, '{"code":"E1"}').headers).toEqual([...json, ['x-code', 'E1']]);
  });

  test('does not apply to a status without a mapping, also if 200 has one', () => {
    const mapping = response({ 'append:header.x': '1' }, 200);

    expect(mapping.apply(routed(), 200, [])).toEqual({ statusCode: 200, headers: [['x', '1']] });
    expect(mapping.apply(routed(), 201, [])).toEqual({ statusCode: 201, headers: [] });
    expect(mapping.apply(routed(), 500, [])).toEqual({ statusCode: 500, headers: [] });
  });

  test('is empty without entries', () => {
    expect(compileResponseMapping(new Map([[200, []]]))).toMatchObject({ isEmpty: true });
  });

  test('cannot create an invalid response', () => {
    expect(response({ 'overwrite:statuscode': '101' }).apply(routed(), 200, json).statusCode).toBe(200);
    expect(response({ 'overwrite:statuscode': '599' }).apply(routed(), 200, json).statusCode).toBe(599);
  });

  test('writes other characters to headers as UTF-8', () => {
    const { headers } = response({ 'append:header.x-title': '$response.body' }).apply(routed(), 200, [], '☕');
    expect(Buffer.from(headers[0]?.[1] ?? '', 'latin1').toString()).toBe('☕');
  });

  test('refuses a line break from a body in a header', () => {
    const mapping = response({ 'append:header.x-title': '$response.body' });
    expect(() => mapping.apply(routed(), 200, json, '{\r\n"a":1}')).toThrow(UnsendableHeader);
    expect(() => mapping.apply(routed(), 200, json, '{"a":\t1}')).not.toThrow();
  });
});
