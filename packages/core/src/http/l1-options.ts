import { type Duration, Lazy } from 'aws-cdk-lib';
import type { CfnIntegration, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import type { HttpIntegrationOptions } from './http-integration-options';
import { mergedMapping } from './merged-mapping';
import { cfnResponseParameters } from './response-parameters';

/** The CDK's `HttpIntegration` refuses more than this, though the service takes 30 seconds. */
const L2_MAX_TIMEOUT = 29_000;

/** The timeout as far as the CDK's own construct takes it. */
export function timeoutOfL2(timeout: Duration | undefined): Duration | undefined {
  return exceedsL2(timeout) ? undefined : timeout;
}

/** What the CDK's own construct has no field for, set on the resource. */
export function applyBeyondL2(resource: CfnIntegration, options: HttpIntegrationOptions, backendMapping?: ParameterMapping): void {
  const { timeout, description, parameterMapping, responseParameterMapping } = options;
  if (description !== undefined) {
    resource.description = description;
  }
  if (exceedsL2(timeout)) {
    resource.timeoutInMillis = timeout.toMilliseconds();
  }
  if (backendMapping !== undefined) {
    resource.requestParameters = Lazy.any({ produce: () => mergedMapping(backendMapping, parameterMapping)?.mappings });
  }
  if (responseParameterMapping !== undefined) {
    resource.responseParameters = Lazy.any({ produce: () => cfnResponseParameters(responseParameterMapping) });
  }
}

function exceedsL2(timeout: Duration | undefined): timeout is Duration {
  return timeout !== undefined && !timeout.isUnresolved() && timeout.toMilliseconds() > L2_MAX_TIMEOUT;
}
