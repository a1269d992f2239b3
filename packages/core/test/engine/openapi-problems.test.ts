import { checkTemplates, coverageOf, type Finding, withDocuments } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { importDocument } from '../../src/engine/openapi/import-document';
import { ofApi, v2 } from './template-support';

type Members = Record<string, unknown>;

const integration = (more: Members = {}) => ({
  'x-amazon-apigateway-integration': {
    type: 'http_proxy',
    httpMethod: 'GET',
    uri: 'https://a.example.com',
    payloadFormatVersion: '1.0',
    ...more,
  },
});

const documentOf = (members: Members) => ({
  openapi: '3.0.1',
  info: { title: 'books' },
  paths: { '/a': { get: integration() } },
  ...members,
});

function findings(members: Members, properties: Members = {}, resources: Members = {}): Finding[] {
  const Resources = { Api: v2('Api', { Body: documentOf(members), ...properties }), ...resources };
  return checkTemplates([{ id: 'app', body: JSON.parse(JSON.stringify({ Resources })) }]);
}

const codes = (members: Members, properties: Members = {}, resources: Members = {}) =>
  findings(members, properties, resources).map(({ code }) => code);

const inOperation = (members: Members, path = '/a') => ({ paths: { [path]: { get: { ...integration(), ...members } } } });

describe('the version of a document', () => {
  test.each<[string, Members, string[]]>([
    ['3.0', { openapi: '3.0' }, []],
    ['3.0 as a number of JSON', { openapi: 3.0 }, []],
    ['that is only known after deployment', { openapi: { Ref: 'Version' } }, []],
    ['beside a transform', { openapi: undefined, 'Fn::Transform': { Name: 'AWS::Include' } }, []],
    ['3.1', { openapi: '3.1.0' }, ['OpenApiVersionNotSupported']],
    ['3.00', { openapi: '3.00' }, ['OpenApiVersionNotSupported']],
    ['2.0', { openapi: undefined, swagger: '2.0' }, ['OpenApiVersionNotSupported']],
    ['that is missing', { openapi: undefined }, ['OpenApiVersionNotSupported']],
  ])('%s', (_name, members, expected) => {
    expect(codes(members)).toEqual(expected);
  });

  test('names what the document is instead, and where', () => {
    expect(findings({ openapi: undefined, swagger: '2.0', paths: undefined })).toMatchObject([
      {
        message: 'HTTP APIs import only OpenAPI 3.0, and not Swagger 2.0',
        remedy: 'convert the document to OpenAPI 3.0',
        logicalId: 'Api',
        property: 'Properties/Body/swagger',
      },
    ]);
    expect(findings({ openapi: '3.1.0' })[0]).toMatchObject({ message: 'HTTP APIs import only OpenAPI 3.0, and not OpenAPI 3.1.0' });
  });

  test('that the service does not import leaves the document as it is', () => {
    const template = { id: 'app', body: { Resources: { Api: v2('Api', { Body: documentOf({ openapi: '3.1.0' }) }) } } };

    expect(coverageOf([template])).toMatchObject({ apis: 0, routes: 0, notChecked: [{ logicalId: 'Api', reason: 'OpenAPI body' }] });
  });
});

describe('members of a document', () => {
  test.each([
    ['definitions', 'use components/schemas'],
    ['secruity', 'did you mean security?'],
    ['models', 'remove it'],
  ])('%s is unknown', (name, remedy) => {
    expect(findings({ [name]: {} })).toMatchObject([{ code: 'DocumentMemberUnknown', remedy, property: `Properties/Body/${name}` }]);
  });

  test.each(['externalDocs', 'tags', 'x-owner', 'X-Owner', 'Fn::Transform'])('%s is accepted', (name) => {
    expect(codes({ [name]: {} })).toEqual([]);
  });

  test('the version of the import can be a number', () => {
    expect(codes({ 'x-amazon-apigateway-importexport-version': 1.0 })).toEqual([]);
  });
});

