import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';
import { type IResource, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { PassthroughBehavior } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Adds defaults: one template for every request, and an integration response that returns every response. */
export function withTemplate<T extends WebSocketNonProxyIntegrationOptions>(options: T, template: string): T {
  return {
    ...options,
    requestTemplates: options?.requestTemplates ?? { $default: template },
    templateSelectionExpression: options?.templateSelectionExpression ?? '\\$default',
    passthroughBehavior: options?.passthroughBehavior ?? PassthroughBehavior.NEVER,
    integrationResponses: options?.integrationResponses ?? [{ key: '$default' }],
  };
}

/** The URI of a service's action or path, in the region of the given resource. */
export function serviceUri(scope: Construct, { env }: IResource, service: string, resource: string, resourceName: string): string {
  return Stack.of(scope).formatArn({ service: 'apigateway', region: env.region, account: service, resource, resourceName });
}

/** Creates the role of one integration. */
export function roleFor(scope: Construct, constructId: string): Role {
  return new iam.Role(scope, `${constructId}-Role`, { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
}

/** A default for a request parameter, unless the user sets that parameter. */
export function parameterUnlessSet(
  { parameterMapping }: WebSocketNonProxyIntegrationOptions,
  destination: string,
  source: string,
): { [destination: string]: string } | undefined {
  const set = Object.keys(parameterMapping?.mappings ?? {}).some((other) => other.toLowerCase() === destination.toLowerCase());
  return set ? undefined : { [destination]: source };
}
