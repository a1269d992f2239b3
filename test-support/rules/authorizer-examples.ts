import { httpApi, jwtAuthorizer, ofApi, type RuleExamples, requestAuthorizer, resource, webSocketApi } from './resources';

const NONE = { Ref: 'AWS::NoValue' };

const jwt = (properties: object = {}) => httpApi({ Authorizer: jwtAuthorizer({ ...properties }) });
const jwtConfiguration = (JwtConfiguration: object) => jwt({ JwtConfiguration });
const request = (properties: object = {}) => httpApi({ Authorizer: requestAuthorizer({ ...properties }) });
const webSocket = (properties: object = {}) =>
  webSocketApi({
    Authorizer: requestAuthorizer({ AuthorizerPayloadFormatVersion: NONE, IdentitySource: NONE, ...properties }),
  });
const protectedBy = (authorizer: object, properties: object) =>
  httpApi({
    Authorizer: authorizer as ReturnType<typeof jwtAuthorizer>,
    Route: ofApi('Route', { RouteKey: 'GET /books', ...properties }),
  });
const byJwt = { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } };
const byFunction = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };
const onRoute = (RouteKey: string) => ({ ...webSocket(), Route: ofApi('Route', { RouteKey, ...byFunction }) });
const good = protectedBy(jwtAuthorizer(), byJwt);

/** Authorizers, and routes that name them. */
export const AUTHORIZER_EXAMPLES = {
  AuthorizerTypeInvalid: { bad: request({ AuthorizerType: 'TOKEN' }), good: request() },
  AuthorizerUriMissing: { bad: request({ AuthorizerUri: NONE }), good: request() },
  AuthorizerPayloadVersionMissing: { bad: request({ AuthorizerPayloadFormatVersion: NONE }), good: request() },
  AuthorizerPayloadVersionInvalid: { bad: request({ AuthorizerPayloadFormatVersion: '3.0' }), good: request() },
  SimpleResponsesNotSupported: {
    bad: request({ EnableSimpleResponses: true, AuthorizerPayloadFormatVersion: '1.0' }),
    good: request({ EnableSimpleResponses: true, AuthorizerPayloadFormatVersion: '2.0' }),
  },
  AuthorizerTtlOutOfRange: {
    bad: request({ AuthorizerResultTtlInSeconds: 3601 }),
    good: request({ AuthorizerResultTtlInSeconds: 3600 }),
  },
  AuthorizerCacheWithoutIdentitySource: {
    bad: request({ AuthorizerResultTtlInSeconds: 300, IdentitySource: NONE }),
    good: request({ AuthorizerResultTtlInSeconds: 0, IdentitySource: NONE }),
  },
  IdentitySourceInvalid: {
    bad: webSocket({ IdentitySource: ['$request.header.Authorization'] }),
    good: webSocket({ IdentitySource: ['route.request.header.Authorization'] }),
  },
  JwtIdentitySourceMissing: { bad: jwt({ IdentitySource: NONE }), good: jwt() },
  JwtConfigurationMissing: { bad: jwt({ JwtConfiguration: NONE }), good: jwt() },
  JwtIssuerInvalid: {
    bad: jwtConfiguration({ Issuer: 'accounts.google.com', Audience: ['shop'] }),
    good: jwtConfiguration({ Issuer: 'https://accounts.google.com', Audience: ['shop'] }),
  },
  JwtAudienceMissing: {
    bad: jwtConfiguration({ Issuer: 'https://accounts.google.com', Audience: [] }),
    good: jwtConfiguration({ Issuer: 'https://accounts.google.com', Audience: ['shop'] }),
  },
  AuthorizerPropertyIgnored: { bad: jwt({ AuthorizerResultTtlInSeconds: 300 }), good: request({ AuthorizerResultTtlInSeconds: 300 }) },
  AuthorizationTypeInvalid: {
    bad: protectedBy(requestAuthorizer(), { ...byFunction, AuthorizationType: 'LAMBDA' }),
    good: protectedBy(requestAuthorizer(), byFunction),
  },
  AuthorizationOnMessageRoute: { bad: onRoute('join'), good: onRoute('$connect') },
  AuthorizerMissing: { bad: protectedBy(jwtAuthorizer(), { AuthorizationType: 'JWT' }), good },
  AuthorizerTypeMismatch: { bad: protectedBy(jwtAuthorizer(), byFunction), good },
  AuthorizerIgnored: { bad: protectedBy(jwtAuthorizer(), { AuthorizerId: { Ref: 'Authorizer' } }), good },
  AuthorizerOfOtherApi: {
    bad: {
      ...protectedBy(jwtAuthorizer({ ApiId: { Ref: 'OtherApi' } }), byJwt),
      OtherApi: resource('Api', { Name: 'Other', ProtocolType: 'HTTP' }),
    },
    good,
  },
  ScopesWithoutJwt: {
    bad: protectedBy(requestAuthorizer(), { ...byFunction, AuthorizationScopes: ['books.read'] }),
    good: protectedBy(jwtAuthorizer(), { ...byJwt, AuthorizationScopes: ['books.read'] }),
  },
} as const satisfies RuleExamples;
