import type { AuthorizerPlan } from '../../definitions/authorizer-plan';

/** What may name a JWT authorizer on the command line, the readable one first. */
export function namesOf({ name, place, issuer }: Extract<AuthorizerPlan, { kind: 'jwt' }>): readonly string[] {
  return [name, ...(place.path === undefined ? [] : [place.path]), place.logicalId, issuer];
}
