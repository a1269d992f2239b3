import type { Problem } from '../problem';

const OWN_KEYS = ['$connect', '$disconnect', '$default'];

/**
 * What begins with a dollar sign is the service's own.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 */
export function checkWebSocketKey(key: string): Problem[] {
  return !key.startsWith('$') || OWN_KEYS.includes(key)
    ? []
    : [
        {
          code: 'WebSocketRouteKeyReserved',
          severity: 'error',
          value: key,
          message: `the route key ${JSON.stringify(key)} begins with a dollar sign, which is left to ${OWN_KEYS.join(', ')}`,
          remedy: 'choose a key without it',
        },
      ];
}
