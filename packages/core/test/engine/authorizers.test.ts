import { jwtAuthorizer, requestAuthorizer } from 'test-support/rules/resources';
import { describe, expect, test } from 'vitest';
import { expectCodes, findingsOf, httpApi, httpProxy, ofApi, v2, webSocketApi } from './template-support';

const NONE = { Ref: 'AWS::NoValue' };
const WEBSOCKET = { AuthorizerPayloadFormatVersion: NONE, IdentitySource: NONE };
const UNKNOWN = { 'Fn::ImportValue': 'X' };

describe('a REQUEST authorizer of an HTTP API', () => {
  test.each<[object, string[]]>([
    [{}, []],
    [{ AuthorizerPayloadFormatVersion: '1.0' }, []],
    [{ AuthorizerPayloadFormatVersion: 2 }, []],
    [{ AuthorizerPayloadFormatVersion: UNKNOWN, EnableSimpleResponses: true }, []],
    [{ EnableSimpleResponses: 'true', AuthorizerPayloadFormatVersion: '1.0' }, ['SimpleResponsesNotSupported']],
    [{ EnableSimpleResponses: false, AuthorizerPayloadFormatVersion: '1.0' }, []],
    [{ AuthorizerUri: UNKNOWN }, []],
    [{ AuthorizerType: UNKNOWN }, []],
    [{ AuthorizerResultTtlInSeconds: -1 }, ['AuthorizerTtlOutOfRange']],
    [{ AuthorizerResultTtlInSeconds: '1.5' }, ['AuthorizerTtlOutOfRange']],
    [{ AuthorizerResultTtlInSeconds: 300, IdentitySource: [] }, ['AuthorizerCacheWithoutIdentitySource']],
    [{ AuthorizerResultTtlInSeconds: 300, IdentitySource: UNKNOWN }, []],
    [{ IdentitySource: NONE }, []],
    [{ JwtConfiguration: { Issuer: 'https://login.example.com' } }, ['AuthorizerPropertyIgnored']],
  ])('%j', (properties, codes) => {
    expectCodes({ Api: httpApi, Authorizer: requestAuthorizer({ ...properties }) }, codes);
  });

  test.each([
    '$request.header.Authorization',
    '${request.header.Authorization}',
    '$request.querystring.token',
    '$context.routeKey',
    '${context.routeKey}',
    '$stageVariables.tenant',
    '$request.header.a, $request.header.b',
  ])('accepts the identity source %s', (source) => {
    expectCodes({ Api: httpApi, Authorizer: requestAuthorizer({ IdentitySource: [source] }) }, []);
    expectCodes({ Api: httpApi, Authorizer: requestAuthorizer({ IdentitySource: source }) }, []);
  });

  test.each(['route.request.header.Authorization', 'Authorization', '$request.body.token', '$request.header.', 'method.request.header.X'])(
    'rejects the identity source %s',
    (source) => {
      expectCodes({ Api: httpApi, Authorizer: requestAuthorizer({ IdentitySource: [source] }) }, ['IdentitySourceInvalid']);
    },
  );
});

describe('a REQUEST authorizer of a WebSocket API', () => {
  test.each<[object, string[]]>([
    [{}, []],
    [{ AuthorizerPayloadFormatVersion: '2.0' }, ['AuthorizerPayloadVersionInvalid']],
    [{ EnableSimpleResponses: true }, ['SimpleResponsesNotSupported']],
    [{ AuthorizerResultTtlInSeconds: 300 }, ['AuthorizerPropertyIgnored']],
    [{ AuthorizerResultTtlInSeconds: 0 }, []],
    [{ AuthorizerUri: NONE }, ['AuthorizerUriMissing']],
    [{ AuthorizerType: 'JWT' }, ['AuthorizerTypeInvalid']],
    [{ IdentitySource: ['route.request.querystring.token', 'context.stage', 'stageVariables.tenant'] }, []],
    [{ IdentitySource: ['$stageVariables.tenant', '${request.querystring.token}'] }, ['IdentitySourceInvalid', 'IdentitySourceInvalid']],
    [{ IdentitySource: [UNKNOWN] }, []],
  ])('%j', (properties, codes) => {
    expectCodes({ Api: webSocketApi, Authorizer: requestAuthorizer({ ...WEBSOCKET, ...properties }) }, codes);
  });

  test.each([
    ['$request.header.Authorization', 'write route.request.header.Authorization'],
    ['$context.stage', 'write context.stage'],
    ['Authorization', 'write route.request.header.NAME, route.request.querystring.NAME, context.NAME or stageVariables.NAME'],
  ])('suggests the correct form of %s', (source, remedy) => {
    const [finding] = findingsOf({ Api: webSocketApi, Authorizer: requestAuthorizer({ ...WEBSOCKET, IdentitySource: [source] }) });
    expect(finding).toMatchObject({
      remedy,
      property: 'Properties/IdentitySource/0',
      message: expect.stringContaining(`Invalid request identity source expression: ${source}`),
    });
  });
});

