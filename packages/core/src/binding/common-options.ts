import type { Duration } from 'aws-cdk-lib';
import type { CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { checkTimeout, WEBSOCKET_TIMEOUT } from '../engine/rules/integrations';

/** The range that the CDK's integration constructs accept, for HTTP APIs too, although the service accepts 30 seconds there. */
const L2_TIMEOUT = WEBSOCKET_TIMEOUT;

/** The timeout if the CDK's integration construct accepts it, otherwise undefined. */
export function timeoutOfL2(timeout: Duration | undefined): Duration | undefined {
  return isRefusedByL2(timeout) ? undefined : timeout;
}

/** Sets on the resource the common options that the CDK's integration constructs lack or refuse. */
export function applyCommonOptions(
  resource: CfnIntegration,
  { timeout, description }: { readonly timeout?: Duration; readonly description?: string },
): void {
  if (description !== undefined) {
    resource.description = description;
  }
  // Includes values whose error is lowered to a warning.
  if (isRefusedByL2(timeout)) {
    resource.timeoutInMillis = timeout.toMilliseconds({ integral: false });
  }
}

function isRefusedByL2(timeout: Duration | undefined): timeout is Duration {
  return (
    timeout !== undefined && !timeout.isUnresolved() && checkTimeout(timeout.toMilliseconds({ integral: false }), L2_TIMEOUT).length > 0
  );
}
