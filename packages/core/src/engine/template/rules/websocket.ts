import type { Integration, Route } from '../api';
import { checkIntegrationResponseKey, checkWebSocketKey } from '../engine';
import { at, type Finding, problem } from '../finding';
import type { Resource } from '../resource';

const NON_PROXY = ['AWS', 'HTTP', 'MOCK'];

/** The key of a WebSocket route. */
export function checkWebSocketRouteKey({ resource, key }: Route): Finding[] {
  return key === undefined ? [] : at(resource, 'RouteKey', checkWebSocketKey(key));
}

/** The key of a route response: there is only one. */
export function checkRouteResponseKey(response: Resource): Finding[] {
  const key = response.text('RouteResponseKey');
  return key === undefined || key === '$default'
    ? []
    : at(response, 'RouteResponseKey', [
        problem('RouteResponseKeyInvalid', key, `there is no route response ${JSON.stringify(key)}`, 'write $default, the only one'),
      ]);
}

/** The key of an integration response. */
export function checkResponseKey(response: Resource): Finding[] {
  const key = response.text('IntegrationResponseKey');
  return key === undefined ? [] : at(response, 'IntegrationResponseKey', checkIntegrationResponseKey(key));
}

/** A route that answers needs something that says how, unless its integration passes answers on by itself; `$connect` answers always. */
export function checkIntegrationResponses({ resource, routes, responses }: Integration): Finding[] {
  const type = resource.text('IntegrationType');
  const answers = routes.find(({ key, resource: route }) => key === '$connect' || !route.lacks('RouteResponseSelectionExpression'));
  if (type === undefined || !NON_PROXY.includes(type) || answers === undefined) {
    return [];
  }
  const who = answers.key === '$connect' ? 'the route $connect' : 'a route with a response';
  if (responses === 0) {
    return at(resource, 'IntegrationType', [
      problem(
        'IntegrationResponseMissing',
        type,
        `${who} leads to this ${type} integration, which has no integration response`,
        'add an AWS::ApiGatewayV2::IntegrationResponse with the key $default',
      ),
    ]);
  }
  return type !== 'MOCK' || !resource.lacks('RequestTemplates')
    ? []
    : at(resource, 'IntegrationType', [
        problem(
          'MockStatusMissing',
          type,
          `${who} leads to this MOCK integration, which has no request template for the statusCode of its answer`,
          'add RequestTemplates with the key $default and the template {"statusCode": 200}, and the TemplateSelectionExpression \\$default',
        ),
      ]);
}
