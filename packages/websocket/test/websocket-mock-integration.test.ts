import { WebSocketAwsIntegration, WebSocketMockIntegration } from '@apigwv2-integrations/websocket';
import { Template } from 'aws-cdk-lib/assertions';
import { bindToWebSocketRoutes, webSocketWarningsOf } from 'test-support/websocket';
import { expect, test } from 'vitest';

const PING = {
  requestTemplates: { $default: '{"statusCode": 200}' },
  templateSelectionExpression: '\\$default',
  integrationResponses: [{ responseTemplates: { $default: '{"pong": true}' }, templateSelectionExpression: '\\$default' }],
};

test('responds without a backend', () => {
  const { stack } = bindToWebSocketRoutes(() => new WebSocketMockIntegration('Ping', PING), [{ key: 'ping', returnResponse: true }]);
  const template = Template.fromStack(stack);

  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: 'MOCK',
    IntegrationUri: '',
    RequestTemplates: { $default: '{"statusCode": 200}' },
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', {
    IntegrationResponseKey: '$default',
    ResponseTemplates: { $default: '{"pong": true}' },
  });
});

test('responds through integration responses of an AWS action', () => {
  const action = (more: object) => () =>
    new WebSocketAwsIntegration('Put', {
      integrationUri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem',
      integrationMethod: 'POST',
      ...more,
    });
  const twoWay = [{ key: 'put', returnResponse: true }];

  expect(webSocketWarningsOf(action({}), twoWay).map(({ message }) => message)).toEqual([
    expect.stringContaining('[IntegrationResponseMissing] the route put returns a response, and its AWS integration'),
  ]);
  expect(webSocketWarningsOf(action({ integrationResponses: [{ key: '$default' }] }), twoWay)).toEqual([]);
});
