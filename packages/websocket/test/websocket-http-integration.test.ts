import { WebSocketHttpIntegration, type WebSocketHttpIntegrationProps } from '@apigwv2-integrations/websocket';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { bindToWebSocketRoutes, expectWebSocketProblem, webSocketWarningsOf } from 'test-support/websocket';
import { expect, test } from 'vitest';

const URL = 'https://chat.example.com/rooms';
const made = (props?: WebSocketHttpIntegrationProps, url = URL) => {
  return () => new WebSocketHttpIntegration('Chat', url, props);
};
const templateOf = (props?: WebSocketHttpIntegrationProps) => Template.fromStack(bindToWebSocketRoutes(made(props), ['send']).stack);

test.each<[WebSocketHttpIntegrationProps | undefined, string, string]>([
  [undefined, 'HTTP_PROXY', 'POST'],
  [{ proxy: true, method: HttpMethod.PUT }, 'HTTP_PROXY', 'PUT'],
  [{ proxy: false }, 'HTTP', 'POST'],
])('%j creates %s with %s', (props, type, method) => {
  templateOf(props).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: type,
    IntegrationMethod: method,
    IntegrationUri: URL,
  });
});

test('warns about templates and responses of a proxy integration', () => {
  const props = { requestTemplates: { $default: '{}' }, templateSelectionExpression: '\\$default', integrationResponses: [{}] };
  const template = templateOf({ ...props, proxy: false });

  template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    RequestTemplates: { $default: '{}' },
    TemplateSelectionExpression: '\\$default',
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', { IntegrationResponseKey: '$default' });
  expect(webSocketWarningsOf(made({ ...props, proxy: false }), [{ key: 'send', returnResponse: true }])).toEqual([]);
  expect(webSocketWarningsOf(made(props), ['send'])[0].message).toContain('[OptionIgnoredByProxy]');
});

test('checks the URL', () => {
  expect(webSocketWarningsOf(made({}, `${URL}/{room}`), ['send'])[0].message).toContain('[UrlVariableUnset] the URL names {room}');
  expect(expectWebSocketProblem(made({}, 'chat.example.com'), 'UrlInvalid')).toContain('"chat.example.com"');
});
