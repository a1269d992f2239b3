// Imported from the CDK's index, which loads modules on first use, because most apps call no AWS service.
import { aws_iam as iam, Names, Stack } from 'aws-cdk-lib';
import type { HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct, IConstruct } from 'constructs';
import type { ServiceSubtype } from '../engine/services/service-subtype';
import { SERVICE_SUBTYPES } from '../engine/services/subtypes';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import type { HttpEncryptedServiceIntegrationOptions } from './http-service-integration-options';
import type { HttpServiceTarget } from './http-service-target';

/** The role that API Gateway assumes to call a service: the user's role, the shared role, or a role for the integration. */
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
      new iam.PolicyStatement({
        effect: iam.Effect.ALLOW,
        // A statement ID must be unique in a policy, and a shared role has statements of several integrations.
        sid: options.sharedRole ? undefined : target.statementId,
        actions: [service.permission.action],
        resources: target.resourceArns,
      }),
    );
    grantKeyUse(role, service, target, options);
  }
  return role;
}

/** Under a scope other than the route, the ID contains the integration's ID, because that scope may have several integrations. */
function ownRole(scope: Construct, route: IConstruct, constructId: string, options: HttpEncryptedServiceIntegrationOptions): Role {
  return new iam.Role(scope, scope === route ? 'InvokeRole' : `${constructId}InvokeRole`, trust(scope, options));
}

/** One role for each API, and one for each other stack with routes, because stacks must not depend on each other. */
function sharedRole(scope: IConstruct, api: IConstruct, options: HttpEncryptedServiceIntegrationOptions): Role {
  const stack = Stack.of(scope);
  const roleScope = Stack.of(api) === stack ? api : stack;
  const id = `ServiceRole${options.sourceAccountCondition ? 'OfAccount' : ''}${roleScope === api ? '' : Names.nodeUniqueId(api.node)}`;
  return (roleScope.node.tryFindChild(id) as Role | undefined) ?? new iam.Role(roleScope, id, trust(scope, options));
}

function trust(scope: IConstruct, { sourceAccountCondition }: HttpEncryptedServiceIntegrationOptions) {
  const conditions = sourceAccountCondition ? { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } } : undefined;
  return { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com', { conditions }) };
}

/** Grants the role the permissions on the resource's KMS key that the action needs. */
export function grantKeyUse(
  role: IRole,
  service: ServiceSubtype,
  { encryptionKey }: HttpServiceTarget,
  options: HttpEncryptedServiceIntegrationOptions,
): void {
  const needed = options.grantKeyUse !== false && service.keyActions.length > 0;
  if (needed && encryptionKey !== undefined && !isElsewhere(encryptionKey, role)) {
    encryptionKey.grant(role, ...service.keyActions);
  }
}

/** Warns that the role that is created in a scope is not granted permissions on the resource's KMS key. */
export function checkKeyUse(
  scope: IConstruct,
  service: ServiceSubtype | undefined,
  { encryptionKey }: HttpServiceTarget,
  options: HttpEncryptedServiceIntegrationOptions,
): IntegrationProblem[] {
  const actions = service?.keyActions ?? [];
  const needed = options.credentialsRole === undefined && options.grantKeyUse !== false && actions.length > 0;
  return needed && encryptionKey !== undefined && isElsewhere(encryptionKey, scope)
    ? [
        {
          code: 'KeyElsewhere',
          severity: ProblemSeverity.WARNING,
          value: encryptionKey.node.path,
          message: `the key ${encryptionKey.node.path} belongs to a stack in another account or region, so the role is not granted permissions on it`,
          remedy: `pass a credentialsRole that allows ${actions.join(' and ')} on the key, and allow the role in the key policy`,
        },
      ]
    : [];
}

/**
 * Whether a key and a construct belong to different environments. The CDK would then grant the role permissions on all
 * keys there, and refer to the role in the key policy, which fails for a role without a physical name.
 */
function isElsewhere(key: IKey, construct: IConstruct): boolean {
  const [theirs, ours] = [Stack.of(key), Stack.of(construct)];
  return theirs.account !== ours.account || theirs.region !== ours.region;
}

/** Problems of the options for the role of a service integration. */
export function checkRoleOptions({
  credentialsRole,
  sharedRole,
  sourceAccountCondition,
  grantKeyUse,
}: HttpEncryptedServiceIntegrationOptions): IntegrationProblem[] {
  const others = Object.entries({ sharedRole, sourceAccountCondition, grantKeyUse }).filter(([, needed]) => needed);
  return credentialsRole === undefined || others.length === 0
    ? []
    : [
        {
          code: 'RoleOptionsClash',
          value: credentialsRole.node.path,
          message: `credentialsRole is not modified, so ${others.map(([name]) => name).join(' and ')} cannot apply to it`,
          remedy: 'omit one of them, and add the permissions and the trust policy to your own role',
        },
      ];
}

/** An error if the subtype belongs to another service than the backend. */
export function checkServiceOfSubtype({ subtype, service }: HttpServiceTarget): IntegrationProblem[] {
  const prefix = `${service}-`;
  return service === undefined || subtype.startsWith(prefix)
    ? []
    : [
        {
          code: 'SubtypeOfOtherService',
          value: subtype,
          message: `the subtype ${JSON.stringify(subtype)} is not an action of ${service}`,
          remedy: `use ${SERVICE_SUBTYPES.map(({ subtype: name }) => name)
            .filter((name) => name.startsWith(prefix))
            .join(' or ')}`,
        },
      ];
}
