import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import * as alb from './alb';
import * as cloudMap from './cloud-map';
import * as lambda from './lambda';
import * as mapping from './mapping';
import * as mappingCustom from './mapping-custom';
import * as nlb from './nlb';
import * as url from './url';
import * as webSocket from './websocket';

const PRIVATE = { IntegrationType: 'HTTP_PROXY', ConnectionType: 'VPC_LINK', IntegrationMethod: 'ANY', PayloadFormatVersion: '1.0' };
const COPY = { 'append:header.header2': '$request.header.header1', 'remove:header.header1': '' };

test.each([
  ['lambda', lambda, 'GET /books', { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }],
  ['url', url, 'GET /books', { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://get-books-proxy.example.com' }],
  ['alb', alb, '$default', { ...PRIVATE, IntegrationUri: { Ref: Match.stringLikeRegexp('^lblistener') } }],
  ['nlb', nlb, '$default', { ...PRIVATE, IntegrationUri: { Ref: Match.stringLikeRegexp('^lblistener') } }],
  [
    'cloud-map',
    cloudMap,
    '$default',
    { ...PRIVATE, IntegrationUri: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NamespaceService'), 'Arn'] } },
  ],
  ['websocket', webSocket, 'sendMessage', { IntegrationType: 'AWS_PROXY' }],
  ['mapping', mapping, '$default', { ...PRIVATE, RequestParameters: COPY }],
  ['mapping-custom', mappingCustom, '$default', { ...PRIVATE, RequestParameters: { myKey: 'myValue' } }],
])('the page’s %s example', (_name, { build }, routeKey, integration) => {
  const stack = new Stack(new App(), 'Seed');
  build(stack);
  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: routeKey });
  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', integration);
  expect(Object.keys(template.findResources('AWS::ApiGatewayV2::Integration'))).toHaveLength(1);
});
