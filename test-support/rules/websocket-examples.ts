import type { RuleExamples } from './resources';
import { bareRoute, ofApi, route, webSocketApi } from './resources';

const QUERY = 'route.request.querystring.token';

const mapping = (key: string, value: string) =>
  webSocketApi({
    Integration: ofApi('Integration', {
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { Ref: 'Uri' },
      RequestParameters: { [key]: value },
    }),
  });
const reading = (routeKey: string, routeProperties: Record<string, unknown> = {}) => ({
  ...mapping('integration.request.header.token', QUERY),
  Route: route(routeKey, routeProperties),
});
const declared = reading('$connect', { RequestParameters: { [QUERY]: { Required: false } } });
const answering = (type: string, properties: object = { RequestTemplates: { $default: '{"statusCode": 200}' } }) =>
  webSocketApi({
    Integration: ofApi('Integration', { IntegrationType: type, ...properties }),
    Route: route('ping'),
    RouteResponse: ofApi('RouteResponse', { RouteId: { Ref: 'Route' }, RouteResponseKey: '$default' }),
  });
const integrationResponse = (IntegrationResponseKey: string) =>
  ofApi('IntegrationResponse', { IntegrationId: { Ref: 'Integration' }, IntegrationResponseKey });
const templated = (properties: object) => webSocketApi({ Integration: ofApi('Integration', { IntegrationType: 'MOCK', ...properties }) });
const choosing = (TemplateSelectionExpression: string) =>
  templated({ TemplateSelectionExpression, RequestTemplates: { $default: '{"statusCode": 200}' } });
const withTemplate = (key: string, template: string) =>
  templated({ TemplateSelectionExpression: '\\$default', RequestTemplates: { [key]: template } });
const answers = (template: string) =>
  webSocketApi({
    Response: ofApi('IntegrationResponse', {
      IntegrationId: 'abc123',
      IntegrationResponseKey: '$default',
      ResponseTemplates: { $default: template },
    }),
  });
const putting = (template: string) =>
  webSocketApi({
    Integration: ofApi('Integration', {
      IntegrationType: 'AWS',
      IntegrationMethod: 'POST',
      IntegrationUri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem',
      CredentialsArn: 'arn:aws:iam::123456789012:role/put',
      RequestTemplates: { $default: template },
      TemplateSelectionExpression: '\\$default',
    }),
  });
const routeResponse = (RouteResponseKey: string) =>
  webSocketApi({ Response: ofApi('RouteResponse', { RouteId: 'abc123', RouteResponseKey }) });
const calling = (IntegrationUri: string, properties: object = {}) =>
  webSocketApi({ Integration: ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri, ...properties }) });
const model = (properties: object) => webSocketApi({ Model: ofApi('Model', { ...properties }) });

/** Messages: how they find their route, what a backend gets of them, and what comes back. */
export const WEBSOCKET_EXAMPLES = {
  WebSocketRouteKeyReserved: {
    bad: webSocketApi({ Route: bareRoute('$join') }),
    good: webSocketApi({ Route: bareRoute('join') }),
  },
  WebSocketDestinationInvalid: {
    bad: mapping('append:header.user', 'route.request.body.user'),
    good: mapping('integration.request.header.user', 'route.request.body.user'),
  },
  WebSocketSourceInvalid: {
    bad: mapping('integration.request.header.id', '$context.connectionId'),
    good: mapping('integration.request.header.id', 'context.connectionId'),
  },
  WebSocketSourceOnlyOnConnect: {
    bad: reading('join'),
    good: declared,
  },
  UrlVariableUnset: {
    bad: calling('https://chat.example.com/rooms/{room}', { IntegrationType: 'HTTP_PROXY' }),
    good: calling('https://chat.example.com/rooms/{room}', {
      IntegrationType: 'HTTP_PROXY',
      RequestParameters: { 'integration.request.path.room': 'route.request.body.room' },
    }),
  },
  WebSocketParameterNotDeclared: {
    bad: reading('$connect'),
    good: declared,
  },
  RouteResponseKeyInvalid: {
    bad: routeResponse('/2\\d\\d/'),
    good: routeResponse('$default'),
  },
  IntegrationResponseKeyInvalid: {
    bad: { ...answering('MOCK'), Response: integrationResponse('200') },
    good: { ...answering('MOCK'), Response: integrationResponse('/200/') },
  },
  IntegrationResponsePatternInvalid: {
    bad: { ...answering('MOCK'), Response: integrationResponse('/4(0\\d/') },
    good: { ...answering('MOCK'), Response: integrationResponse('/4(0\\d)/') },
  },
  IntegrationResponseMissing: {
    bad: answering('MOCK'),
    good: { ...answering('MOCK'), Response: integrationResponse('$default') },
  },
  MockStatusMissing: {
    bad: { ...answering('MOCK', {}), Response: integrationResponse('$default') },
    good: { ...answering('MOCK'), Response: integrationResponse('$default') },
  },
  TemplateSelectionInvalid: {
    bad: choosing('${request.header.kind}'),
    good: choosing('${request.body.kind}'),
  },
  TemplateSelectionUnmatched: {
    bad: withTemplate('application/json', '{"statusCode": 200}'),
    good: withTemplate('$default', '{"statusCode": 200}'),
  },
  TemplateTooLong: {
    bad: withTemplate('$default', '{"statusCode": 200}'.padEnd(32_769)),
    good: withTemplate('$default', '{"statusCode": 200}'.padEnd(32_768)),
  },
  TemplateSyntaxInvalid: {
    bad: answers('{"id": "${context.connectionId"}'),
    good: answers('{"id": "${context.connectionId}"}'),
  },
  TemplateDirectiveUnsupported: {
    bad: answers('#evaluate($context.stage)'),
    good: answers('#stop'),
  },
  TemplateMemberUnknown: {
    bad: answers('$util.escapeJavascript($input.body)'),
    good: answers('$util.escapeJavaScript($input.body)'),
  },
  TemplateContextUnknown: {
    bad: answers('{"from": "$context.httpMethod"}'),
    good: answers('{"from": "$context.eventType"}'),
  },
  TemplateStageVariableUnset: {
    bad: { ...answers('$stageVariables.colour'), Stage: ofApi('Stage', { StageName: 'test', StageVariables: { color: 'red' } }) },
    good: { ...answers('$stageVariables.color'), Stage: ofApi('Stage', { StageName: 'test', StageVariables: { color: 'red' } }) },
  },
  TemplateVariableUnset: {
    bad: answers('#set($name = $input.path("$.name"))$nam'),
    good: answers('#set($name = $input.path("$.name"))$name'),
  },
  TemplateTextSwallowed: {
    bad: answers('$context.stage{$context.routeKey}'),
    good: answers('${context.stage}{$context.routeKey}'),
  },
  TemplateStatusMissing: {
    bad: withTemplate('$default', '{"status": 200}'),
    good: withTemplate('$default', '{statusCode: 200}'),
  },
  TemplateNeverJson: {
    bad: putting('{"TableName": "Chat", "Item": {"id": {"S": "$context.connectionId"}}'),
    good: putting('{"TableName": "Chat", "Item": {"id": {"S": "$context.connectionId"}}}'),
  },
  ModelNameInvalid: {
    bad: model({ Name: 'chat-message' }),
    good: model({ Name: 'ChatMessage' }),
  },
  ModelSchemaTooLong: {
    bad: model({ Name: 'Message', Schema: { description: 'a'.repeat(32_768) } }),
    good: model({ Name: 'Message', Schema: { description: 'a'.repeat(32_000) } }),
  },
} as const satisfies RuleExamples;
