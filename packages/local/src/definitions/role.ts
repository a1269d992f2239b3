import {
  isObject,
  type JsonObject,
  matchesGlob,
  member,
  type Resource,
  RolePolicies,
  type RolePolicy,
  statementsIn,
  type Template,
  wholeReference,
} from '@apigwv2-integrations/core/engine';
import type { LocalValues } from '../template/local-values/local-values';
import { UnresolvedValues } from '../template/local-values/unresolved';

/** The role of a function, as far as the app contains its policies. */
export interface RolePlan {
  readonly name: string;
  readonly statements: readonly RoleStatement[];
  /** Whether the app contains all policies of the role, with all their values. */
  readonly isComplete: boolean;
}

/** A statement of an identity policy, with its values on this machine. */
export interface RoleStatement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: NamePatterns;
  readonly resources: NamePatterns;
  readonly hasCondition: boolean;
}

/** Patterns with `*` and `?`, such as those of `Action`, or of `NotAction`. */
export interface NamePatterns {
  readonly patterns: readonly string[];
  /** Whether the statement is about everything else. */
  readonly isNegated: boolean;
}

/** Policies of AWS for the execution roles of functions, none of which concerns the connections of WebSocket APIs. */
const EXECUTION_POLICIES =
  /:policy\/(?:service-role\/)?(?:AWSLambda\w*ExecutionRole|AWSLambdaRole|AWSXRayDaemonWriteAccess|AWSXrayWriteOnlyAccess|CloudWatchLambda\w+)$/;
/** Policies of AWS that allow `execute-api:ManageConnections` on all APIs. */
const FULL_ACCESS_POLICIES = /:policy\/(?:AdministratorAccess|PowerUserAccess|AmazonAPIGatewayInvokeFullAccess)$/;
const EVERYTHING: RoleStatement = {
  effect: 'Allow',
  actions: { patterns: ['execute-api:*'], isNegated: false },
  resources: { patterns: ['*'], isNegated: false },
  hasCondition: false,
};

/** Reads the roles of functions, each once. */
export class Roles {
  private policies?: RolePolicies;
  private readonly plans = new Map<Resource, RolePlan>();

  public constructor(private readonly local: LocalValues) {}

  /** The role of a function; undefined if the app does not create it. */
  public ofFunction(fn: Resource): RolePlan | undefined {
    const { resource: role } = wholeReference(this.local.resolver.property(fn, 'Role')) ?? {};
    if (role?.type !== 'AWS::IAM::Role') {
      return undefined;
    }
    const plan = this.plans.get(role) ?? this.read(role);
    this.plans.set(role, plan);
    return plan;
  }

  private read(role: Resource): RolePlan {
    this.policies ??= new RolePolicies(this.local.resolver);
    const statements = this.policies.of(role)?.map((policy) => this.statementsOf(policy));
    return {
      name: this.local.nameOf(role),
      statements: statements?.flatMap((each) => each ?? []) ?? [],
      isComplete: statements?.every((each) => each !== undefined) ?? false,
    };
  }

  /** The statements of a policy; undefined if the app does not contain all of it. */
  private statementsOf({ document, template, managedArn }: RolePolicy): readonly RoleStatement[] | undefined {
    if (managedArn !== undefined) {
      const arn = this.local.read(managedArn, template);
      return EXECUTION_POLICIES.test(arn) ? [] : FULL_ACCESS_POLICIES.test(arn) ? [EVERYTHING] : undefined;
    }
    const unresolved = new UnresolvedValues();
    const statements = statementsIn(document)?.map((statement) => this.statement(statement, template, unresolved));
    return unresolved.isEmpty ? statements : undefined;
  }

  private statement(statement: JsonObject, template: Template, unresolved: UnresolvedValues): RoleStatement {
    const patterns = (name: 'Action' | 'Resource'): NamePatterns => {
      const isNegated = member(statement, `Not${name}`) !== undefined;
      const value = member(statement, isNegated ? `Not${name}` : name);
      const list = Array.isArray(value) || isObject(value) ? value : [value];
      return { patterns: this.local.list(list, template, unresolved), isNegated };
    };
    return {
      effect: member(statement, 'Effect') === 'Deny' ? 'Deny' : 'Allow',
      actions: patterns('Action'),
      resources: patterns('Resource'),
      hasCondition: member(statement, 'Condition') !== undefined,
    };
  }
}

/**
 * Whether the policies of a role allow an action. A Deny overrides every Allow. Conditions are not evaluated: an Allow with a
 * condition never applies, and a Deny with a condition always does. Where the app does not contain all policies of the role,
 * everything that they do not deny is allowed.
 */
export function isAllowed({ statements, isComplete }: RolePlan, action: string, arn: string): boolean {
  const matching = statements.filter(
    ({ actions, resources }) => matches(actions, action, (text) => text.toLowerCase()) && matches(resources, arn, (text) => text),
  );
  const isDenied = matching.some(({ effect }) => effect === 'Deny');
  return !isDenied && (!isComplete || matching.some(({ hasCondition }) => !hasCondition));
}

function matches({ patterns, isNegated }: NamePatterns, name: string, fold: (text: string) => string): boolean {
  return patterns.some((pattern) => matchesGlob(fold(pattern), fold(name))) !== isNegated;
}
