import { authorizerNames, type JwtAuthorizerPlan } from '../../definitions/authorizer';
import type { ApiPlan } from '../../definitions/http-api';
import type { Caller } from '../../gateway/routed-request';
import { UserError } from '../../user-error';
import type { AuthorizerOptions, Decision, DecisionMaker, Refusal } from '../authorizer';
import { claimProblem, scopesOf } from './claims';
import { compileIdentitySources } from './identity-source';
import { type KeySet, keySetFrom } from './key-set';
import { insufficientScope, invalidToken, type Problem, tokenMissing } from './refusals';
import { decodeToken, type Token } from './token';

/** Verifies the signature of a token. */
type Verify = (token: Token) => Problem | undefined | Promise<Problem | undefined>;

/**
 * Accepts tokens of the issuer for the audience, with one of the route's scopes if it has any.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function jwtAuthorizer(plan: JwtAuthorizerPlan, options: AuthorizerOptions): DecisionMaker {
  const tokenOf = compileIdentitySources(plan.identitySources);
  const verify = compileVerify(plan, options);

  return {
    decide(routed) {
      const text = tokenOf(routed);
      if (text === undefined) {
        return { outcome: tokenMissing(plan) };
      }
      const identity = [text];
      const token = decodeToken(text);
      if ('description' in token) {
        return { outcome: invalidToken(plan, token), identity };
      }
      const complete = (problem: Problem | undefined): Decision => ({
        outcome: problem === undefined ? admitToken(plan, token) : invalidToken(plan, problem),
        identity,
      });
      const verified = verify(token);
      return verified instanceof Promise ? verified.then(complete) : complete(verified);
    },
  };
}

/** Decides by the claims of a token whose signature was verified: issuer, audience, times, scopes. */
export function admitToken(plan: JwtAuthorizerPlan, { claims: all }: Token): Caller | Refusal {
  const problem = claimProblem(all, plan, Date.now() / 1000);
  if (problem !== undefined) {
    return invalidToken(plan, problem);
  }
  const scopes = scopesOf(all);
  if (plan.scopes.length > 0 && !plan.scopes.some((scope) => scopes.includes(scope))) {
    return insufficientScope(plan, scopes);
  }
  // Null claims are not passed on; scopes only on routes that require some.
  const claims = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  return { kind: 'jwt', claims, scopes: plan.scopes.length > 0 ? scopes : null };
}

function compileVerify(plan: JwtAuthorizerPlan, { trustUnsignedTokens = false, jwks = {} }: AuthorizerOptions): Verify {
  if (trustUnsignedTokens) {
    return () => undefined;
  }
  const source = keySetNames(plan)
    .filter((name) => Object.hasOwn(jwks, name))
    .map((name) => jwks[name])[0];
  if (source === undefined) {
    const problem = {
      description: 'JWKS communication error',
      reason: `there are no keys for JWT authorizer ${plan.name}: pass --jwks ${plan.name}=<file or URL of its key set> to verify tokens, or --trust-unsigned-tokens to accept them unverified`,
    };
    return () => problem;
  }
  const keys: KeySet = keySetFrom(source);
  return (token) => keys.verify(token);
}

/** The names by which `--jwks` can refer to a JWT authorizer, the most readable first. */
export function keySetNames(plan: JwtAuthorizerPlan): readonly string[] {
  return [...authorizerNames(plan), plan.issuer];
}

/**
 * Checks that each key set belongs to an authorizer.
 *
 * @throws UserError for a name that matches none
 */
export function checkKeySets(jwks: Readonly<Record<string, string>>, apis: readonly ApiPlan[]): void {
  const plans = apis.flatMap(({ routes }) => routes).flatMap(({ authorizer }) => (authorizer.kind === 'jwt' ? [authorizer] : []));
  const names = new Set(plans.flatMap(keySetNames));
  for (const name of Object.keys(jwks)) {
    if (!names.has(name)) {
      const expected = [...new Set(plans.flatMap((plan) => [plan.name, plan.issuer]))].join(', ');
      throw new UserError(
        `--jwks ${name} matches no JWT authorizer or issuer of the app: ${expected === '' ? 'remove it, the app has none' : `expected ${expected}`}`,
      );
    }
  }
}
