import { bareRoute, ofApi, route, webSocketApi } from './examples';
import type { RuleFacts } from './rule';
import type { RuleCode } from './severities';
import { SOURCES_OF_RULES as AWS } from './sources';

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
    Route: route('ping', { RouteResponseSelectionExpression: '$default' }),
  });
const integrationResponse = (IntegrationResponseKey: string) =>
  ofApi('IntegrationResponse', { IntegrationId: { Ref: 'Integration' }, IntegrationResponseKey });
const templated = (properties: object) => webSocketApi({ Integration: ofApi('Integration', { IntegrationType: 'MOCK', ...properties }) });
const choosing = (TemplateSelectionExpression: string) =>
  templated({ TemplateSelectionExpression, RequestTemplates: { $default: '{"statusCode": 200}' } });
const withTemplate = (key: string, template: string) =>
  templated({ TemplateSelectionExpression: '\\$default', RequestTemplates: { [key]: template } });
const routeResponse = (RouteResponseKey: string) =>
  webSocketApi({ Response: ofApi('RouteResponse', { RouteId: 'abc123', RouteResponseKey }) });
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:chat';
const calling = (IntegrationUri: string, properties: object = {}) =>
  webSocketApi({ Integration: ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri, ...properties }) });
const model = (properties: object) => webSocketApi({ Model: ofApi('Model', { ...properties }) });

/** Messages: how they find their route, what a backend gets of them, and what comes back. */
export const WEBSOCKET_RULES = {
  WebSocketRouteKeyReserved: {
    summary: 'Route keys that begin with a dollar sign are $connect, $disconnect and $default alone.',
    source: AWS.webSocketRoutes,
    evidence: 'documented',
    bad: webSocketApi({ Route: bareRoute('$join') }),
    good: webSocketApi({ Route: bareRoute('join') }),
  },
  WebSocketDestinationInvalid: {
    summary: 'A request mapping of a WebSocket API writes something else than integration.request.header, .querystring or .path.',
    source: AWS.webSocketMapping,
    evidence: 'unverified',
    bad: mapping('append:header.user', 'route.request.body.user'),
    good: mapping('integration.request.header.user', 'route.request.body.user'),
  },
  WebSocketSourceInvalid: {
    summary: 'A request mapping of a WebSocket API reads something that is not documented; its sources have no dollar sign.',
    source: AWS.webSocketMapping,
    evidence: 'derived',
    bad: mapping('integration.request.header.id', '$context.connectionId'),
    good: mapping('integration.request.header.id', 'context.connectionId'),
  },
  WebSocketSourceOnlyOnConnect: {
    summary: 'Headers and query string are read on a route of messages, which have none.',
    source: AWS.webSocketMapping,
    evidence: 'documented',
    bad: reading('join'),
    good: declared,
  },
  UrlVariableUnset: {
    summary: 'The URL of a WebSocket integration names a path variable that no request parameter sets.',
    source: AWS.webSocketMapping,
    evidence: 'derived',
    bad: calling('https://chat.example.com/rooms/{room}', { IntegrationType: 'HTTP_PROXY' }),
    good: calling('https://chat.example.com/rooms/{room}', {
      IntegrationType: 'HTTP_PROXY',
      RequestParameters: { 'integration.request.path.room': 'route.request.body.room' },
    }),
  },
  WebSocketParameterNotDeclared: {
    summary: 'An integration reads a header or a query string parameter that its route does not declare.',
    source: AWS.webSocketMapping,
    evidence: 'documented',
    bad: reading('$connect'),
    good: declared,
  },
  RouteResponseKeyInvalid: {
    summary: 'The only key of a route response is $default.',
    source: AWS.webSocketRouteResponse,
    evidence: 'documented',
    bad: routeResponse('/2\\d\\d/'),
    good: routeResponse('$default'),
  },
  IntegrationResponseKeyInvalid: {
    summary: 'The key of an integration response is $default, or a regular expression between slashes.',
    source: AWS.webSocketIntegrationResponses,
    evidence: 'documented',
    bad: { ...answering('MOCK'), Response: integrationResponse('200') },
    good: { ...answering('MOCK'), Response: integrationResponse('/200/') },
  },
  IntegrationResponsePatternInvalid: {
    summary: 'The key of an integration response has no regular expression between its slashes, in whichever language.',
    source: AWS.webSocketIntegrationResponses,
    evidence: 'derived',
    bad: { ...answering('MOCK'), Response: integrationResponse('/4(0\\d/') },
    good: { ...answering('MOCK'), Response: integrationResponse('/4(0\\d)/') },
  },
  IntegrationResponseMissing: {
    summary: 'A route that answers leads to an AWS, HTTP or MOCK integration without an integration response.',
    source: AWS.webSocketIntegrationResponses,
    evidence: 'documented',
    bad: answering('MOCK'),
    good: { ...answering('MOCK'), Response: integrationResponse('$default') },
  },
  MockStatusMissing: {
    summary: 'A route that answers leads to a MOCK integration without a request template, which would give the status code.',
    source: AWS.mockIntegrations,
    evidence: 'derived',
    bad: { ...answering('MOCK', {}), Response: integrationResponse('$default') },
    good: { ...answering('MOCK'), Response: integrationResponse('$default') },
  },
  TemplateSelectionInvalid: {
    summary: 'A template selection expression reads something else than the documented places, or is not closed.',
    source: AWS.webSocketTransformations,
    evidence: 'derived',
    bad: choosing('${request.header.kind}'),
    good: choosing('${request.body.kind}'),
  },
  TemplateSelectionUnmatched: {
    summary: 'A template selection expression always chooses a template that is not there.',
    source: AWS.webSocketTransformations,
    evidence: 'derived',
    bad: withTemplate('application/json', '{"statusCode": 200}'),
    good: withTemplate('$default', '{"statusCode": 200}'),
  },
  TemplateTooLong: {
    summary: 'A template has more than 32,768 characters; the service model and the developer guide differ on the limit.',
    source: AWS.model,
    evidence: 'derived',
    bad: withTemplate('$default', 'a'.repeat(32_769)),
    good: withTemplate('$default', 'a'.repeat(32_768)),
  },
  WebSocketFunctionUriBare: {
    summary: 'A WebSocket API calls a function by the ARN of the function alone.',
    source: AWS.cfnIntegration,
    evidence: 'derived',
    bad: calling(FUNCTION),
    good: calling(`arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`),
  },
  ModelNameInvalid: {
    summary: 'The name of a model holds something else than letters and digits.',
    source: AWS.modelApis,
    evidence: 'documented',
    bad: model({ Name: 'chat-message' }),
    good: model({ Name: 'ChatMessage' }),
  },
  ModelSchemaTooLong: {
    summary: 'The schema of a model has more than 32,768 characters.',
    source: AWS.modelApis,
    evidence: 'documented',
    bad: model({ Name: 'Message', Schema: { description: 'a'.repeat(32_768) } }),
    good: model({ Name: 'Message', Schema: { description: 'a'.repeat(32_000) } }),
  },
} as const satisfies Partial<Record<RuleCode, RuleFacts>>;
