import type { JwtAuthorizerPlan } from '../../definitions/authorizer';
import type { Problem } from './refusals';

type Claims = Readonly<Record<string, unknown>>;

/** The first problem of a token's claims, checked in the service's order and without leeway for clock skew. */
export function claimProblem(claims: Claims, { issuer, audience }: JwtAuthorizerPlan, nowSeconds: number): Problem | undefined {
  if (claims.iss !== issuer) {
    return { description: 'issuer does not match', reason: `the token's issuer is ${shown(claims.iss)}, expected ${issuer}` };
  }
  return audienceProblem(claims, audience) ?? timeProblem(claims, nowSeconds);
}

/** `client_id` is used if there is no `aud`, as in access tokens of Amazon Cognito. */
function audienceProblem({ aud, client_id: clientId }: Claims, expected: readonly string[]): Problem | undefined {
  const found = aud ?? clientId;
  const values: readonly unknown[] = Array.isArray(found) ? found : [found];
  if (values.some((value) => typeof value === 'string' && expected.includes(value))) {
    return undefined;
  }
  const claim = aud === undefined ? 'client_id' : 'aud';
  return {
    description: 'the token does not have a valid audience',
    reason: `the token's ${claim} is ${shown(found)}, expected ${expected.length === 0 ? 'an audience of the authorizer, which lists none' : expected.join(' or ')}`,
  };
}

function timeProblem({ exp, nbf, iat }: Claims, now: number): Problem | undefined {
  if (!(typeof exp === 'number' && exp > now)) {
    return { description: 'the token has expired', reason: `the token's exp is ${time(exp)}, which must be later than now` };
  }
  if (isLater(nbf, now)) {
    return { description: 'the token is not valid yet', reason: `the token's nbf is ${time(nbf)}, which must be earlier than now` };
  }
  if (isLater(iat, now)) {
    return { description: 'the token is not valid yet', reason: `the token's iat is ${time(iat)}, which must be earlier than now` };
  }
  return undefined;
}

/** Whether a time claim is in the future or invalid; an absent claim is neither. */
function isLater(value: unknown, now: number): boolean {
  return value !== undefined && !(typeof value === 'number' && value <= now);
}

function time(value: unknown): string {
  const date = new Date(typeof value === 'number' ? value * 1000 : Number.NaN);
  return Number.isNaN(date.getTime()) ? shown(value) : `${value} (${date.toISOString()})`;
}

/** A claim on one line: JSON escapes line breaks. */
function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}

/** The scopes of a token, from `scope` or else `scp`: a list, or text separated by spaces. */
export function scopesOf({ scope, scp }: Readonly<Record<string, unknown>>): readonly string[] {
  const value = scope ?? scp;
  if (Array.isArray(value)) {
    return value.filter((each) => typeof each === 'string');
  }
  return typeof value === 'string' ? value.split(' ').filter((each) => each !== '') : [];
}