test.each([
  [
    requestAuthorizer({ IdentitySource: ['token'] }),
    '"token" is not a valid identity source for a REQUEST authorizer of an HTTP API',
    'write $request.header.NAME, $request.querystring.NAME, $context.NAME or $stageVariables.NAME',
  ],
  [
    jwtAuthorizer({ IdentitySource: ['$context.routeKey'] }),
    '"$context.routeKey" is not a valid identity source for a JWT authorizer of an HTTP API',
    'write $request.header.NAME or $request.querystring.NAME',
  ],
])('suggests the identity sources of its type: %j', (Authorizer, message, remedy) => {
  expect(findingsOf({ Api: httpApi, Authorizer })).toEqual([expect.objectContaining({ message, remedy })]);
});

describe('a JWT authorizer', () => {
  const issuer = (Issuer: unknown) => ({ JwtConfiguration: { Issuer, Audience: ['a'] } });

  test.each<[object, string[]]>([
    [{}, []],
    [issuer(UNKNOWN), []],
    [issuer('http://login.example.com'), ['JwtIssuerInvalid']],
    [issuer('https:///'), ['JwtIssuerInvalid']],
    [issuer('HTTPS://login.example.com/'), []],
    [issuer(undefined), ['JwtConfigurationMissing']],
    [{ JwtConfiguration: { Issuer: 'https://login.example.com' } }, ['JwtAudienceMissing']],
    [{ JwtConfiguration: { Issuer: 'https://login.example.com', Audience: UNKNOWN } }, []],
    [{ JwtConfiguration: UNKNOWN }, []],
    [{ IdentitySource: ['$context.routeKey'] }, ['IdentitySourceInvalid']],
    [{ IdentitySource: ['$request.header.a', '$request.header.b'] }, ['IdentitySourceInvalid']],
    [{ AuthorizerUri: 'x', EnableSimpleResponses: true }, ['AuthorizerPropertyIgnored', 'AuthorizerPropertyIgnored']],
  ])('%j', (properties, codes) => {
    expectCodes({ Api: httpApi, Authorizer: jwtAuthorizer({ ...properties }) }, codes);
  });

  test('treats a JWT authorizer of an unknown API as one of an HTTP API', () => {
    expectCodes({ Authorizer: jwtAuthorizer({ ApiId: UNKNOWN, IdentitySource: ['Authorization'] }) }, ['IdentitySourceInvalid']);
  });

  test.each([
    ['accounts.google.com', 'write https://accounts.google.com'],
    ['cognito', 'write a URL that begins with https://'],
  ])('suggests the correct form of the issuer %s', (Issuer, remedy) => {
    const [finding] = findingsOf({ Api: httpApi, Authorizer: jwtAuthorizer(issuer(Issuer)) });
    expect(finding).toMatchObject({ remedy, property: 'Properties/JwtConfiguration/Issuer' });
  });
});

