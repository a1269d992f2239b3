import type { RuleCode } from '@apigwv2-integrations/core/engine';

/** The `Resources` of a CloudFormation template, or some of them. */
export type Resources = Readonly<
  Record<
    string,
    { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>>; readonly DependsOn?: string | readonly string[] }
  >
>;

/** Templates that show what a rule reports. */
export interface RuleExample {
  /** Resources with this problem and no other. */
  readonly bad: Resources;
  /** The same resources, corrected. */
  readonly good: Resources;
}

export type RuleExamples = Readonly<Partial<Record<RuleCode, RuleExample>>>;

type Properties = Readonly<Record<string, unknown>>;

const ref = (logicalId: string) => ({ Ref: logicalId });

/** An HTTP API, with other resources beside it. */
export function httpApi(others: Resources = {}, properties: Properties = {}): Resources {
  return { Api: resource('Api', { Name: 'Shop', ProtocolType: 'HTTP', ...properties }), ...others };
}

/** A WebSocket API, with other resources beside it. */
export function webSocketApi(others: Resources = {}, properties: Properties = {}): Resources {
  const own = { Name: 'Chat', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' };
  return { Api: resource('Api', { ...own, ...properties }), ...others };
}

/** Any resource of API Gateway v2. */
export function resource(type: string, properties: Properties) {
  return { Type: `AWS::ApiGatewayV2::${type}`, Properties: properties };
}

/** A resource that belongs to the API. */
export function ofApi(type: string, properties: Properties) {
  return resource(type, { ApiId: ref('Api'), ...properties });
}

/** An integration with a public URL. */
export function httpProxy(properties: Properties = {}) {
  return ofApi('Integration', {
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    IntegrationUri: 'https://books.example.com',
    PayloadFormatVersion: '1.0',
    ...properties,
  });
}

/** An HTTP API whose one integration has these properties. */
export function withIntegration(properties: Properties): Resources {
  return httpApi({ Integration: httpProxy(properties) });
}

/** An HTTP API whose one integration changes requests so. */
export function requestMapping(mapping: Properties): Resources {
  return withIntegration({ RequestParameters: mapping });
}

/** An HTTP API whose one integration changes responses with status 200 so. */
export function responseMapping(Destination: string, Source: string): Resources {
  return withIntegration({ ResponseParameters: { '200': { ResponseParameters: [{ Source, Destination }] } } });
}

/** An integration that sends messages to a queue. */
export function sendMessage(parameters: Properties, properties: Properties = {}): Resources {
  return httpApi({
    Integration: ofApi('Integration', {
      IntegrationType: 'AWS_PROXY',
      IntegrationSubtype: 'SQS-SendMessage',
      PayloadFormatVersion: '1.0',
      CredentialsArn: 'arn:aws:iam::123456789012:role/send',
      RequestParameters: parameters,
      ...properties,
    }),
  });
}

/** A route that leads to the integration of that name. */
export function route(RouteKey: string, properties: Properties = {}, integration = 'Integration') {
  return ofApi('Route', { RouteKey, Target: { 'Fn::Join': ['/', ['integrations', ref(integration)]] }, ...properties });
}

/** A route without a target. */
export function bareRoute(RouteKey: string) {
  return ofApi('Route', { RouteKey });
}

/** Many resources of a kind, numbered. */
export function many(count: number, name: string, make: (number: number) => Resources[string]): Resources {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index + 1}`, make(index + 1)]));
}

/** A JWT authorizer of an HTTP API. */
export function jwtAuthorizer(properties: Properties = {}) {
  return ofApi('Authorizer', {
    AuthorizerType: 'JWT',
    Name: 'users',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: 'https://login.example.com', Audience: ['shop'] },
    ...properties,
  });
}

/** A Lambda authorizer of an HTTP API. */
export function requestAuthorizer(properties: Properties = {}) {
  return ofApi('Authorizer', {
    AuthorizerType: 'REQUEST',
    Name: 'users',
    AuthorizerPayloadFormatVersion: '2.0',
    AuthorizerUri:
      'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:auth/invocations',
    IdentitySource: ['$request.header.Authorization'],
    ...properties,
  });
}
