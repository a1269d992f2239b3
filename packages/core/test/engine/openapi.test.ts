import { describe, expect, test } from 'vitest';
import { importDocument } from '../../src/engine/openapi/import-document';

const proxy = (more: object = {}) => ({
  'x-amazon-apigateway-integration': {
    type: 'http_proxy',
    httpMethod: 'GET',
    uri: 'https://a.example.com',
    payloadFormatVersion: '1.0',
    ...more,
  },
});

// biome-ignore lint/suspicious/noExplicitAny: resources have properties of any shape.
type Resources = Record<string, { Type: string; Condition?: string; Properties: any }>;

function importPaths(paths: object, more: object = {}) {
  const imported = importDocument({ openapi: '3.0.1', paths, ...more }, { api: 'Api', property: 'Properties/Body' });
  return { ...imported, resources: imported.resources as Resources };
}

describe('operations', () => {
  test('become routes with their integration', () => {
    const { resources, parts } = importPaths({ '/books/{id}': { get: { ...proxy({ timeoutInMillis: 500 }), operationId: 'getBook' } } });

    expect(resources['Api/Route/GET/books/{id}']).toEqual({
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'GET /books/{id}',
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Api/Integration/GET/books/{id}' }]] },
        OperationName: 'getBook',
        AuthorizationType: 'NONE',
      },
    });
    expect(resources['Api/Integration/GET/books/{id}']?.Properties).toEqual({
      ApiId: { Ref: 'Api' },
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      IntegrationUri: 'https://a.example.com',
      PayloadFormatVersion: '1.0',
      TimeoutInMillis: 500,
    });
    expect(parts.get('Api/Integration/GET/books/{id}')?.locate('Properties/TimeoutInMillis')).toEqual({
      logicalId: 'Api',
      property: 'Properties/Body/paths/~1books~1{id}/get/x-amazon-apigateway-integration/timeoutInMillis',
    });
  });

  test.each([
    ['/a', 'x-amazon-apigateway-any-method', {}, 'ANY /a'],
    ['$default', 'x-amazon-apigateway-any-method', {}, '$default'],
    ['/$default', 'x-amazon-apigateway-any-method', {}, '$default'],
    ['/a', 'x-amazon-apigateway-any-method', { isDefaultRoute: true }, '$default'],
    ['/a', 'delete', {}, 'DELETE /a'],
  ])('at %s with %s %j have the key %s', (path, method, more, key) => {
    const { resources } = importPaths({ [path]: { [method]: { ...proxy(), ...more }, parameters: [], 'x-mine': {} } });

    expect(Object.values(resources).flatMap(({ Properties }) => Properties.RouteKey ?? [])).toEqual([key]);
  });

  test('without an integration have no target', () => {
    expect(importPaths({ '/a': { get: {} } }).resources['Api/Route/GET/a']?.Properties).not.toHaveProperty('Target');
  });

  test('can share an integration by reference', () => {
    const reference = { 'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/shared' } };
    const { resources, parts } = importPaths(
      { '/a': { get: reference }, '/b': { $ref: '#/components/pathItems/b' } },
      {
        components: {
          'x-amazon-apigateway-integrations': { shared: proxy()['x-amazon-apigateway-integration'] },
          pathItems: { b: { get: reference } },
        },
      },
    );

    expect(Object.keys(resources)).toEqual(['Api/Integration/shared', 'Api/Route/GET/a', 'Api/Route/GET/b']);
    expect(parts.get('Api/Integration/shared')?.locate('Properties/IntegrationUri').property).toBe(
      'Properties/Body/components/x-amazon-apigateway-integrations/shared/uri',
    );
  });

  test('do not follow references out of the document, nor in circles', () => {
    const { resources, leftOut, problems } = importPaths(
      { '/a': { $ref: 'other.yaml#/a' }, '/b': { $ref: '#/components/pathItems/b' } },
      { components: { pathItems: { b: { $ref: '#/components/pathItems/b' } } } },
    );

    expect(resources).toEqual({});
    expect(leftOut).toEqual([
      {
        logicalId: 'Api',
        kind: 'OpenAPI document',
        reason: 'the reference other.yaml#/a is not read: it leads out of the document',
      },
    ]);
    expect(problems).toMatchObject([
      { code: 'DocumentReferenceBroken', property: 'Properties/Body/components/pathItems/b', value: '#/components/pathItems/b' },
      { code: 'DocumentReferenceToFile', property: 'Properties/Body/paths/~1a', value: 'other.yaml' },
    ]);
  });

  test.each([
    [undefined, undefined],
    [{ Ref: 'Type' }, { Ref: 'Type' }],
    ['Http_Proxy', 'HTTP_PROXY'],
  ])('of the type %j have an integration of the type %j', (type, expected) => {
    expect(importPaths({ '/a': { get: proxy({ type }) } }).resources['Api/Integration/GET/a']?.Properties.IntegrationType).toEqual(
      expected,
    );
  });

  test('have all properties of their integration', () => {
    const { resources, parts } = importPaths({
      '/a': {
        get: proxy({
          integrationSubtype: 'SQS-SendMessage',
          credentials: 'arn:role',
          connectionType: 'VPC_LINK',
          connectionId: 'link',
          requestParameters: { 'append:header.x': '$request.path.id' },
          responseParameters: { '200': { 'append:header.y': 'z' } },
          tlsConfig: { serverNameToVerify: 'a.example.com' },
        }),
      },
    });

    expect(resources['Api/Integration/GET/a']?.Properties).toMatchObject({
      IntegrationSubtype: 'SQS-SendMessage',
      CredentialsArn: 'arn:role',
      ConnectionType: 'VPC_LINK',
      ConnectionId: 'link',
      RequestParameters: { 'append:header.x': '$request.path.id' },
      ResponseParameters: { '200': { ResponseParameters: [{ Destination: 'append:header.y', Source: 'z' }] } },
      TlsConfig: { ServerNameToVerify: 'a.example.com' },
    });
    const placeOf = (property: string) =>
      parts.get('Api/Integration/GET/a')?.locate(`Properties/${property}`).property.split('integration').at(-1);
    expect(['TlsConfig/ServerNameToVerify', 'RequestParameters/append:header.x', 'Other', 'IntegrationType'].map(placeOf)).toEqual([
      '/tlsConfig/serverNameToVerify',
      '/requestParameters/append:header.x',
      '',
      '/type',
    ]);
  });
});

