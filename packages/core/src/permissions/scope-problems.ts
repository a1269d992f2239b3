import type { IntegrationProblem } from '../problems/integration-problem';
import { choose, invalid } from '../problems/option-problems';
import { PermissionScope } from './permission-scope';

const NAMES = [PermissionScope.ROUTE, PermissionScope.METHOD, PermissionScope.API, PermissionScope.AUTO].map(({ name }) => name);

/** Whether a scope is one. By name: two copies of this package know each other's. */
export function isScope(scope: unknown): scope is PermissionScope {
  return typeof scope === 'object' && scope !== null && NAMES.includes((scope as PermissionScope).name);
}

/** What is wrong with a scope, such as a text. */
export function scopeProblems(scope: unknown): IntegrationProblem[] {
  return scope === undefined || scope === null || isScope(scope)
    ? []
    : [invalid('permissionScope', scope, choose(scope, 'PermissionScope', NAMES))];
}
