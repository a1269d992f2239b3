import { Lazy } from 'aws-cdk-lib';
import type { CfnIntegration, HttpRouteIntegrationConfig } from 'aws-cdk-lib/aws-apigatewayv2';
import { applyCommonOptions, timeoutOfL2 } from '../binding/common-options';
import type { ResponseParameterMapping } from '../mapping/response-parameter-mapping';
import type { HttpIntegrationOptions } from './http-integration-options';
import type { HttpIntegrationTarget } from './http-integration-target';
import { mergedMapping } from './merged-mapping';

/** Requires every field of the CDK's type, so that the compiler reports missing ones. */
type Config = { [Field in keyof Required<HttpRouteIntegrationConfig>]: HttpRouteIntegrationConfig[Field] };

/** The configuration for the CDK's integration construct. Fields are listed because spreading the target is slow. */
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
    // The backend's own mapping is merged later, because the CDK keeps this object and includes entries that are added to it.
    parameterMapping,
    timeout: timeoutOfL2(timeout),
  };
}

/** Sets on the resource the options that the CDK's integration construct lacks or refuses. */
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

/** Response parameters in CloudFormation's own capitalization, because the CDK does not convert the property. */
export interface CfnResponseParameters {
  [status: string]: { ResponseParameters: { Source: string; Destination: string }[] };
}

/**
 * A response mapping in CloudFormation's format. The flat map that the CLI accepts fails in a deployment.
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
