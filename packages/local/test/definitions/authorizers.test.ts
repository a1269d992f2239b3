import { describe, expect, test } from 'vitest';
import { route } from '../support';
import { diagnosticTexts, planOf, routeOf } from './support';

const ref = (Ref: string) => ({ Ref });
const authorizer = (properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Metadata: { 'aws:cdk:path': 'app/Api/Users/Resource' },
  Properties: {
    ApiId: ref('Api'),
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    Name: 'users',
    JwtConfiguration: { Audience: ['a'], Issuer: 'https://issuer.example' },
    ...properties,
  },
});
const withRoute = (properties: object, more: object = {}, rest?: object) =>
  planOf({ Route: route('GET /', { AuthorizerId: ref('Users'), ...properties }), Users: authorizer(), ...more }, rest);
const JWT = { AuthorizationType: 'JWT' };

test.each([
  ['none', {}, { kind: 'none' }],
  ['NONE', { AuthorizationType: 'NONE' }, { kind: 'none' }],
  ['IAM', { AuthorizationType: 'AWS_IAM' }, { kind: 'iam' }],
])('%s', (_, properties, expected) => {
  const plan = withRoute(properties);
  expect(routeOf(plan).authorizer).toEqual(expected);
  expect(diagnosticTexts(plan)).toEqual([]);
});

