import type { PermissionScope } from '@apigwv2-integrations/core';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { WebSocketLambdaIntegration } from '@apigwv2-integrations/websocket';
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey, WebSocketApi, WebSocketRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct, IConstruct } from 'constructs';

/** An API whose routes invoke functions. */
export interface RoutedApi {
  readonly api: Construct;
  /** Adds a route in a scope of its own or under the API, and returns it. */
  route(name: string, handler: IFunction, options?: RouteOptions): IConstruct;
}

export interface RouteOptions {
  readonly permissionScope?: PermissionScope;
  readonly scope?: Construct;
  /** Only for HTTP APIs. */
  readonly method?: HttpMethod;
  /** @default "Books" */
  readonly id?: string;
}

/** A protocol, with its kinds of permissions to invoke a function. */
export interface Protocol {
  readonly protocol: string;
  create(scope: Construct, id: string): RoutedApi;
  /** The end of the source ARN of each kind of permission, for a route of the given name. */
  sources(name: string): { readonly route: string; readonly method: string; readonly api: string };
}

export const protocols: readonly Protocol[] = [
  {
    protocol: 'HTTP',
    create: (scope, id) => {
      const httpApi = new HttpApi(scope, id);
      return {
        api: httpApi,
        route: (name, handler, { scope: at = httpApi, permissionScope, method, id: integrationId = 'Books' } = {}) =>
          new HttpRoute(at, `${method ?? HttpMethod.ANY}-${name}`, {
            httpApi,
            routeKey: name === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(`/${name}`, method ?? HttpMethod.ANY),
            integration: new HttpLambdaIntegration(integrationId, handler, { permissionScope }),
          }),
      };
    },
    sources: (name) =>
      name === '$default'
        ? { route: '/*/*', method: '/*/$default', api: '/*' }
        : { route: `/*/*/${name}`, method: `/*/*/${name}`, api: '/*' },
  },
  {
    protocol: 'WEBSOCKET',
    create: (scope, id) => {
      const webSocketApi = new WebSocketApi(scope, id);
      return {
        api: webSocketApi,
        route: (name, handler, { scope: at = webSocketApi, permissionScope, id: integrationId = 'Books' } = {}) =>
          new WebSocketRoute(at, `${name}-Route`, {
            webSocketApi,
            routeKey: name,
            integration: new WebSocketLambdaIntegration(integrationId, handler, { permissionScope }),
          }),
      };
    },
    sources: (name) => ({ route: `/*${name}`, method: `/*/${name}`, api: '/*' }),
  },
];

/** Adds the given number of routes in order. */
export function addRoutes(
  { route }: RoutedApi,
  count: number,
  handler: IFunction,
  { prefix = '', ...options }: RouteOptions & { readonly prefix?: string } = {},
): IConstruct[] {
  return Array.from({ length: count }, (_, index) => route(`${prefix}books${index}`, handler, options));
}
