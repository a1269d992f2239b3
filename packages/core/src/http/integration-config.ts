import { Lazy } from 'aws-cdk-lib';
import type { CfnIntegration, HttpRouteIntegrationConfig } from 'aws-cdk-lib/aws-apigatewayv2';
import { applyCommonOptions, timeoutOfL2 } from '../binding/common-options';
import type { ResponseParameterMapping } from '../mapping/response-parameter-mapping';
import type { HttpIntegrationOptions } from './http-integration-options';
import type { HttpIntegrationTarget } from './http-integration-target';
import { mergedMapping } from './merged-mapping';

/** Every field of the CDK's, for the compiler to miss none. */
type Config = { [Field in keyof Required<HttpRouteIntegrationConfig>]: HttpRouteIntegrationConfig[Field] };

/** What the CDK's own construct takes. Named one by one: to spread the target would take as long as most checks. */
export function configOf(target: HttpIntegrationTarget, { parameterMapping, timeout }: HttpIntegrationOptions): Config {
  return {
    type: target.type,
    subtype: target.subtype,
    uri: target.uri,
    method: target.method,
    connectionId: target.connectionId,
    connectionType: target.connectionType,
    secureServerName: target.secureServerName,
    credentials: target.credentials,
    payloadFormatVersion: target.payloadFormatVersion,
    // What the backend maps itself is merged on the resource: the CDK keeps this very object, and so its later entries.
    parameterMapping,
    timeout: timeoutOfL2(timeout),
  };
}

/** What the CDK's own construct has no field for, set on the resource. */
export function applyBeyondL2(resource: CfnIntegration, options: HttpIntegrationOptions, target?: HttpIntegrationTarget): void {
  const { parameterMapping, responseParameterMapping } = options;
  applyCommonOptions(resource, options);
  if (target?.parameterMapping !== undefined || target?.defaultParameterMapping !== undefined) {
    resource.requestParameters = Lazy.any({ produce: () => mergedMapping(target, parameterMapping)?.mappings });
  }
  if (responseParameterMapping !== undefined) {
    resource.responseParameters = Lazy.any({ produce: () => cfnResponseParameters(responseParameterMapping) });
  }
}

/** CloudFormation's own shape, in its own capitals: the CDK does not convert it. */
export interface CfnResponseParameters {
  [status: string]: { ResponseParameters: { Source: string; Destination: string }[] };
}

/**
 * A response mapping as CloudFormation wants it. The flat map of the CLI and the console fails at deploy.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-integration-responseparameter.html
 */
export function cfnResponseParameters({ mappings }: ResponseParameterMapping): CfnResponseParameters | undefined {
  const statuses = Object.entries(mappings).map(([status, entries]) => [
    status,
    { ResponseParameters: Object.entries(entries).map(([Destination, Source]) => ({ Source, Destination })) },
  ]);
  return statuses.length === 0 ? undefined : Object.fromEntries(statuses);
}
