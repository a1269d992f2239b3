import { Stack } from 'aws-cdk-lib';
import {
  type CfnIntegration,
  CfnIntegrationResponse,
  type CfnRoute,
  type WebSocketRouteIntegrationBindOptions,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { IntegrationProblem } from '../problems/integration-problem';
import { ProblemSeverity } from '../problems/problem-severity';

/**
 * Whether a non-proxy integration without integration responses can give the answer that a route needs. Known
 * only when the app is synthesized: the CDK says after binding that a route returns a response.
 */
export function answerProblems(resource: CfnIntegration, { route, scope }: WebSocketRouteIntegrationBindOptions): IntegrationProblem[] {
  const routeResource = scope.node.tryFindChild('Resource') as CfnRoute | undefined;
  const returnsResponse = routeResource?.routeResponseSelectionExpression !== undefined;
  if (!(returnsResponse || route.routeKey === '$connect') || hasResponse(resource)) {
    return [];
  }
  const need = returnsResponse
    ? `the route ${route.routeKey} returns a response`
    : 'the route $connect waits for an answer before it accepts a connection';
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

/** Users have made integration responses by themselves for years: one of theirs may be anywhere in the stack. */
function hasResponse(resource: CfnIntegration): boolean {
  const stack = Stack.of(resource);
  const id = JSON.stringify(stack.resolve(resource.ref));
  return stack.node
    .findAll()
    .some((node) => node instanceof CfnIntegrationResponse && JSON.stringify(stack.resolve(node.integrationId)) === id);
}
