// By the CDK's own index, which loads a module when it is first asked for something: most apps call no service.
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
      new iam.PolicyStatement({
        effect: iam.Effect.ALLOW,
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
  return new iam.Role(scope, scope === route ? 'InvokeRole' : `${constructId}InvokeRole`, trust(scope, options));
}

/** One role an API, and where routes are in other stacks one a stack: else the stacks would need each other. */
function sharedRole(scope: IConstruct, api: IConstruct, options: HttpEncryptedServiceIntegrationOptions): Role {
  const stack = Stack.of(scope);
  const home = Stack.of(api) === stack ? api : stack;
  const id = `ServiceRole${options.sourceAccountCondition ? 'OfAccount' : ''}${home === api ? '' : Names.nodeUniqueId(api.node)}`;
  return (home.node.tryFindChild(id) as Role | undefined) ?? new iam.Role(home, id, trust(scope, options));
}

function trust(scope: IConstruct, { sourceAccountCondition }: HttpEncryptedServiceIntegrationOptions) {
  const conditions = sourceAccountCondition ? { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } } : undefined;
  return { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com', { conditions }) };
}

/** Lets the role use the key of an encrypted resource, as the action needs it. */
export function grantKeyUse(
  role: IRole,
  service: ServiceSubtype,
  { encryptionKey }: HttpServiceTarget,
  options: HttpEncryptedServiceIntegrationOptions,
): void {
  const wanted = options.grantKeyUse !== false && service.keyActions.length > 0;
  if (wanted && encryptionKey !== undefined && !isElsewhere(encryptionKey, role)) {
    encryptionKey.grant(role, ...service.keyActions);
  }
}

/** That the role made at a scope gets no right on the key of an encrypted resource, though it needs one. */
export function checkKeyUse(
  scope: IConstruct,
  service: ServiceSubtype | undefined,
  { encryptionKey }: HttpServiceTarget,
  options: HttpEncryptedServiceIntegrationOptions,
): IntegrationProblem[] {
  const actions = service?.keyActions ?? [];
  const wanted = options.credentialsRole === undefined && options.grantKeyUse !== false && actions.length > 0;
  return wanted && encryptionKey !== undefined && isElsewhere(encryptionKey, scope)
    ? [
        {
          code: 'KeyElsewhere',
          severity: ProblemSeverity.WARNING,
          value: encryptionKey.node.path,
          message: `the key ${encryptionKey.node.path} is of a stack in another account or region, so that the role gets no right to use it`,
          remedy: `pass a credentialsRole that may do ${actions.join(' and ')} on the key, and let it in by the policy of the key`,
        },
      ]
    : [];
}

/**
 * Whether a key is of a stack in another environment than a construct. The CDK would give the role the right on every
 * key there, and name the role in the policy of this one, which fails for a role without a name of its own.
 */
function isElsewhere(key: IKey, construct: IConstruct): boolean {
  const [theirs, ours] = [Stack.of(key), Stack.of(construct)];
  return theirs.account !== ours.account || theirs.region !== ours.region;
}

/** What is wrong with the options for the role of a service integration. */
export function checkRoleOptions({
  credentialsRole,
  sharedRole,
  sourceAccountCondition,
  grantKeyUse,
}: HttpEncryptedServiceIntegrationOptions): IntegrationProblem[] {
  const others = Object.entries({ sharedRole, sourceAccountCondition, grantKeyUse }).filter(([, wanted]) => wanted);
  return credentialsRole === undefined || others.length === 0
    ? []
    : [
        {
          code: 'RoleOptionsClash',
          value: credentialsRole.node.path,
          message: `credentialsRole is a role of your own, which ${others.map(([name]) => name).join(' and ')} would change`,
          remedy: 'leave one of them out, and give your own role the rights and the trust that it needs',
        },
      ];
}

/** Whether the subtype is one of the backend's service. */
export function checkServiceOfSubtype({ subtype, service }: HttpServiceTarget): IntegrationProblem[] {
  const prefix = `${service}-`;
  return service === undefined || subtype.startsWith(prefix)
    ? []
    : [
        {
          code: 'SubtypeOfOtherService',
          value: subtype,
          message: `the subtype ${JSON.stringify(subtype)} is none of ${service}`,
          remedy: `use ${SERVICE_SUBTYPES.map((known) => known.subtype)
            .filter((known) => known.startsWith(prefix))
            .join(' or ')}`,
        },
      ];
}
