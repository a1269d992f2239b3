import { arnOf, fn, httpApi, onApi, sam } from './build';

const JWT = {
  JwtConfiguration: { issuer: 'https://issuer.example.com', audience: ['a', 'b'] },
  IdentitySource: '$request.header.Authorization',
  AuthorizationScopes: ['read'],
};
const lambda = (more: object = {}) => ({ FunctionArn: arnOf('Auth'), AuthorizerPayloadFormatVersion: '2.0', ...more });
const by = (Authorizer: string, more: object = {}) => ({ Auth: { Authorizer, ...more } });

/** An API with a function and the function of its authorizers. */
const withAuth = (Auth: object, events: object): object => sam({ Api: httpApi({ Auth }), Books: fn(events), Auth: fn() });

/** Authorizers of HTTP APIs. */
export const authorizerTemplates: Readonly<Record<string, object>> = {
  'JWT authorizer by default': withAuth(
    { Authorizers: { Jwt: JWT }, DefaultAuthorizer: 'Jwt' },
    {
      Get: onApi('get', '/a'),
      Open: onApi('get', '/open', by('NONE')),
      Scoped: onApi('get', '/scoped', { Auth: { AuthorizationScopes: ['write'] } }),
      Options: onApi('options', '/a'),
    },
  ),
  'JWT authorizer of single events, with capital letters': withAuth(
    { Authorizers: { Jwt: { ...JWT, JwtConfiguration: { Issuer: 'https://i', Audience: ['a'] } } } },
    { Get: onApi('get', '/a', by('Jwt')), Other: onApi('get', '/b') },
  ),
  'Lambda authorizer with a permission': withAuth(
    { Authorizers: { Fn: lambda({ EnableSimpleResponses: true, EnableFunctionDefaultPermissions: true }) }, DefaultAuthorizer: 'Fn' },
    { Get: onApi('get', '/a') },
  ),
  'Lambda authorizer with identity and role': withAuth(
    {
      Authorizers: {
        Fn: lambda({
          FunctionInvokeRole: 'arn:aws:iam::1:role/r',
          Identity: { Headers: ['X-A'], QueryStrings: ['q'], StageVariables: ['v'], Context: ['routeKey'], ReauthorizeEvery: 0 },
        }),
        None: lambda({ FunctionInvokeRole: 'NONE', AuthorizerPayloadFormatVersion: '1.0' }),
      },
    },
    { Get: onApi('get', '/a', by('Fn')), Other: onApi('get', '/b', by('None')) },
  ),
  'IAM by default': withAuth({ EnableIamAuthorizer: true, DefaultAuthorizer: 'AWS_IAM' }, { Get: onApi('get', '/a') }),
  'IAM beside other authorizers': withAuth(
    { EnableIamAuthorizer: true, Authorizers: { Jwt: JWT }, DefaultAuthorizer: 'Jwt' },
    { Iam: onApi('get', '/iam', by('AWS_IAM')), Get: onApi('get', '/jwt') },
  ),
  'authorizers in globals': sam(
    { Books: fn({ Get: { Type: 'HttpApi', Properties: { Path: '/a', Method: 'get' } } }) },
    { Globals: { HttpApi: { Auth: { Authorizers: { Jwt: JWT }, DefaultAuthorizer: 'Jwt' } } } },
  ),
  'authorizer of an operation in the own document': sam({
    Api: httpApi({
      Auth: { Authorizers: { Jwt: JWT }, DefaultAuthorizer: 'Jwt' },
      DefinitionBody: {
        openapi: '3.0.1',
        info: { title: 'own', version: '1' },
        paths: {
          '/a': { get: { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri: 'https://a', payloadFormatVersion: '1.0' } } },
        },
      },
    }),
  }),
};
