import { type Duration, Token } from 'aws-cdk-lib';
import { type CfnIntegration, CfnIntegrationResponse } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { checkTimeout, WEBSOCKET_TIMEOUT } from '../engine/rules/integrations';
import type { WebSocketIntegrationResponse, WebSocketNonProxyIntegrationOptions } from './websocket-integration-options';

/** The timeout as far as the CDK's own construct takes it: it refuses what a user may have lowered to a warning. */
export function timeoutOfL2(timeout: Duration | undefined): Duration | undefined {
  return refusedByL2(timeout) ? undefined : timeout;
}

/** What the CDK's own construct has no field for, set on the resource and beside it. */
export function applyBeyondL2(
  resource: CfnIntegration,
  { timeout, description, integrationResponses = [] }: WebSocketNonProxyIntegrationOptions,
): void {
  if (description !== undefined) {
    resource.description = description;
  }
  if (refusedByL2(timeout)) {
    resource.timeoutInMillis = timeout.toMilliseconds({ integral: false });
  }
  const integration = resource.node.scope as Construct;
  for (const [index, response] of integrationResponses.entries()) {
    addResponse(integration, resource, response, index);
  }
}

function addResponse(scope: Construct, resource: CfnIntegration, response: WebSocketIntegrationResponse, index: number): void {
  const { key = '$default', contentHandling, responseTemplates, responseParameters, templateSelectionExpression } = response;
  // By key, so that a response keeps its logical id wherever it stands in the list.
  new CfnIntegrationResponse(scope, `Response-${Token.isUnresolved(key) ? index : key}`, {
    apiId: resource.apiId,
    integrationId: resource.ref,
    integrationResponseKey: key,
    contentHandlingStrategy: contentHandling,
    responseTemplates,
    responseParameters,
    templateSelectionExpression,
  });
}

function refusedByL2(timeout: Duration | undefined): timeout is Duration {
  return (
    timeout !== undefined &&
    !timeout.isUnresolved() &&
    checkTimeout(timeout.toMilliseconds({ integral: false }), WEBSOCKET_TIMEOUT).length > 0
  );
}
