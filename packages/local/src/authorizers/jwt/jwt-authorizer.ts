import type { AuthorizerPlan } from '../../definitions/authorizer-plan';
import type { Caller } from '../../gateway/routed-request';
import type { Authorizer, Refusal } from '../authorizer';
import type { AuthorizerOptions } from '../authorizer-options';
import { insufficientScope, invalidToken, type Problem, tokenMissing } from '../refusals';
import { claimProblem } from './claims';
import { compileIdentitySources } from './identity-source';
import type { KeySet } from './keys/key-set';
import { keySetFrom } from './keys/key-set-from';
import { namesOf } from './names';
import { scopesOf } from './scopes';
import { decodeToken, type Token } from './token';

type JwtPlan = Extract<AuthorizerPlan, { kind: 'jwt' }>;

/** Finds out whether a token's signature is its issuer's. */
type Verify = (token: Token) => Problem | undefined | Promise<Problem | undefined>;

/**
 * Lets in who has a token of the issuer for the audience, with one of the route's scopes if it has any.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function jwtAuthorizer(plan: JwtPlan, options: AuthorizerOptions): Authorizer {
  const tokenOf = compileIdentitySources(plan.identitySources);
  const verify = compileVerify(plan, options);

  const admit = (token: Token): Caller | Refusal => {
    const problem = claimProblem(token.claims, plan, Date.now() / 1000);
    if (problem !== undefined) {
      return invalidToken(plan, problem);
    }
    const scopes = scopesOf(token.claims);
    if (plan.scopes.length > 0 && !plan.scopes.some((scope) => scopes.includes(scope))) {
      return insufficientScope(plan, scopes);
    }
    // What has no value is not passed on; scopes are told where the route asks for some.
    const claims = Object.fromEntries(Object.entries(token.claims).filter(([, value]) => value !== null));
    return { kind: 'jwt', claims, scopes: plan.scopes.length > 0 ? scopes : null };
  };

  return {
    authorize(asking) {
      const text = tokenOf(asking);
      if (text === undefined) {
        return tokenMissing(plan);
      }
      const token = decodeToken(text);
      if ('description' in token) {
        return invalidToken(plan, token);
      }
      const verdict = verify(token);
      return verdict instanceof Promise
        ? verdict.then((problem) => (problem === undefined ? admit(token) : invalidToken(plan, problem)))
        : verdict === undefined
          ? admit(token)
          : invalidToken(plan, verdict);
    },
  };
}

function compileVerify(plan: JwtPlan, { trustUnsignedTokens = false, jwks = {} }: AuthorizerOptions): Verify {
  if (trustUnsignedTokens) {
    return () => undefined;
  }
  const source = namesOf(plan)
    .filter((name) => Object.hasOwn(jwks, name))
    .map((name) => jwks[name])[0];
  if (source === undefined) {
    const problem = {
      description: 'JWKS communication error',
      reason: `no keys are known for JWT authorizer ${plan.name}: pass --jwks ${plan.name}=<file or URL of its key set> to check tokens, or --trust-unsigned-tokens to believe them`,
    };
    return () => problem;
  }
  const keys: KeySet = keySetFrom(source);
  return (token) => keys.verify(token);
}