describe('conditions', () => {
  const choice = (condition: string, yes: unknown, no: unknown = { Ref: 'AWS::NoValue' }) => ({ 'Fn::If': [condition, yes, no] });

  test('of operations become those of the routes', () => {
    const { resources, conditions } = importPaths({
      '/a': choice('A', { get: choice('A', proxy({ uri: choice('A', 'https://a', 'https://b') })) }, { get: choice('A', proxy()) }),
      '/b': { get: choice('A', choice('B', {}, proxy()), proxy({ requestParameters: { list: [choice('A', 'yes', 'no'), 'other'] } })) },
    });

    expect(Object.entries(resources).flatMap(([id, { Type, Condition }]) => (Type.endsWith('Route') ? [[id, Condition]] : []))).toEqual([
      ['Api/Route/GET/a', 'A'],
      ['Api/Route/GET/b', 'if A and B'],
      ['Api/Route/GET/b/1', 'if A and not B'],
      ['Api/Route/GET/b/2', 'if not A'],
    ]);
    expect(resources['Api/Integration/GET/a']?.Properties.IntegrationUri).toBe('https://a');
    expect(resources['Api/Integration/GET/b/2']?.Properties.RequestParameters).toEqual({ list: ['no', 'other'] });
    expect(conditions).toEqual({
      'if A and B': { 'Fn::And': [{ Condition: 'A' }, { Condition: 'B' }] },
      'if A and not B': { 'Fn::And': [{ Condition: 'A' }, { 'Fn::Not': [{ Condition: 'B' }] }] },
      'if not A': { 'Fn::Not': [{ Condition: 'A' }] },
    });
  });
});