describe('a route with an authorizer', () => {
  const on = (api: object, authorizer: object, properties: object, RouteKey = 'GET /a') => ({
    Api: api,
    Other: httpApi,
    Authorizer: authorizer,
    Route: ofApi('Route', { RouteKey, ...properties }),
  });
  const Ref = { Ref: 'Authorizer' };

  test.each<[object, object, string[]]>([
    [jwtAuthorizer(), { AuthorizationType: 'JWT', AuthorizerId: Ref, AuthorizationScopes: ['a'] }, []],
    [jwtAuthorizer(), { AuthorizationType: 'JWT', AuthorizerId: { 'Fn::GetAtt': ['Authorizer', 'AuthorizerId'] } }, []],
    [
      jwtAuthorizer(),
      { AuthorizationType: 'CUSTOM', AuthorizerId: { 'Fn::GetAtt': ['Authorizer', 'AuthorizerId'] } },
      ['AuthorizerTypeMismatch'],
    ],
    [requestAuthorizer(), { AuthorizationType: 'CUSTOM', AuthorizerId: Ref }, []],
    [requestAuthorizer(), { AuthorizationType: 'JWT', AuthorizerId: Ref }, ['AuthorizerTypeMismatch']],
    [requestAuthorizer({ AuthorizerType: UNKNOWN }), { AuthorizationType: 'JWT', AuthorizerId: Ref }, []],
    [requestAuthorizer(), { AuthorizationType: 'AWS_IAM' }, []],
    [requestAuthorizer(), { AuthorizationType: 'AWS_IAM', AuthorizerId: Ref }, ['AuthorizerIgnored']],
    [requestAuthorizer(), { AuthorizationType: 'NONE', AuthorizerId: 'abc123' }, ['AuthorizerIgnored']],
    [requestAuthorizer(), { AuthorizationType: 'CUSTOM', AuthorizerId: 'abc123' }, []],
    [requestAuthorizer(), { AuthorizationType: 'CUSTOM' }, ['AuthorizerMissing']],
    [requestAuthorizer(), { AuthorizationType: 'CUSTOM', AuthorizerId: UNKNOWN }, []],
    [requestAuthorizer(), { AuthorizationType: UNKNOWN, AuthorizationScopes: ['a'] }, []],
    [requestAuthorizer(), { AuthorizationScopes: ['a'] }, ['ScopesWithoutJwt']],
    [requestAuthorizer(), { AuthorizationScopes: [] }, []],
    [requestAuthorizer({ ApiId: { Ref: 'Other' } }), { AuthorizationType: 'CUSTOM', AuthorizerId: Ref }, ['AuthorizerOfOtherApi']],
    [requestAuthorizer({ ApiId: { 'Fn::GetAtt': ['Api', 'ApiId'] } }), { AuthorizationType: 'CUSTOM', AuthorizerId: Ref }, []],
    [requestAuthorizer({ ApiId: { Ref: 'Parameter' } }), { AuthorizationType: 'CUSTOM', AuthorizerId: Ref }, []],
  ])('route of an HTTP API: %j, %j', (authorizer, properties, codes) => {
    expectCodes(on(httpApi, authorizer, properties), codes);
  });

  test.each<[string | object, object, string[]]>([
    ['$connect', { AuthorizationType: 'CUSTOM', AuthorizerId: Ref }, []],
    ['$connect', { AuthorizationType: 'AWS_IAM' }, []],
    ['$connect', { AuthorizationType: 'JWT', AuthorizerId: Ref }, ['AuthorizationTypeInvalid']],
    ['join', { AuthorizationType: 'NONE' }, []],
    ['join', { AuthorizationType: 'AWS_IAM' }, ['AuthorizationOnMessageRoute']],
    ['join', { AuthorizerId: Ref }, ['AuthorizerIgnored']],
    [UNKNOWN, { AuthorizationType: 'AWS_IAM' }, []],
  ])('route of a WebSocket API: %j, %j', (key, properties, codes) => {
    expectCodes(on(webSocketApi, requestAuthorizer(WEBSOCKET), { RouteKey: key, ...properties }), codes);
  });

  test('is not compared with the API of its authorizer if one of the two is unknown', () => {
    const byAuthorizer = { AuthorizationType: 'CUSTOM', AuthorizerId: Ref };
    expectCodes(on(httpApi, requestAuthorizer(), { ...byAuthorizer, ApiId: { Ref: 'Parameter' } }), []);
    const resources = on(httpApi, requestAuthorizer({ ApiId: { Ref: 'Topic' } }), byAuthorizer);
    expectCodes({ ...resources, Topic: { Type: 'AWS::SNS::Topic' } }, ['ReferenceKindInvalid']);
  });

  test('that names an integration of another API has a wrong reference, and no authorizer', () => {
    const resources = on(httpApi, requestAuthorizer(), { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Foreign' } });
    expectCodes({ ...resources, Foreign: httpProxy({ ApiId: { Ref: 'Other' } }) }, ['ReferenceKindInvalid']);
  });

  test.each<[object, object, object, object]>([
    [
      webSocketApi,
      requestAuthorizer(WEBSOCKET),
      { RouteKey: '$connect', AuthorizationType: 'JWT' },
      { message: 'a WebSocket API has no authorization type "JWT"', remedy: 'use one of NONE, AWS_IAM, CUSTOM' },
    ],
    [
      httpApi,
      requestAuthorizer(),
      { AuthorizationType: 'COGNITO' },
      { message: 'an HTTP API has no authorization type "COGNITO"', remedy: 'use one of NONE, AWS_IAM, CUSTOM, JWT' },
    ],
    [
      httpApi,
      jwtAuthorizer(),
      { AuthorizationType: 'CUSTOM', AuthorizerId: Ref },
      { remedy: 'set AuthorizationType to JWT, or refer to another authorizer' },
    ],
    [
      httpApi,
      requestAuthorizer(),
      { AuthorizationType: 'JWT', AuthorizerId: Ref },
      { remedy: 'set AuthorizationType to CUSTOM, or refer to another authorizer' },
    ],
  ])('has a message about its type: %j, %j, %j', (api, authorizer, properties, expected) => {
    expect(findingsOf(on(api, authorizer, properties))).toEqual([expect.objectContaining(expected)]);
  });

  test('accepts any existing authorization type for an unknown API', () => {
    const route = (AuthorizationType: string) => ({ Route: v2('Route', { ApiId: UNKNOWN, RouteKey: 'join', AuthorizationType }) });
    expectCodes(route('AWS_IAM'), []);
    expectCodes(route('COGNITO'), ['AuthorizationTypeInvalid']);
  });
});