describe('JWT', () => {
  test('with everything resolved', () => {
    const pool = { Pool: { Type: 'AWS::Cognito::UserPool' }, Client: { Type: 'AWS::Cognito::UserPoolClient' } };
    const users = authorizer({
      IdentitySource: '$request.querystring.token',
      JwtConfiguration: { Audience: [ref('Client')], Issuer: { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${Pool}' } },
    });
    const plan = withRoute(
      { ...JWT, AuthorizationScopes: ['read', ref('Scope')] },
      { ...pool, Users: users },
      { Parameters: { Scope: { Default: 'write' } } },
    );
    expect(routeOf(plan).authorizer).toEqual({
      kind: 'jwt',
      name: 'users',
      location: expect.objectContaining({ logicalId: 'Users', path: 'app/Api/Users' }),
      issuer: expect.stringMatching(/^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/us-east-1_[A-Za-z]{9}$/),
      audience: [expect.stringMatching(/^[a-z0-9]{26}$/)],
      identitySources: ['$request.querystring.token'],
      scopes: ['read', 'write'],
    });
    expect(diagnosticTexts(plan)).toEqual([]);
  });

  test('with as little as can be', () => {
    const users = authorizer({ Name: undefined, IdentitySource: undefined, JwtConfiguration: { Issuer: 'https://issuer.example' } });
    expect(routeOf(withRoute(JWT, { Users: users })).authorizer).toMatchObject({
      name: 'Users',
      audience: [],
      identitySources: ['$request.header.Authorization'],
      scopes: [],
    });
  });

  test('reports deploy-time values', () => {
    const users = authorizer({ JwtConfiguration: { Issuer: ref('Issuer'), Audience: ref('Audiences') } });
    const plan = withRoute(
      JWT,
      { Users: users },
      { Parameters: { Issuer: {}, Audiences: { Type: 'CommaDelimitedList', Default: 'a,b' } } },
    );
    expect(routeOf(plan).authorizer).toMatchObject({ issuer: 'Issuer', audience: ['a', 'b'] });
    expect(diagnosticTexts(plan)).toEqual([expect.stringContaining('in the authorizer app/Api/Users: set "Issuer"')]);
  });
});

describe('an authorizer that is not served', () => {
  test.each<[string, object, object, RegExp, string]>([
    [
      'a JWT authorizer on a CUSTOM route',
      { AuthorizationType: 'CUSTOM' },
      {},
      /its type is JWT, and a route with the authorization type CUSTOM needs REQUEST/,
      'Users',
    ],
    [
      'a Lambda authorizer elsewhere',
      { AuthorizationType: 'CUSTOM', AuthorizerId: 'abc' },
      {},
      /^its authorizer, abc, is not in the assembly, so every request is refused/,
      'Route',
    ],
    [
      'an authorizer elsewhere',
      { ...JWT, AuthorizerId: 'abc' },
      {},
      /^its authorizer, abc, is not in the assembly, so every request is refused/,
      'Route',
    ],
    ['no authorizer', { ...JWT, AuthorizerId: undefined }, {}, /^its authorizer, none, is not in the assembly/, 'Route'],
    ['something else', { ...JWT, AuthorizerId: ref('Api') }, {}, /is not in the assembly/, 'Route'],
    ['no issuer', JWT, { Users: authorizer({ JwtConfiguration: {} }) }, /^the authorizer has no issuer/, 'Users'],
    ['an unknown type', { AuthorizationType: 'BASIC' }, {}, /^there is no authorization type BASIC/, 'Route'],
  ])('%s', (_, properties, more, reason, logicalId) => {
    const plan = withRoute(properties, more);
    expect(routeOf(plan).authorizer).toEqual({ kind: 'unserved', reason: expect.stringMatching(reason) });
    expect(plan.diagnostics).toMatchObject([{ location: { logicalId }, text: expect.stringMatching(reason) }]);
  });
});

describe('Lambda authorizers', () => {
  const CUSTOM = { AuthorizationType: 'CUSTOM' };
  const invocation = (fn: unknown) => ({
    'Fn::Join': ['', ['arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/', fn, '/invocations']],
  });
  const lambda = (properties: object = {}) =>
    authorizer({
      AuthorizerType: 'REQUEST',
      JwtConfiguration: undefined,
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      AuthorizerUri: invocation({ 'Fn::GetAtt': ['Auth', 'Arn'] }),
      ...properties,
    });
  const Auth = {
    Type: 'AWS::Lambda::Function',
    Metadata: { 'aws:cdk:path': 'app/Auth/Resource' },
    Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: 'exports.handler = 1' } },
  };
  const Permission = {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': ['Auth', 'Arn'] },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: {
        'Fn::Join': [
          '',
          ['arn:aws:execute-api:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', ref('Api'), '/authorizers/', ref('Users')],
        ],
      },
    },
  };
  const withLambda = (properties: object = {}, more: object = {}, options = {}) =>
    planOf(
      { Route: route('GET /', { AuthorizerId: ref('Users'), ...CUSTOM }), Users: lambda(properties), Auth, Permission, ...more },
      {},
      options,
    );

  test('A30: the region in the path of AuthorizerUri may differ from that of the API and of the function (LSX:auth)', () => {
    const uri = (region: string) => ({
      'Fn::Join': [
        '',
        [`arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/`, { 'Fn::GetAtt': ['Auth', 'Arn'] }, '/invocations'],
      ],
    });

    for (const region of ['us-east-1', 'ap-southeast-2']) {
      const plan = withLambda({ AuthorizerUri: uri(region) });
      expect(routeOf(plan).authorizer).toMatchObject({ kind: 'lambda', function: { location: { logicalId: 'Auth' } } });
      expect(diagnosticTexts(plan)).toEqual([]);
    }
  });

  test('with everything resolved', () => {
    const plan = withLambda({ AuthorizerResultTtlInSeconds: 60, IdentitySource: ['$request.header.A', '$context.routeKey'] });

    expect(routeOf(plan).authorizer).toEqual({
      kind: 'lambda',
      id: expect.stringMatching(/^[a-z0-9]{6}$/),
      name: 'users',
      location: expect.objectContaining({ logicalId: 'Users', path: 'app/Api/Users' }),
      function: expect.objectContaining({ location: expect.objectContaining({ logicalId: 'Auth' }) }),
      payloadFormatVersion: '2.0',
      simpleResponses: true,
      identitySources: ['$request.header.A', '$context.routeKey'],
      ttlSeconds: 60,
      notPermitted: undefined,
    });
    expect(diagnosticTexts(plan)).toEqual([]);
  });

  test.each([
    ['the default', undefined, 300],
    ['off', 0, 0],
    ['text', '60', 60],
    ['more than an hour', 4000, 3600],
  ])('a TTL that is %s', (_, AuthorizerResultTtlInSeconds, ttlSeconds) => {
    expect(routeOf(withLambda({ AuthorizerResultTtlInSeconds })).authorizer).toMatchObject({ ttlSeconds });
  });

  test('are shared by the routes that use them', () => {
    const plan = withLambda({}, { Other: route('GET /other', { AuthorizerId: ref('Users'), ...CUSTOM }) });
    const [one, other] = plan.apis[0]?.routes ?? [];

    expect(one?.authorizer).toBe(other?.authorizer);
  });

  test('are not applied to a route that names one without an authorization type', () => {
    const plan = withLambda({}, { Route: route('GET /', { AuthorizerId: ref('Users') }) });

    expect(routeOf(plan).authorizer).toEqual({ kind: 'none' });
  });

  test.each<[string, object, object]>([
    ['the function as its URI', { AuthorizerUri: { 'Fn::GetAtt': ['Auth', 'Arn'] } }, {}],
    [
      'credentials of its own and no permission',
      { AuthorizerCredentialsArn: 'arn:aws:iam::123456789012:role/x' },
      { Permission: undefined },
    ],
    ['a permission for any API', {}, { Permission: { ...Permission, Properties: { ...Permission.Properties, SourceArn: undefined } } }],
  ])('may call the function with %s', (_, properties, more) => {
    const plan = withLambda(properties, more);

    expect(routeOf(plan).authorizer).toMatchObject({ kind: 'lambda', function: { location: { logicalId: 'Auth' } } });
    expect((routeOf(plan).authorizer as { notPermitted?: string }).notPermitted).toBeUndefined();
  });

  test.each<[string, object | undefined]>([
    ['no permission', undefined],
    ['a permission for another authorizer', { ...Permission.Properties, SourceArn: 'arn:aws:execute-api:*:*:*/authorizers/other' }],
    ['a permission for routes', { ...Permission.Properties, SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:*:*:${Api}/*/*/' } }],
    ['a permission of another function', { ...Permission.Properties, FunctionName: 'other' }],
  ])('A9: may not call the function with %s', (_, properties) => {
    const plan = withLambda({}, { Permission: properties && { ...Permission, Properties: properties } });

    expect(routeOf(plan).authorizer).toMatchObject({ notPermitted: expect.stringMatching(/^no permission allows the API to invoke/) });
    expect(diagnosticTexts(plan)).toEqual([
      expect.stringMatching(/\/authorizers\/ and the ID of the authorizer; until then, its routes answer 500$/),
    ]);
  });

  test.each<[string, object, object, RegExp, string]>([
    [
      'no payload format',
      { AuthorizerPayloadFormatVersion: undefined },
      {},
      /rejects its AuthorizerPayloadFormatVersion, which is missing/,
      'Users',
    ],
    ['simple responses in format 1.0', { AuthorizerPayloadFormatVersion: '1.0' }, {}, /simple responses need/, 'Users'],
    ['an invalid identity source', { IdentitySource: ['$request.body.a'] }, {}, /rejects its identity source \$request\.body\.a/, 'Users'],
    ['a WebSocket API’s identity source', { IdentitySource: ['route.request.header.a'] }, {}, /rejects its identity source/, 'Users'],
    ['no function', { AuthorizerUri: undefined }, {}, /its AuthorizerUri, which is missing, is not a function/, 'Users'],
    [
      'stage variables',
      { AuthorizerUri: invocation('arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.fn}') },
      {},
      /stage variables/,
      'Users',
    ],
    [
      'a function elsewhere',
      { AuthorizerUri: invocation('arn:aws:lambda:us-east-1:123456789012:function:far') },
      {},
      /is not in the assembly/,
      'Users',
    ],
    [
      'a function of another runtime',
      {},
      { Auth: { ...Auth, Properties: { ...Auth.Properties, Runtime: 'cobol74' } } },
      /cannot run here/,
      'Auth',
    ],
  ])('with %s are not served', (_, properties, more, reason, logicalId) => {
    const plan = withLambda(properties, more);

    expect(routeOf(plan).authorizer).toEqual({ kind: 'unserved', reason: expect.stringMatching(reason) });
    expect(plan.diagnostics).toContainEqual(
      expect.objectContaining({ location: expect.objectContaining({ logicalId }), text: expect.stringMatching(reason) }),
    );
  });

  test.each(['users', 'app/Api/Users', 'Users'])('that an option replaces under the name %s need no function', (name) => {
    const plan = withLambda({ AuthorizerUri: 'elsewhere' }, {}, { authorizers: { [name]: () => true } });

    expect(routeOf(plan).authorizer).toMatchObject({ kind: 'lambda', standIn: true });
    expect(diagnosticTexts(plan)).toEqual([]);
  });
});
