import { matchesGlob } from '@apigwv2-integrations/core/engine';

/** The action that API Gateway authorizes. */
const ACTION = 'execute-api:invoke';

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly hasCondition: boolean;
}

/** A parsed IAM policy. */
export type Policy = readonly Statement[];

/** Parses a policy document. Returns a description of the first problem for anything else. */
export function parsePolicy(document: unknown): Policy | string {
  if (!isObject(document)) {
    return 'policyDocument is not an object';
  }
  const { Statement: statement } = document;
  const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
  const parsed: Statement[] = [];
  for (const each of statements) {
    const result = parseStatement(each);
    if (typeof result === 'string') {
      return result;
    }
    parsed.push(result);
  }
  return parsed;
}

function parseStatement(statement: unknown): Statement | string {
  if (!isObject(statement)) {
    return 'policyDocument has no Statement that is an object';
  }
  const { Effect: effect, Action: action, Resource: resource } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') {
    return `the Effect of a statement is ${JSON.stringify(effect)}, which must be "Allow" or "Deny"`;
  }
  const actions = texts(action);
  const resources = texts(resource);
  if (actions === undefined || resources === undefined) {
    return 'a statement has no Action or no Resource; each must be a string or a list of strings (NotAction and NotResource are not supported)';
  }
  return { effect, actions, resources, hasCondition: statement.Condition !== undefined };
}

function texts(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.length > 0 && list.every((each) => typeof each === 'string') ? list : undefined;
}

/**
 * Evaluates a policy for a request. A Deny overrides every Allow, and without an Allow the request is denied. Conditions
 * are not evaluated: an Allow with a condition never applies, and a Deny with a condition always does.
 *
 * @returns why the request is denied; undefined if it is allowed
 */
export function denialReason(policy: Policy, arn: string): string | undefined {
  const matching = policy.filter(
    ({ actions, resources }) =>
      actions.some((action) => matchesGlob(action.toLowerCase(), ACTION)) && resources.some((resource) => matchesGlob(resource, arn)),
  );
  const deny = matching.find(({ effect }) => effect === 'Deny');
  if (deny !== undefined) {
    return `a statement denies ${arn}${deny.hasCondition ? ' (its Condition is not evaluated)' : ''}`;
  }
  if (matching.some(({ hasCondition }) => !hasCondition)) {
    return undefined;
  }
  return matching.length > 0
    ? `the only statement that allows ${arn} has a Condition, which is not evaluated`
    : `no statement allows ${arn}: the policy allows ${resourcesOf(policy)}`;
}

function resourcesOf(policy: Policy): string {
  const allowed = policy.filter(({ effect }) => effect === 'Allow').flatMap(({ resources }) => resources);
  return allowed.length === 0 ? 'nothing' : allowed.join(', ');
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
