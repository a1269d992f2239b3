import { checkTemplate, type Finding } from '@apigwv2-integrations/core/engine';
import { expect } from 'vitest';

type Properties = Record<string, unknown>;

/** What the checks say of these resources, as JSON would bring them. */
export function findingsOf(resources: unknown, template: Properties = {}): Finding[] {
  return checkTemplate(JSON.parse(JSON.stringify({ ...template, Resources: resources })));
}

/** Expects exactly these codes, in any order. */
export function expectCodes(resources: unknown, codes: string[], template?: Properties): Finding[] {
  const findings = findingsOf(resources, template);
  expect(findings.map(({ code }) => code).sort()).toEqual([...codes].sort());
  return findings;
}

/** A resource of API Gateway v2. */
export function v2(type: string, properties: Properties = {}, rest: Properties = {}) {
  return { Type: `AWS::ApiGatewayV2::${type}`, Properties: properties, ...rest };
}

/** A resource of the API `Api`. */
export function ofApi(type: string, properties: Properties = {}, rest: Properties = {}) {
  return v2(type, { ApiId: { Ref: 'Api' }, ...properties }, rest);
}

export const httpApi = v2('Api', { Name: 'Shop', ProtocolType: 'HTTP' });
export const webSocketApi = v2('Api', { Name: 'Chat', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' });

/** A public HTTP integration. */
export function httpProxy(properties: Properties = {}) {
  return ofApi('Integration', {
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'ANY',
    IntegrationUri: 'https://example.com',
    PayloadFormatVersion: '1.0',
    ...properties,
  });
}

/** A service integration. */
export function service(IntegrationSubtype: unknown, RequestParameters: unknown, properties: Properties = {}) {
  return ofApi('Integration', {
    IntegrationType: 'AWS_PROXY',
    IntegrationSubtype,
    PayloadFormatVersion: '1.0',
    CredentialsArn: 'arn:aws:iam::123456789012:role/caller',
    RequestParameters,
    ...properties,
  });
}

/** A route to `Integration`, or to nothing. */
export function route(RouteKey: unknown, integration?: string, properties: Properties = {}, rest: Properties = {}) {
  const Target = integration === undefined ? {} : { Target: { 'Fn::Join': ['', ['integrations/', { Ref: integration }]] } };
  return ofApi('Route', { RouteKey, ...Target, ...properties }, rest);
}
