import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';

const RESTRICTIONS = ['sourceAccount', 'eventSourceToken', 'principalOrgId', 'functionUrlAuthType', 'invokedViaFunctionUrl'] as const;

/** The oldest CDK lacks the last of them. */
type Restrictions = Partial<Record<(typeof RESTRICTIONS)[number], unknown>>;

/** What a permission demands beside its source ARN. The CDK gives none of it to routes, but an Aspect may add it. */
export function restrictionsOf(permission: CfnPermission): Restrictions {
  return Object.fromEntries(RESTRICTIONS.flatMap((name) => (isIn(permission, name) ? [[name, (permission as Restrictions)[name]]] : [])));
}

export function isRestrictedAs(one: CfnPermission, other: CfnPermission): boolean {
  return RESTRICTIONS.every((name) => (one as Restrictions)[name] === (other as Restrictions)[name]);
}

export function isUnrestricted(permission: CfnPermission): boolean {
  return !RESTRICTIONS.some((name) => isIn(permission, name));
}

function isIn(permission: CfnPermission, name: keyof Restrictions): boolean {
  return (permission as Restrictions)[name] !== undefined;
}
