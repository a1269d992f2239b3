import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import * as lambda from './lambda';
import * as mapping from './mapping';
import * as mappingCustom from './mapping-custom';
import * as url from './url';

const COPY = { 'append:header.header2': '$request.header.header1', 'remove:header.header1': '' };

test.each([
  ['lambda', lambda, 'GET /books', { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }],
  ['url', url, 'GET /books', { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://get-books-proxy.example.com' }],
  ['mapping', mapping, '$default', { IntegrationType: 'HTTP_PROXY', RequestParameters: COPY }],
  ['mapping-custom', mappingCustom, '$default', { IntegrationType: 'HTTP_PROXY', RequestParameters: { myKey: 'myValue' } }],
])('the page’s %s example', (_name, { build }, routeKey, integration) => {
  const stack = new Stack(new App(), 'Seed');
  build(stack);
  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: routeKey });
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', integration);
  expect(Object.keys(template.findResources('AWS::ApiGatewayV2::Integration'))).toHaveLength(1);
});
