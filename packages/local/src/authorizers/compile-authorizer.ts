import type { AuthorizerPlan } from '../definitions/authorizer';
import type { Authorizer, AuthorizerOptions, Refusal } from './authorizer';
import { jwtAuthorizer } from './jwt/jwt-authorizer';

/**
 * Compiles the authorizer of a route.
 *
 * @throws UserError for a key set file that cannot be read
 */
export function compileAuthorizer(plan: AuthorizerPlan, options: AuthorizerOptions = {}): Authorizer {
  switch (plan.kind) {
    case 'none':
      return { authorize: () => ({ kind: 'none' }) };
    case 'iam':
      return { authorize: () => (options.acceptIam === true ? { kind: 'iam' } : IAM_REFUSED) };
    case 'jwt':
      return jwtAuthorizer(plan, options);
  }
}

const IAM_REFUSED: Refusal = {
  kind: 'refused',
  statusCode: 403,
  headers: [],
  reason: 'the route requires IAM authorization, and signatures are not verified here: pass --accept-iam to accept every caller',
};
