import { Names, Stack } from 'aws-cdk-lib';
import type { HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { Effect, type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import type { ServiceSubtype } from '../engine/services/service-subtype';
import type { HttpEncryptedServiceIntegrationOptions } from './http-encrypted-service-integration-options';
import type { HttpServiceTarget } from './http-service-target';
import { grantKeyUse } from './key-use';

/** The role with whose rights a service is called: the user's own, the one that integrations share, or one of its own. */
export function serviceRole(
  { scope, route }: HttpRouteIntegrationBindOptions,
  constructId: string,
  options: HttpEncryptedServiceIntegrationOptions,
  service: ServiceSubtype | undefined,
  target: HttpServiceTarget,
): IRole {
  if (options.credentialsRole !== undefined) {
    return options.credentialsRole;
  }
  const role = options.sharedRole ? sharedRole(scope, route.httpApi, options) : ownRole(scope, route, constructId, options);
  if (service !== undefined) {
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        // An id may occur once in a policy, which several integrations share.
        sid: options.sharedRole ? undefined : target.statementId,
        actions: [service.permission.action],
        resources: target.resourceArns,
      }),
    );
    grantKeyUse(role, service, target, options);
  }
  return role;
}

/** A route has one integration; in any other place several integrations may stand side by side. */
function ownRole(scope: Construct, route: IConstruct, constructId: string, options: HttpEncryptedServiceIntegrationOptions): Role {
  return new Role(scope, scope === route ? 'InvokeRole' : `${constructId}InvokeRole`, trust(scope, options));
}

/** One role an API, and where routes are in other stacks one a stack: else the stacks would need each other. */
function sharedRole(scope: IConstruct, api: IConstruct, options: HttpEncryptedServiceIntegrationOptions): Role {
  const stack = Stack.of(scope);
  const home = Stack.of(api) === stack ? api : stack;
  const id = `ServiceRole${options.sourceAccountCondition ? 'OfAccount' : ''}${home === api ? '' : Names.nodeUniqueId(api.node)}`;
  return (home.node.tryFindChild(id) as Role | undefined) ?? new Role(home, id, trust(scope, options));
}

function trust(scope: IConstruct, { sourceAccountCondition }: HttpEncryptedServiceIntegrationOptions) {
  const conditions = sourceAccountCondition ? { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } } : undefined;
  return { assumedBy: new ServicePrincipal('apigateway.amazonaws.com', { conditions }) };
}
