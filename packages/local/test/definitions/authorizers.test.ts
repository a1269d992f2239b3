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

  test('what is unknown in it is told', () => {
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

describe('what cannot be served is closed', () => {
  test.each<[string, object, object, RegExp, string]>([
    ['a Lambda authorizer', { AuthorizationType: 'CUSTOM' }, {}, /^Lambda authorizers are not served yet/, 'Users'],
    [
      'a Lambda authorizer elsewhere',
      { AuthorizationType: 'CUSTOM', AuthorizerId: 'abc' },
      {},
      /^Lambda authorizers are not served yet/,
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
    expect(plan.diagnostics).toEqual([{ location: expect.objectContaining({ logicalId }), text: expect.stringMatching(reason) }]);
  });
});
