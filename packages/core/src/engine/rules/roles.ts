import { matchesGlob } from '../permissions/glob';
import { defineRules, problem } from '../problem';
import { serviceSubtype } from '../services/subtypes';
import { at, type Finding } from '../template/finding';
import { asArray, asText, isObject, type JsonObject, member } from '../template/json';
import type { Resolver } from '../template/resolver';
import type { Resource } from '../template/resource';
import { wholeReference } from '../template/segment';
import type { Template } from '../template/template';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Roles with which API Gateway calls services and functions. */
export const ROLE_RULES = defineRules({
  RoleNotAssumable: {
    severity: 'error',
    summary: 'The trust policy of a role does not let API Gateway assume it.',
    source: AWS.services,
    evidence: 'documented',
  },
  RoleActionMissing: {
    severity: 'warning',
    summary: 'No policy of a role allows the action that the integration or the authorizer needs.',
    source: AWS.services,
    evidence: 'derived',
  },
});

const GATEWAY = 'apigateway.amazonaws.com';
const INVOKE = 'lambda:InvokeFunction';
const POLICY_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/** A policy of a role. */
export interface RolePolicy {
  /** As written; undefined for a managed policy that is not in the templates. */
  readonly document?: unknown;
  /** The template that contains the document, or the reference to the managed policy. */
  readonly template: Template;
  /** The ARN of a managed policy, as written. */
  readonly managedArn?: unknown;
}

/** The policies that templates attach to their roles. */
export class RolePolicies {
  private readonly byRole = new Map<Resource, RolePolicy[]>();

  public constructor(private readonly resolver: Resolver) {
    for (const policy of POLICY_TYPES.flatMap((type) => resolver.resources.all(type))) {
      const roles = [...asArray(policy.raw('Roles')), policy.raw('RoleName')];
      for (const role of roles) {
        const { resource } = wholeReference(resolver.resolve(role, policy.template)) ?? {};
        if (resource !== undefined) {
          this.byRole.set(resource, [...(this.byRole.get(resource) ?? []), documentOf(policy)]);
        }
      }
    }
  }

  /** All policies of a role; undefined if its template does not list them. */
  public of(role: Resource): RolePolicy[] | undefined {
    if (!(role.lacks('Policies') || Array.isArray(role.raw('Policies')))) {
      return undefined;
    }
    const managed = [role.raw('ManagedPolicyArns')].flat().filter((arn) => arn !== undefined);
    return [
      ...managed.map((arn) => this.managed(arn, role)),
      ...asArray(role.raw('Policies')).map((policy) => ({ document: member(policy, 'PolicyDocument'), template: role.template })),
      ...(this.byRole.get(role) ?? []),
    ];
  }

  /** The statements of all policies of a role; undefined if some are not in the templates. */
  public statementsOf(role: Resource): JsonObject[] | undefined {
    const statements = this.of(role)?.map(({ document }) => statementsIn(document));
    return statements === undefined || statements.includes(undefined) ? undefined : (statements as JsonObject[][]).flat();
  }

  private managed(managedArn: unknown, role: Resource): RolePolicy {
    const { resource } = wholeReference(this.resolver.resolve(managedArn, role.template)) ?? {};
    return resource?.type === 'AWS::IAM::ManagedPolicy' ? documentOf(resource) : { template: role.template, managedArn };
  }
}

function documentOf(policy: Resource): RolePolicy {
  return { document: policy.raw('PolicyDocument'), template: policy.template };
}

/** Checks the role of an integration or an authorizer, if the templates create it. */
export function checkRole(resource: Resource, resolver: Resolver, policies: RolePolicies): Finding[] {
  const property = resource.type === 'AWS::ApiGatewayV2::Authorizer' ? 'AuthorizerCredentialsArn' : 'CredentialsArn';
  const { resource: role, attribute } = wholeReference(resolver.property(resource, property)) ?? {};
  if (role?.type !== 'AWS::IAM::Role' || attribute !== 'Arn') {
    return [];
  }
  const trust = statementsIn(role.raw('AssumeRolePolicyDocument'));
  if (trust !== undefined && !trust.some(isTrusting)) {
    const message = `the trust policy of ${role.logicalId} does not let ${GATEWAY} assume the role`;
    const remedy = `allow sts:AssumeRole for {"Service": "${GATEWAY}"} in its AssumeRolePolicyDocument`;
    return at(resource, property, [problem(ROLE_RULES.RoleNotAssumable, undefined, message, remedy)]);
  }
  const action = actionOf(resource);
  const statements = policies.statementsOf(role);
  if (action === undefined || statements === undefined || statements.some((statement) => allows(statement, action))) {
    return [];
  }
  const message = `no policy of ${role.logicalId} allows ${action}`;
  return at(resource, property, [problem(ROLE_RULES.RoleActionMissing, undefined, message, `allow ${action} in a policy of the role`)]);
}

/** The action that the role is used for, as far as it is known. */
function actionOf(resource: Resource): string | undefined {
  const subtype = resource.text('IntegrationSubtype');
  if (subtype !== undefined) {
    return serviceSubtype(subtype)?.permission.action;
  }
  const isFunction = resource.type === 'AWS::ApiGatewayV2::Authorizer' || resource.text('IntegrationType') === 'AWS_PROXY';
  return isFunction && resource.lacks('IntegrationSubtype') ? INVOKE : undefined;
}

/** The statements of a policy document; undefined for one that is not written out. */
export function statementsIn(document: unknown): JsonObject[] | undefined {
  const statements = [member(document, 'Statement')].flat();
  return statements.every(isObject) && statements.every((statement) => asText(member(statement, 'Effect')) !== undefined)
    ? (statements as JsonObject[])
    : undefined;
}

function isTrusting(statement: JsonObject): boolean {
  const principal = member(statement, 'Principal');
  const services = [isObject(principal) ? member(principal, 'Service') : principal].flat();
  // A service that only a deployment decides may be API Gateway.
  return allows(statement, 'sts:AssumeRole') && services.some((service) => service === '*' || service === GATEWAY || isObject(service));
}

/** Whether a statement may allow an action. */
function allows(statement: JsonObject, action: string): boolean {
  if (member(statement, 'Effect') !== 'Allow') {
    return false;
  }
  const actions = [member(statement, 'Action')].flat();
  return member(statement, 'NotAction') !== undefined || actions.some((pattern) => isMatch(pattern, action));
}

function isMatch(pattern: unknown, action: string): boolean {
  return typeof pattern === 'string' ? matchesGlob(pattern.toLowerCase(), action.toLowerCase()) : pattern !== undefined;
}
