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
 * Whether a non-proxy integration can give the answer that a route needs. Known only when the app is synthesized: the
 * CDK says after binding that a route returns a response.
 *
 * @param responds whether the integration itself has integration responses
 */
export function answerProblems(
  resource: CfnIntegration,
  { route, scope }: WebSocketRouteIntegrationBindOptions,
  responds: boolean,
): IntegrationProblem[] {
  const routeResource = scope.node.tryFindChild('Resource') as CfnRoute | undefined;
  const returnsResponse = routeResource?.routeResponseSelectionExpression !== undefined;
  if (!(returnsResponse || route.routeKey === '$connect')) {
    return [];
  }
  const need = returnsResponse
    ? `the route ${route.routeKey} returns a response`
    : 'the route $connect waits for an answer before it accepts a connection';
  if (!(responds || hasResponse(resource))) {
    return [
      {
        code: 'IntegrationResponseMissing',
        severity: ProblemSeverity.WARNING,
        value: resource.integrationType,
        message: `${need}, and its ${resource.integrationType} integration has no integration response to make one`,
        remedy: "pass integrationResponses: [{ key: '$default' }], or what the client shall get",
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
          message: `${need}, and its MOCK integration has no request template for the statusCode that chooses one`,
          remedy: `pass requestTemplates: { $default: '{"statusCode": 200}' } and templateSelectionExpression: '\\\\$default'`,
        },
      ];
}

/** Users have made integration responses by themselves for years: one of theirs may be anywhere in the stack. */
function hasResponse(resource: CfnIntegration): boolean {
  const stack = Stack.of(resource);
  const id = JSON.stringify(stack.resolve(resource.ref));
  return stack.node
    .findAll()
    .some((node) => node instanceof CfnIntegrationResponse && JSON.stringify(stack.resolve(node.integrationId)) === id);
}
