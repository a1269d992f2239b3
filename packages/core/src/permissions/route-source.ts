import type { HttpRouteIntegrationBindOptions, WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { PermissionScope } from './permission-scope';

/** For what of an API a permission lets a function be invoked: the end of its source ARN, behind the API's id and a slash. */
export type RouteSource = string;

/** Every route of an API. Fewer segments than `* / * / *` has match the `$default` route of an HTTP API, too. */
export const WHOLE_API: RouteSource = '*';

/**
 * A route of an HTTP API. Its path keeps its variables in braces; that of `$default` is empty, and its ARN is a
 * segment shorter.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
 */
export function httpRouteSource({ route }: HttpRouteIntegrationBindOptions, { name }: PermissionScope): RouteSource {
  if (name !== 'METHOD') {
    return `*/*${route.path ?? ''}`;
  }
  // The CDK sets the method before it binds, but does not publish it. A route for every method has none in its ARN.
  const { method = 'ANY' } = route as { method?: string };
  return route.path === undefined ? '*/$default' : `*/${method === 'ANY' ? '*' : method}${route.path}`;
}

/** A route of a WebSocket API: without a slash, as the CDK writes it, the wildcard stands for the stage and more. */
export function webSocketRouteSource({ route }: WebSocketRouteIntegrationBindOptions, { name }: PermissionScope): RouteSource {
  return name === 'METHOD' ? `*/${route.routeKey}` : `*${route.routeKey}`;
}