describe('extensions', () => {
  test.each<[string, Members, string, string]>([
    ['x-amazon-apigateway-gateway-responses', {}, 'ExtensionNotInProtocol', 'remove it: HTTP APIs have fixed error responses'],
    ['x-amazon-apigateway-integration', {}, 'ExtensionMisplaced', 'move it to an operation'],
    ['x-amazon-apigateway-integrations', {}, 'ExtensionMisplaced', 'move it to the components of the document'],
    ['x-amazon-apigateway-any-method', {}, 'ExtensionMisplaced', 'move it to a path item'],
    ['x-amazon-apigateway-endpoint-configuration', {}, 'ExtensionMisplaced', 'move it to a server'],
    ['x-amazon-apigateway-corss', {}, 'ExtensionUnknown', 'did you mean x-amazon-apigateway-cors?'],
    ['x-amazon-apigateway-caching-of-responses', {}, 'ExtensionUnknown', 'remove it'],
  ])('%s at the root of the document', (name, value, code, remedy) => {
    expect(findings({ [name]: value })).toMatchObject([{ code, remedy, property: `Properties/Body/${name}` }]);
  });

  test('belong to their object', () => {
    const cors = { 'x-amazon-apigateway-cors': {} };
    const messages = findings({
      ...inOperation(cors),
      components: { ...cors, securitySchemes: { a: { type: 'http', ...cors } } },
      servers: [{ url: '/', ...cors }],
    }).map(({ message, remedy }) => `${message}: ${remedy}`);

    expect(messages.sort()).toEqual([
      'x-amazon-apigateway-cors has no effect in a security scheme: move it to the root of the document',
      'x-amazon-apigateway-cors has no effect in a server: move it to the root of the document',
      'x-amazon-apigateway-cors has no effect in an operation: move it to the root of the document',
      'x-amazon-apigateway-cors has no effect in the components of the document: move it to the root of the document',
    ]);
    expect(findings({ 'x-amazon-apigateway-authtype': 'awsSigv4' })[0]).toMatchObject({
      message: 'x-amazon-apigateway-authtype has no effect in the root of the document',
      remedy: 'move it to a security scheme',
    });
  });

  test('in a path item are checked', () => {
    expect(codes({ paths: { '/a': { get: integration(), 'x-amazon-apigateway-integration': {} }, 'x-b': { get: {} } } })).toEqual([
      'ExtensionMisplaced',
    ]);
  });

  test('x-amazon-apigateway-auth is reported unless it means open access', () => {
    expect(codes(inOperation({ 'x-amazon-apigateway-auth': { type: 'none' } }))).toEqual([]);
    expect(codes(inOperation({ 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }))).toEqual(['ExtensionNotInProtocol']);
  });

  test('of an integration have no members of REST APIs', () => {
    const rest = {
      passthroughBehavior: 'never',
      responses: { default: { statusCode: '200', responseTemplates: {} } },
      cacheNamespace: 'a',
      htpMethod: 'GET',
      caching: true,
      tlsConfig: { insecureSkipVerification: true },
    };

    expect(
      findings(inOperation(integration(rest))).map(({ message, remedy, property }) => [message, remedy, property.split('/').at(-1)]),
    ).toEqual([
      ['x-amazon-apigateway-integration has no member htpMethod', 'did you mean httpMethod?', 'htpMethod'],
      ['x-amazon-apigateway-integration has no member caching', expect.stringMatching(/^use one of connectionId, /), 'caching'],
      [
        'passthroughBehavior, responses, cacheNamespace of x-amazon-apigateway-integration are not documented for HTTP APIs',
        'remove it, or use a REST API',
        'passthroughBehavior',
      ],
      [
        'insecureSkipVerification of x-amazon-apigateway-integration.tlsConfig is not documented for HTTP APIs',
        'remove it, or use a REST API',
        'insecureSkipVerification',
      ],
    ]);
  });

  test('of an integration may have what an export of a REST API says anyway', () => {
    const exported = {
      passthroughBehavior: 'WHEN_NO_MATCH',
      responses: { default: { statusCode: '200' } },
      cacheKeyParameters: [],
      contentHandling: null,
    };

    expect(codes(inOperation(integration(exported)))).toEqual([]);
  });

  test('of other objects have only known members', () => {
    const document = {
      'x-amazon-apigateway-cors': { allowOrigin: ['*'] },
      servers: [{ 'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: ['vpce-1'] } }],
      components: {
        securitySchemes: {
          a: {
            type: 'apiKey',
            'x-amazon-apigateway-authorizer': {
              type: 'jwt',
              identityValidationExpression: '.*',
              jwtConfiguration: { issuer: 'https://i' },
            },
          },
        },
      },
    };

    expect(
      findings(document)
        .filter(({ code }) => code === 'ExtensionMemberIgnored')
        .map(({ value }) => value),
    ).toEqual(['allowOrigin', 'vpcEndpointIds', 'identityValidationExpression']);
  });
});

describe('operations', () => {
  test.each([
    ['gte', 'did you mean get?'],
    ['trace', expect.stringMatching(/^use one of get, put, /)],
  ])('of the method %s are no routes', (name, remedy) => {
    expect(findings({ paths: { '/a': { get: integration(), [name]: integration() } } })).toMatchObject([
      { code: 'OperationUnknown', remedy, property: `Properties/Body/paths/~1a/${name}` },
    ]);
  });

  test.each(['summary', 'parameters', 'x-owner', 'Fn::Transform'])('may have %s beside them', (name) => {
    expect(codes({ paths: { '/a': { get: integration(), [name]: [] } } })).toEqual([]);
  });

  test.each<[string, Members]>([
    ['by a transform', { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['by a reference that leads to nothing', { 'x-amazon-apigateway-integration': { $ref: 'other.yaml' } }],
  ])('may get their integration %s', (_name, operation) => {
    expect(codes({ paths: { '/a': { get: operation } } })).not.toContain('OperationWithoutIntegration');
  });

  test('have the path parameters of their path', () => {
    const parameters = [
      { name: 'id', in: 'path' },
      { name: 'proxy', in: 'path' },
      { name: 'rest+', in: 'path' },
      { name: 'a', in: 'query' },
      { in: 'path' },
      { $ref: '#/components/parameters/other' },
    ];
    const components = { parameters: { other: { name: 'ids', in: 'path' } } };
    const found = findings({ paths: { '/a/{id}/{proxy+}': { parameters, get: integration() } }, components });

    expect(found.map(({ code, value, remedy, property }) => [code, value, remedy, property])).toEqual([
      [
        'PathParameterUnknown',
        'rest',
        'add it to the path, or remove the parameter',
        'Properties/Body/paths/~1a~1{id}~1{proxy+}/parameters/2',
      ],
      ['PathParameterUnknown', 'ids', 'did you mean id?', 'Properties/Body/components/parameters/other'],
    ]);
  });

  test('with one route key are reported', () => {
    const paths = {
      '/$default': { 'x-amazon-apigateway-any-method': { ...integration(), isDefaultRoute: true } },
      '/other': { 'x-amazon-apigateway-any-method': { ...integration(), isDefaultRoute: true } },
      '/a/{b}': { get: integration() },
      '/a/{c}': { get: integration() },
    };

    expect(codes({ paths }).sort()).toEqual(['RouteKeyTwice', 'RoutesDifferByVariable']);
  });

  test.each([
    ['aws', 'IntegrationTypeNotInProtocol'],
    ['http', 'IntegrationTypeNotInProtocol'],
    ['mock', 'IntegrationTypeNotInProtocol'],
    ['lambda', 'IntegrationTypeUnknown'],
  ])('with an integration of the type %s are reported', (type, code) => {
    expect(findings(inOperation(integration({ type })))).toMatchObject([
      { code, property: 'Properties/Body/paths/~1a/get/x-amazon-apigateway-integration/type' },
    ]);
  });

  test('may have the version of their payload as a number', () => {
    expect(codes(inOperation(integration({ payloadFormatVersion: 1.0 })))).toEqual([]);
    expect(findings(inOperation(integration({ payloadFormatVersion: 1.5 })))).toMatchObject([
      { code: 'PayloadVersionInvalid', value: '1.5' },
    ]);
  });

  test('of a path that SAM adds are not the author’s', () => {
    const place = { logicalId: 'Fn', property: 'Properties/Events/A' };
    const paths = { $default: { 'x-amazon-apigateway-any-method': { ...integration(), security: [{ none: [] }] } } };
    const { problems } = importDocument(documentOf({ paths }), { api: 'Api', property: 'Properties/DefinitionBody', placeOf: () => place });

    expect(problems).toMatchObject([{ code: 'SecuritySchemeUnknown', ...place }]);
  });
});

describe('security', () => {
  const withScheme = (scheme: Members, ...security: Members[]) => ({
    ...inOperation({ security }),
    components: { securitySchemes: { a: scheme, iam: { type: 'apiKey', 'x-amazon-apigateway-authtype': 'awsSigv4' } } },
  });
  const jwt = (authorizer: Members, more: Members = {}) => ({
    type: 'oauth2',
    'x-amazon-apigateway-authorizer': { type: 'jwt', identitySource: '$request.header.Authorization', ...authorizer },
    ...more,
  });
  const configured = jwt({ jwtConfiguration: { issuer: 'https://i', audience: ['a'] } });

  test.each<[string, Members[], string[]]>([
    ['two schemes together', [{ a: [], iam: [] }], ['SecurityRequirementsSeveral']],
    ['either of two schemes', [{ a: [] }, { iam: [] }], ['SecurityRequirementsSeveral']],
    ['one scheme twice', [{ a: [] }, { a: ['s'] }], []],
    ['a scheme or none', [{}, { a: [] }], []],
    ['no scheme', [], []],
    ['what only a deployment knows', [{ 'Fn::If': ['A', {}, {}] }], []],
    ['the open scheme of SAM', [{ NONE: [] }, { a: [] }], []],
    ['a scheme, and the open one', [{ a: [] }, { NONE: [] }], []],
    ['an unknown scheme', [{ users: [] }], ['SecuritySchemeUnknown']],
  ])('of an operation requires %s', (_name, security, expected) => {
    expect(codes(withScheme(configured, ...security))).toEqual(expected);
  });

  test('names the scheme that was probably meant', () => {
    expect(findings(withScheme(configured, { ima: [] }))[0]).toMatchObject({ remedy: 'did you mean iam?' });
    expect(findings(withScheme(configured, { users: [] }))[0]).toMatchObject({ remedy: 'define it in components/securitySchemes' });
  });

  test('of the document holds for operations without their own', () => {
    const document = { ...withScheme({ type: 'http' }), paths: { '/a': { get: integration() } }, security: [{ a: [] }] };

    expect(findings(document)).toMatchObject([{ code: 'SecuritySchemeWithoutAuthorizer', property: 'Properties/Body/security' }]);
  });

  test.each<[unknown, string[]]>([
    ['JWT', []],
    [{ Ref: 'Type' }, []],
    [undefined, ['AuthorizerExtensionInvalid']],
    ['cognito_user_pools', ['AuthorizerExtensionInvalid']],
  ])('has authorizers of the type %j', (type, expected) => {
    const document = withScheme(
      jwt({
        type,
        authorizerUri: 'arn:a',
        authorizerPayloadFormatVersion: '2.0',
        jwtConfiguration: { issuer: 'https://i', audience: ['a'] },
      }),
    );

    expect(codes(document).filter((code) => code.startsWith('AuthorizerExtension'))).toEqual(expected);
  });

  test('finds the issuer by the URL of its discovery document', () => {
    const audience = { jwtConfiguration: { audience: ['a'] } };
    const url = 'https://i.example.com/pool/.well-known/openid-configuration';
    const issuerOf = (scheme: Members) => {
      const { resources } = importDocument(documentOf({ components: { securitySchemes: { a: scheme } } }), {
        api: 'Api',
        property: 'Properties/Body',
      });
      return (resources['Api/Authorizer/a'] as { Properties: { JwtConfiguration: unknown } }).Properties.JwtConfiguration;
    };

    expect(issuerOf(jwt(audience, { openIdConnectUrl: url }))).toEqual({ Issuer: 'https://i.example.com/pool', Audience: ['a'] });
    expect(issuerOf(jwt(audience, { openIdConnectUrl: { Ref: 'Url' } }))).toEqual({ Issuer: { Ref: 'Url' }, Audience: ['a'] });
    expect(issuerOf(jwt(audience))).toEqual({ Audience: ['a'] });
    expect(issuerOf(jwt({ jwtConfiguration: { 'Fn::If': ['A', {}, {}] } }))).toEqual({ 'Fn::If': ['A', {}, {}] });
  });
});

describe('the base path', () => {
  const variable = (basePath: unknown) => ({ url: 'https://a.example.com/{basePath}', variables: { basePath: { default: basePath } } });
  const keysOf = (servers: unknown, basePath: unknown, path = '/e') => {
    const paths = { [path]: { get: integration() }, '/$default': { 'x-amazon-apigateway-any-method': integration() } };
    const { resources } = importDocument(documentOf({ servers, paths }), { api: 'Api', property: 'Properties/Body' }, { basePath });
    return Object.values(resources).flatMap((resource) => {
      const { RouteKey } = (resource as { Properties: { RouteKey?: string } }).Properties;
      return RouteKey ?? [];
    });
  };

  test.each<[string, unknown[], unknown, string]>([
    ['is ignored by default', [{ url: 'https://a.example.com/a/b/c' }], undefined, 'GET /e'],
    ['is ignored on request', [{ url: 'https://a.example.com/a/b/c' }], 'ignore', 'GET /e'],
    ['is ignored if the mode is only known after deployment', [{ url: '/a' }], { Ref: 'Mode' }, 'GET /e'],
    ['comes before the paths', [{ url: 'https://a.example.com/a/b/c' }], 'prepend', 'GET /a/b/c/e'],
    ['comes before the paths without its first step', [{ url: 'https://a.example.com/a/b/c/' }], 'split', 'GET /b/c/e'],
    ['of one step leaves nothing', [{ url: '/a' }], 'split', 'GET /e'],
    ['of a relative URL counts', [{ url: 'a/b?x#y' }], 'prepend', 'GET /a/b/e'],
    ['contains the defaults of variables', [{ url: '//h/{v}/{w}', variables: { v: { default: 'v2' } } }], 'prepend', 'GET /v2/{w}/e'],
    ['is the variable of this name', [{ url: 'https://a.example.com/x' }, variable('/a/b')], 'prepend', 'GET /a/b/e'],
    ['is the first of several variables', [variable('one'), variable('one')], 'prepend', 'GET /one/e'],
    ['is missing without a path', [{ url: 'https://a.example.com' }, {}], 'prepend', 'GET /e'],
    ['is missing without a path to split', [], 'split', 'GET /e'],
  ])('%s', (_name, servers, mode, key) => {
    expect(keysOf(servers, mode)).toEqual([key, '$default']);
  });

  test('is the whole path of the root', () => {
    expect(keysOf([{ url: '/a' }], 'prepend', '/')).toEqual(['GET /a', '$default']);
  });

  test('is ambiguous only if it becomes a part of routes', () => {
    const servers = [variable('one'), variable('two')];

    expect(codes({ servers })).toEqual([]);
    expect(findings({ servers }, { BasePath: 'split' })).toEqual([]);
    expect(findings({ servers }, { BasePath: 'prepend' })).toMatchObject([
      { code: 'BasePathAmbiguous', value: '/two', property: 'Properties/Body/servers/1/variables/basePath/default' },
    ]);
  });

  test.each([
    ['prepends', 'did you mean prepend?'],
    ['none', 'write one of ignore, prepend, split'],
  ])('has no mode %s', (BasePath, remedy) => {
    expect(findings({}, { BasePath })).toMatchObject([{ code: 'BasePathModeInvalid', remedy, property: 'Properties/BasePath' }]);
  });
});

describe('references', () => {
  const files = new Map<string, unknown>([
    [
      'paths.yaml',
      {
        a: { get: { $ref: '#/operations/a~1b%20c' } },
        operations: { 'a/b c': integration({ timeoutInMillis: 1 }) },
        list: [{ $ref: 'more.yaml' }],
      },
    ],
    ['more.yaml', { get: { 'x-amazon-apigateway-integration': { $ref: 'shared.yaml#/100%' } } }],
    ['shared.yaml', { '100%': integration()['x-amazon-apigateway-integration'] }],
  ]);
  const read = (paths: Members) =>
    importDocument(documentOf({ paths }), {
      api: 'Api',
      property: 'Properties/Body',
      readFile: (name) => (files.has(name) ? { name, content: files.get(name) } : `there is no ${name}`),
    });

  test('lead into other files, and from there', () => {
    const { resources, parts } = read({
      '/a': { $ref: 'paths.yaml#/a' },
      '/b': { $ref: 'paths.yaml#/list/0' },
      '/c': { $ref: 'more.yaml' },
    });
    const placeOf = (id: string, property: string) => parts.get(`Api/${id}`)?.locate(`Properties/${property}`).property;

    expect(Object.keys(resources)).toEqual([
      'Api/Integration/GET/a',
      'Api/Route/GET/a',
      'Api/Integration/shared.yaml#/100%',
      'Api/Route/GET/b',
      'Api/Route/GET/c',
    ]);
    expect(placeOf('Integration/GET/a', 'TimeoutInMillis')).toBe(
      'paths.yaml#/operations/a~1b c/x-amazon-apigateway-integration/timeoutInMillis',
    );
    expect(placeOf('Route/GET/a', 'RouteKey')).toBe('paths.yaml#/operations/a~1b c');
    expect(placeOf('Integration/shared.yaml#/100%', 'IntegrationUri')).toBe('shared.yaml#/100%/uri');
    expect(placeOf('Route/GET/c', 'RouteKey')).toBe('more.yaml#/get');
  });

  test('to files and URLs that are not read are left out', () => {
    const { leftOut, problems } = read({ '/a': { $ref: 'gone.yaml#/a' }, '/b': { $ref: 'https://a.example.com/b.yaml' } });

    expect(leftOut.map(({ reason }) => reason)).toEqual([
      'the reference gone.yaml#/a is not read: there is no gone.yaml',
      'the reference https://a.example.com/b.yaml is not read: it leads out of the document',
    ]);
    expect(problems.map(({ code, value }) => [code, value])).toEqual([
      ['DocumentReferenceToFile', 'gone.yaml'],
      ['DocumentReferenceToFile', 'https://a.example.com/b.yaml'],
    ]);
  });

  test.each([
    ['#/components/a', 'there is no /components/a in the document'],
    ['paths.yaml#/b/0', 'there is no /b/0 in paths.yaml'],
    ['paths.yaml#/list/a', 'there is no /list/a in paths.yaml'],
    ['#/paths/~1a', 'it leads back to itself'],
  ])('to %s are broken', ($ref, reason) => {
    expect(read({ '/a': { $ref } }).problems[0]).toMatchObject({
      code: 'DocumentReferenceBroken',
      message: `the reference ${$ref} leads to nothing: ${reason}`,
    });
  });

  test('to an empty file are broken', () => {
    files.set('empty.yaml', undefined);

    expect(read({ '/a': { $ref: 'empty.yaml' } }).problems[0]).toMatchObject({
      message: 'the reference empty.yaml leads to nothing: there is no content in empty.yaml',
    });
  });

  test('may stand for a whole document', () => {
    const body = { $ref: '#/document', document: documentOf({ openapi: '3.1.0' }) };
    const [finding] = checkTemplates([{ id: 'app', body: { Resources: { Api: v2('Api', { Body: body }) } } }]);

    expect(finding).toMatchObject({ code: 'OpenApiVersionNotSupported', property: 'Properties/Body/document/openapi' });
  });

  test('to an integration elsewhere in the document share it', () => {
    const $ref = '#/paths/~1a/get/x-amazon-apigateway-integration';
    const { resources } = read({ '/a': { get: integration() }, '/b': { get: { 'x-amazon-apigateway-integration': { $ref } } } });

    expect(Object.keys(resources)).toContain('Api/Integration/paths/~1a/get/x-amazon-apigateway-integration');
  });
});

describe('an API with a document', () => {
  test('has no other routes, integrations and authorizers in the template', () => {
    const others = {
      Route: ofApi('Route', { RouteKey: 'GET /b' }),
      Integration: v2('Integration', {
        ApiId: { Ref: 'Other' },
        IntegrationType: 'HTTP_PROXY',
        IntegrationMethod: 'GET',
        IntegrationUri: 'https://a',
      }),
      Stage: ofApi('Stage', { StageName: '$default', AutoDeploy: true }),
      Other: v2('Api', { Name: 'Other', ProtocolType: 'HTTP' }),
    };

    expect(findings({}, {}, others).map(({ code, logicalId, property }) => [code, logicalId, property])).toEqual([
      ['ResourceBesideDocument', 'Route', 'Properties/ApiId'],
    ]);
  });

  test('gives its condition to what is imported', () => {
    const get = { 'Fn::If': ['B', integration(), { Ref: 'AWS::NoValue' }] };
    const api = { ...v2('Api', { Body: documentOf({ paths: { '/a': { get }, '/b': { get: integration() } } }) }), Condition: 'A' };
    const body = { Conditions: { A: {}, B: {} }, Resources: { Api: api, Queue: { Type: 'AWS::SQS::Queue' } } };

    expect(coverageOf([{ id: 'app', body, leftOut: [{ kind: 'loop', reason: 'r' }] }])).toEqual({
      apis: 1,
      routes: 2,
      notChecked: [{ templateId: 'app', kind: 'loop', reason: 'r' }],
    });
    expect(checkTemplates([{ id: 'app', body }])).toEqual([]);
  });

  test('of SAM is written in its DefinitionBody, and its events', () => {
    const body = { Resources: { Api: v2('Api', { Body: documentOf({ basePath: '/', paths: { '/a': { get: {} } } }) }) } };
    const place = { logicalId: 'Fn', property: 'Properties/Events/A' };
    const { documentProblems = [] } = withDocuments(
      { id: 'app', body },
      { operations: new Map([['Api', new Map([['paths/~1a/get', place]])]]) },
    );

    expect(documentProblems.map(({ logicalId, property }) => [logicalId, property])).toEqual([
      ['Api', 'Properties/DefinitionBody/basePath'],
      ['Fn', 'Properties/Events/A'],
    ]);
  });

  test('has the construct path in its findings', () => {
    const api = { ...v2('Api', { Body: documentOf({ basePath: '/' }) }), Metadata: { 'aws:cdk:path': 'Shop/Api' } };

    expect(checkTemplates([{ id: 'app', body: { Resources: { Api: api } } }])).toMatchObject([
      { code: 'DocumentMemberUnknown', constructPath: 'Shop/Api' },
    ]);
  });

  test('is imported once', () => {
    const imported = withDocuments({ id: 'app', body: { Resources: { Api: v2('Api', { Body: documentOf({ openapi: '3.1.0' }) }) } } });

    expect(withDocuments(imported)).toBe(imported);
    expect(checkTemplates([imported])).toHaveLength(1);
  });

  test('is not read if only a deployment knows its document', () => {
    const body = { Resources: { Api: v2('Api', { Body: { 'Fn::Transform': { Name: 'AWS::Include' } } }) } };

    expect(coverageOf([{ id: 'app', body }])).toMatchObject({ apis: 0, notChecked: [{ logicalId: 'Api' }] });
  });

  test('is partial if a reference is not read', () => {
    const paths = { '/a': { $ref: 'a.yaml' }, '/b': { get: integration() } };
    const body = { Resources: { Api: v2('Api', { Body: documentOf({ paths }) }) } };

    expect(coverageOf([{ id: 'app', body }]).notChecked).toEqual([
      {
        templateId: 'app',
        logicalId: 'Api',
        kind: 'OpenAPI document',
        reason: 'the reference a.yaml is not read: it leads out of the document',
      },
    ]);
  });
});
