import type { Integration, Route } from '../api';
import { at, type Finding, tell } from '../finding';
import type { Resource } from '../resource';

const OWN_KEYS = ['$connect', '$disconnect', '$default'];
const NON_PROXY = ['AWS', 'HTTP', 'MOCK'];

/** The key of a WebSocket route: what begins with a dollar sign is the service's own. */
export function checkWebSocketRouteKey({ resource, key }: Route): Finding[] {
  return key === undefined || !key.startsWith('$') || OWN_KEYS.includes(key)
    ? []
    : at(resource, 'RouteKey', [
        tell(
          'WebSocketRouteKeyReserved',
          key,
          `the route key ${JSON.stringify(key)} begins with a dollar sign, which is left to ${OWN_KEYS.join(', ')}`,
          'choose a key without it',
        ),
      ]);
}

/** The key of a route response: there is only one. */
export function checkRouteResponseKey(response: Resource): Finding[] {
  const key = response.text('RouteResponseKey');
  return key === undefined || key === '$default'
    ? []
    : at(response, 'RouteResponseKey', [
        tell('RouteResponseKeyInvalid', key, `there is no route response ${JSON.stringify(key)}`, 'write $default, the only one'),
      ]);
}

/** The key of an integration response: which answers of the backend it is for. */
export function checkIntegrationResponseKey(response: Resource): Finding[] {
  const key = response.text('IntegrationResponseKey');
  return key === undefined || key === '$default' || /^\/.*\/$/s.test(key)
    ? []
    : at(response, 'IntegrationResponseKey', [
        tell(
          'IntegrationResponseKeyInvalid',
          key,
          `the integration response key ${JSON.stringify(key)} is neither $default nor an expression between slashes`,
          'write $default, or a regular expression such as /2\\d\\d/',
        ),
      ]);
}

/** A route that answers needs something that says how, unless its integration passes answers on by itself. */
export function checkIntegrationResponses({ resource, routes, responses }: Integration): Finding[] {
  const type = resource.text('IntegrationType');
  const answers = routes.some(({ resource: route }) => !route.lacks('RouteResponseSelectionExpression'));
  return type === undefined || !NON_PROXY.includes(type) || !answers || responses > 0
    ? []
    : at(resource, 'IntegrationType', [
        tell(
          'IntegrationResponseMissing',
          type,
          `a route with a response leads to this ${type} integration, which has no integration response`,
          'add an AWS::ApiGatewayV2::IntegrationResponse with the key $default',
        ),
      ]);
}
