import { fn } from '../serve/app';
import { api, integration, permission, route, stage, template } from '../support';

/** A part of a WebSocket API that refers to the integration of this logical ID. */
export const wsRoute = (key: string, integrationId = 'Int', properties: object = {}) =>
  route(key, { Target: { 'Fn::Join': ['/', ['integrations', { Ref: integrationId }]] }, ...properties });

/** An integration of a WebSocket API; by default one with the function `Fn`. */
export const wsIntegration = (properties: object = {}) => integration({ PayloadFormatVersion: undefined, ...properties });

/** Makes a route two-way. */
export const routeResponse = (routeId: string, properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::RouteResponse',
  Properties: { ApiId: { Ref: 'Api' }, RouteId: { Ref: routeId }, RouteResponseKey: '$default', ...properties },
});

export interface Chat {
  /** Of the function that all routes call. @default one that returns its event in a 200 response */
  readonly source?: string;
  readonly function?: object;
  readonly api?: object;
  readonly integration?: object;
  /** Keys of one-way routes. */
  readonly routes?: readonly string[];
  /** Keys of routes whose response is sent to the client. */
  readonly twoWay?: readonly string[];
  readonly stages?: readonly string[];
  readonly stage?: object;
  /** Properties of the `$connect` route. */
  readonly connect?: object;
  readonly more?: object;
}

/** Returns the event as the body of a response. */
export const ECHO_EVENT = 'return { statusCode: 200, body: JSON.stringify(event) };';

/** The resources of a WebSocket API `chat` with one function behind all routes. */
export function chatResources(chat: Chat = {}): Record<string, object> {
  const resources: Record<string, object> = {
    Api: api({ Name: 'chat', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action', ...chat.api }),
    Fn: fn(chat.source ?? ECHO_EVENT, chat.function),
    FnPermission: permission(undefined),
    Int: wsIntegration(chat.integration),
  };
  for (const [index, name] of (chat.stages ?? ['dev']).entries()) {
    resources[`Stage${index}`] = stage(name, chat.stage);
  }
  for (const [index, key] of (chat.routes ?? []).entries()) {
    resources[`OneWay${index}`] = wsRoute(key, 'Int', key === '$connect' ? chat.connect : {});
  }
  for (const [index, key] of (chat.twoWay ?? []).entries()) {
    resources[`TwoWay${index}`] = wsRoute(key);
    resources[`Answer${index}`] = routeResponse(`TwoWay${index}`);
  }
  return { ...resources, ...chat.more };
}

/** A template file with such an API. */
export function chatTemplate(chat: Chat = {}): string {
  return template(chatResources(chat));
}
