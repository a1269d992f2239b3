import type { Resources, RuleExamples } from './resources';
import { httpProxy, resource } from './resources';

type Members = Readonly<Record<string, unknown>>;

const integration = (members: Members = {}) => ({
  'x-amazon-apigateway-integration': {
    type: 'http_proxy',
    httpMethod: 'GET',
    uri: 'https://books.example.com',
    payloadFormatVersion: '1.0',
    ...members,
  },
});

/** An HTTP API that is imported from a document with these members. */
const imported = (members: Members, properties: Members = {}): Resources => ({
  Api: resource('Api', {
    Body: { openapi: '3.0.1', info: { title: 'Books', version: '1' }, paths: { '/books': { get: integration() } }, ...members },
    ...properties,
  }),
});

/** An HTTP API whose document has one path. */
const withPath = (path: string, item: Members, members: Members = {}, properties: Members = {}): Resources =>
  imported({ paths: { [path]: item }, ...members }, properties);

/** An HTTP API whose document has one operation, `GET /books`. */
const withOperation = (operation: Members, members: Members = {}): Resources =>
  withPath('/books', { get: { ...integration(), ...operation } }, members);

const jwt = {
  type: 'oauth2',
  'x-amazon-apigateway-authorizer': {
    type: 'jwt',
    identitySource: '$request.header.Authorization',
    jwtConfiguration: { issuer: 'https://login.example.com', audience: ['books'] },
  },
};
const iam = { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };

/** An HTTP API whose document has these security schemes, of which `GET /books` requires some. */
const withSecurity = (schemes: Members, ...required: string[]): Resources =>
  withOperation({ security: required.map((name) => ({ [name]: [] })) }, { components: { securitySchemes: schemes } });

const lambda = (type: string) => ({
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authorizer': {
    type,
    identitySource: '$request.header.Authorization',
    authorizerUri:
      'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:allow/invocations',
    authorizerPayloadFormatVersion: '2.0',
  },
});

const servers = (...urls: string[]) => ({ servers: urls.map((url) => ({ url })) });

/** OpenAPI documents. */
export const OPENAPI_EXAMPLES = {
  OpenApiVersionNotSupported: {
    bad: imported({ openapi: '3.1.0' }),
    good: imported({ openapi: '3.0.3' }),
  },
  DocumentMemberUnknown: {
    bad: imported({ basePath: '/v1' }),
    good: imported(servers('https://api.example.com/v1')),
  },
  ImportVersionNotSupported: {
    bad: imported({ 'x-amazon-apigateway-importexport-version': '2.0' }),
    good: imported({ 'x-amazon-apigateway-importexport-version': '1.0' }),
  },
  DocumentReferenceBroken: {
    bad: imported({ paths: { '/books': { $ref: '#/components/pathItems/books' } } }),
    good: imported({
      paths: { '/books': { $ref: '#/components/pathItems/books' } },
      components: { pathItems: { books: { get: integration() } } },
    }),
  },
  DocumentReferenceToFile: {
    bad: imported({ paths: { '/books': { $ref: './books.yaml#/books' } } }),
    good: imported({
      paths: { '/books': { $ref: '#/components/pathItems/books' } },
      components: { pathItems: { books: { get: integration() } } },
    }),
  },
  BasePathModeInvalid: {
    bad: imported(servers('https://api.example.com/v1'), { BasePath: 'overwrite' }),
    good: imported(servers('https://api.example.com/v1'), { BasePath: 'prepend' }),
  },
  BasePathAmbiguous: {
    bad: imported(servers('https://api.example.com/v1', 'https://api.example.com/v2'), { BasePath: 'prepend' }),
    good: imported(servers('https://api.example.com/v1', 'https://test.example.com/v1'), { BasePath: 'prepend' }),
  },
  ResourceBesideDocument: {
    bad: { ...imported({}), Integration: httpProxy() },
    good: { ...imported({}), Stage: resource('Stage', { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true }) },
  },
  ExtensionNotInProtocol: {
    bad: withOperation({ 'x-amazon-apigateway-request-validator': 'all' }),
    good: withOperation({ requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } }),
  },
  ExtensionUnknown: {
    bad: withOperation({ 'x-amazon-apigateway-integraton': {} }),
    good: withOperation({ 'x-internal-owner': 'books' }),
  },
  ExtensionMisplaced: {
    bad: withOperation({ 'x-amazon-apigateway-cors': { allowOrigins: ['https://www.example.com'] } }),
    good: imported({ 'x-amazon-apigateway-cors': { allowOrigins: ['https://www.example.com'] } }),
  },
  ExtensionMemberIgnored: {
    bad: withOperation(integration({ requestTemplates: { 'application/json': '{}' } })),
    good: withOperation(integration({ passthroughBehavior: 'when_no_match' })),
  },
  OperationUnknown: {
    bad: withPath('/books', { get: integration(), trace: integration() }),
    good: withPath('/books', { get: integration(), head: integration() }),
  },
  OperationWithoutIntegration: {
    bad: withPath('/books', { get: { responses: {} } }),
    good: withPath('/books', { get: { responses: {}, ...integration() } }),
  },
  DefaultPathWithoutSlash: {
    bad: withPath('$default', { 'x-amazon-apigateway-any-method': integration() }),
    good: withPath('/$default', { 'x-amazon-apigateway-any-method': { isDefaultRoute: true, ...integration() } }),
  },
  ImportFailsOnWarnings: {
    bad: withPath('$default', { 'x-amazon-apigateway-any-method': integration() }, {}, { FailOnWarnings: true }),
    good: withPath('/$default', { 'x-amazon-apigateway-any-method': integration() }, {}, { FailOnWarnings: true }),
  },
  PathParameterUnknown: {
    bad: withPath('/books/{id}', { get: { ...integration(), parameters: [{ name: 'bookId', in: 'path', required: true }] } }),
    good: withPath('/books/{id}', { get: { ...integration(), parameters: [{ name: 'id', in: 'path', required: true }] } }),
  },
  SecurityRequirementsSeveral: {
    bad: withSecurity({ users: jwt, iam }, 'users', 'iam'),
    good: withSecurity({ users: jwt, iam }, 'users'),
  },
  SecuritySchemeUnknown: {
    bad: withSecurity({ users: jwt }, 'user'),
    good: withSecurity({ users: jwt }, 'users'),
  },
  SecuritySchemeWithoutAuthorizer: {
    bad: withSecurity({ users: { type: 'http', scheme: 'bearer' } }, 'users'),
    good: withSecurity({ users: jwt }, 'users'),
  },
  AuthorizerExtensionInvalid: {
    bad: withSecurity({ users: lambda('token') }, 'users'),
    good: withSecurity({ users: lambda('request') }, 'users'),
  },
} as const satisfies RuleExamples;
