import { arnOf, fn, sam, webSocketApi } from './build';

const to = (logicalId: string, more: object = {}) => ({ FunctionArn: arnOf(logicalId), ...more });
const routes = {
  $connect: to('Chat'),
  $disconnect: to('Chat'),
  $default: to('Chat'),
  sendMessage: to('Chat', { IntegrationTimeout: 5000 }),
};

/** WebSocket APIs with their routes, stages, authorizers and domains. */
export const webSocketTemplates: Readonly<Record<string, object>> = {
  'WebSocket API with all kinds of routes': sam({ Api: webSocketApi(routes), Chat: fn() }),
  'WebSocket API with a named stage and settings': sam({
    Api: webSocketApi(routes, {
      StageName: 'prod',
      Name: 'chat',
      RouteSettings: { $connect: { ThrottlingRateLimit: 1 } },
      StageVariables: { a: 'b' },
    }),
    Chat: fn(),
  }),
  'WebSocket API with a stage that a parameter names': sam(
    { Api: webSocketApi({ $default: to('Chat') }, { StageName: { Ref: 'Stage' } }), Chat: fn() },
    { Parameters: { Stage: { Type: 'String' } } },
  ),
  'WebSocket API with a Lambda authorizer': sam({
    Api: webSocketApi(routes, {
      Auth: { AuthType: 'CUSTOM', AuthArn: arnOf('Auth'), IdentitySource: ['route.request.header.Auth'], Name: 'mine' },
    }),
    Chat: fn(),
    Auth: fn(),
  }),
  'WebSocket API with an authorizer that a role invokes': sam({
    Api: webSocketApi(routes, { Auth: { AuthType: 'CUSTOM', AuthArn: arnOf('Auth'), InvokeRole: 'arn:aws:iam::1:role/r' } }),
    Chat: fn(),
    Auth: fn(),
  }),
  'WebSocket API with IAM': sam({ Api: webSocketApi(routes, { Auth: { AuthType: 'AWS_IAM' } }), Chat: fn() }),
  'WebSocket API with properties of routes': sam({
    Api: webSocketApi({
      $connect: to('Chat', { RequestParameters: { 'route.request.querystring.token': { Required: true } }, OperationName: 'connect' }),
      send: to('Chat', { RouteResponseSelectionExpression: '$default', ApiKeyRequired: true }),
    }),
    Chat: fn(),
  }),
  'WebSocket API with a domain': sam({
    Api: webSocketApi({ $default: to('Chat') }, { Domain: { DomainName: 'ws.example.com', CertificateArn: 'arn:c', BasePath: 'chat' } }),
    Chat: fn(),
  }),
  'WebSocket API with globals': sam(
    { Api: webSocketApi({ $default: to('Chat') }), Chat: fn() },
    { Globals: { WebSocketApi: { DisableExecuteApiEndpoint: true, DefaultRouteSettings: { ThrottlingBurstLimit: 1 } } } },
  ),
};
