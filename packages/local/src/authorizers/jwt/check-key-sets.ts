import type { ApiPlan } from '../../definitions/api-plan';
import { UserError } from '../../user-error';
import { namesOf } from './names';

/**
 * Checks that each key set is an authorizer's.
 *
 * @throws UserError for one that is not
 */
export function checkKeySets(jwks: Readonly<Record<string, string>>, apis: readonly ApiPlan[]): void {
  const plans = apis.flatMap(({ routes }) => routes).flatMap(({ authorizer }) => (authorizer.kind === 'jwt' ? [authorizer] : []));
  const known = new Set(plans.flatMap(namesOf));
  for (const name of Object.keys(jwks)) {
    if (!known.has(name)) {
      const expected = [...new Set(plans.flatMap((plan) => [plan.name, plan.issuer]))].join(', ');
      throw new UserError(
        `--jwks ${name} is neither a JWT authorizer of the app nor its issuer: ${expected === '' ? 'leave it out, there is none' : `expected ${expected}`}`,
      );
    }
  }
}
