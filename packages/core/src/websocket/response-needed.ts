import { Stack } from 'aws-cdk-lib';
import {
  type CfnIntegration,
  CfnIntegrationResponse,
  type CfnRoute,
  type WebSocketRouteIntegrationBindOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import { WebSocketIntegrationKind } from './websocket-integration-target';

/**
 * Warns about a non-proxy integration that cannot return the response that a route needs. Call it at synthesis, because
 * the CDK sets after binding that a route returns a response.
 *
 * @param hasResponses Whether the integration has integration responses of its own.
 */
export function responseNeededProblems(
  resource: CfnIntegration,
  { route, scope }: WebSocketRouteIntegrationBindOptions,
  hasResponses: boolean,
): IntegrationProblem[] {
  const routeResource = scope.node.tryFindChild('Resource') as CfnRoute | undefined;
  const returnsResponse = routeResource?.routeResponseSelectionExpression !== undefined;
  if (!(returnsResponse || route.routeKey === '$connect')) {
    return [];
  }
  const need = returnsResponse
    ? `the route ${route.routeKey} returns a response`
    : 'the route $connect needs a response before it accepts a connection';
  if (!(hasResponses || hasResponse(resource))) {
    return [
      {
        code: 'IntegrationResponseMissing',
        severity: ProblemSeverity.WARNING,
        value: resource.integrationType,
        message: `${need}, and its ${resource.integrationType} integration has no integration responses`,
        remedy: "pass integrationResponses: [{ key: '$default' }], or your own responses",
      },
    ];
  }
  return resource.integrationType !== WebSocketIntegrationKind.MOCK || resource.requestTemplates !== undefined
    ? []
    : [
        {
          code: 'MockStatusMissing',
          severity: ProblemSeverity.WARNING,
          value: resource.integrationType,
          message: `${need}, and its MOCK integration has no request template that returns the statusCode, which selects an integration response`,
          remedy: `pass requestTemplates: { $default: '{"statusCode": 200}' } and templateSelectionExpression: '\\\\$default'`,
        },
      ];
}

/** Whether the stack contains an integration response for the integration. Users may create them anywhere as L1 constructs. */
function hasResponse(resource: CfnIntegration): boolean {
  const stack = Stack.of(resource);
  const id = JSON.stringify(stack.resolve(resource.ref));
  return stack.node
    .findAll()
    .some((node) => node instanceof CfnIntegrationResponse && JSON.stringify(stack.resolve(node.integrationId)) === id);
}
