import type { ByteRange } from '../engine/template/policy/byte-range';
import { MAX_POLICY_BYTES } from '../engine/template/policy/permission-bytes';
import { policyTooLarge } from '../engine/template/rules/lambda-policy';
import { fromEngine } from '../problems/from-engine';
import type { IntegrationProblem } from '../problems/integration-problem';
import { ProblemSeverity } from '../problems/problem-severity';
import type { PermissionGroup } from './permission-group';

/** That the CDK gives no permission to invoke a function. */
export function notAuthorized(path: string): IntegrationProblem {
  return {
    code: 'FunctionNotAuthorized',
    severity: ProblemSeverity.WARNING,
    value: path,
    message: `the imported function ${path} may belong to another account or region, so that no permission to invoke it was added, and the API could not call it`,
    remedy:
      'import it with Function.fromFunctionAttributes and sameEnvironment: true if it is of this account and region, or with skipPermissions: true once its own policy lets apigateway.amazonaws.com invoke it',
  };
}

/** That one permission for the whole API took the place of those of routes. */
export function permissionsFolded({ facts: { handler, api, stack } }: PermissionGroup, count: number): IntegrationProblem {
  return {
    code: 'FunctionPermissionsFolded',
    severity: ProblemSeverity.WARNING,
    value: handler.node.path,
    message: `the permissions to invoke ${handler.node.path} may not all fit into the ${MAX_POLICY_BYTES} bytes of its policy, so that ${count} for routes of the API ${api.node.path} gave way to one in the stack ${stack.node.path} that lets every route of this API invoke it`,
    remedy:
      'acknowledge it, choose with permissionScope (PermissionScope.API for one permission from the start, PermissionScope.ROUTE for one a route at your own risk), or lead the routes to several functions',
  };
}

/** That the permissions do not, or may not, fit into the function's policy. */
export function permissionsTooLarge(groups: readonly PermissionGroup[], count: number, bytes: ByteRange): IntegrationProblem {
  const [{ facts }] = groups;
  const chosen = groups.some(({ routes }) => routes.some(({ foldable }) => !foldable));
  return {
    ...fromEngine(policyTooLarge(facts.handler.node.path, count, bytes)),
    severity: bytes.min > MAX_POLICY_BYTES ? ProblemSeverity.ERROR : ProblemSeverity.WARNING,
    remedy: chosen
      ? 'leave permissionScope and scopePermissionToRoute out, or pass PermissionScope.API, so that one permission for the whole API takes their place'
      : 'take other permissions on the function away, or lead routes to several functions, versions or aliases, which have policies of their own',
  };
}