describe('security', () => {
  const schemes = {
    components: {
      securitySchemes: {
        jwt: {
          type: 'oauth2',
          'x-amazon-apigateway-authorizer': {
            type: 'jwt',
            jwtConfiguration: { issuer: 'https://i', audience: ['a'] },
            identitySource: '$request.header.Authorization, $request.querystring.t',
          },
        },
        fn: {
          type: 'apiKey',
          'x-amazon-apigateway-authorizer': { type: 'request', authorizerUri: 'arn:fn', authorizerPayloadFormatVersion: '2.0' },
        },
        iam: { type: 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' },
        plain: { type: 'http', scheme: 'basic' },
      },
    },
    security: [{ jwt: ['s'] }],
  };
  const on = (security?: unknown) => ({ get: { ...proxy(), ...(security === undefined ? {} : { security }) } });

  test('schemes become authorizers, which operations require', () => {
    const { resources, problems } = importPaths(
      { '/jwt': on(), '/fn': on([{ fn: [] }]), '/iam': on([{ iam: [] }]), '/none': on([]), '/plain': on([{ plain: [] }]) },
      schemes,
    );
    const route = (path: string) => {
      const { AuthorizationType, AuthorizerId, AuthorizationScopes } = resources[`Api/Route/GET${path}`]?.Properties ?? {};
      return [AuthorizationType, AuthorizerId?.Ref, AuthorizationScopes];
    };

    expect(resources['Api/Authorizer/jwt']?.Properties).toEqual({
      ApiId: { Ref: 'Api' },
      Name: 'jwt',
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: 'https://i', Audience: ['a'] },
      IdentitySource: ['$request.header.Authorization', '$request.querystring.t'],
    });
    expect(resources['Api/Authorizer/fn']?.Properties).toMatchObject({ AuthorizerType: 'REQUEST', AuthorizerUri: 'arn:fn' });
    expect(['/jwt', '/fn', '/iam', '/none', '/plain'].map(route)).toEqual([
      ['JWT', 'Api/Authorizer/jwt', ['s']],
      ['CUSTOM', 'Api/Authorizer/fn', undefined],
      ['AWS_IAM', undefined, undefined],
      ['NONE', undefined, undefined],
      ['NONE', undefined, undefined],
    ]);
    expect(problems).toMatchObject([
      { code: 'SecuritySchemeWithoutAuthorizer', property: 'Properties/Body/paths/~1plain/get/security', value: 'plain' },
    ]);
  });
});

test.each([
  [{ Ref: 'Cors' }, { Ref: 'Cors' }],
  [
    { 'Fn::If': ['A', { allowOrigins: ['*'] }, { Ref: 'AWS::NoValue' }] },
    { 'Fn::If': ['A', { AllowOrigins: ['*'] }, { Ref: 'AWS::NoValue' }] },
  ],
])('the configuration of CORS may be %j', (cors, expected) => {
  expect(importPaths({}, { 'x-amazon-apigateway-cors': cors }).properties?.CorsConfiguration).toEqual(expected);
});

test('the document describes the API', () => {
  const { properties } = importPaths(
    {},
    {
      info: { title: 'books', description: 'd', version: '1' },
      'x-amazon-apigateway-cors': { allowOrigins: ['*'], maxAge: 5 },
      servers: [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }],
    },
  );

  expect(properties).toEqual({
    ProtocolType: 'HTTP',
    Name: 'books',
    Description: 'd',
    Version: '1',
    CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 5 },
    DisableExecuteApiEndpoint: true,
  });
});
