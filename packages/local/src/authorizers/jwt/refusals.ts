import type { JwtAuthorizerPlan } from '../../definitions/authorizer';
import type { Refusal } from '../authorizer';

/** A problem of a token: a description for the client, the reason for the log. */
export interface Problem {
  readonly description: string;
  readonly reason: string;
}

/** No identity source holds a token. */
export function tokenMissing({ identitySources }: JwtAuthorizerPlan): Refusal {
  return refusal(401, 'Bearer', `there is no token in ${identitySources.join(', ')}`);
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html for the header's form */
export function invalidToken({ scopes }: JwtAuthorizerPlan, { description, reason }: Problem): Refusal {
  return refusal(401, `Bearer scope="${quotable(scopes)}" error="invalid_token" error_description="${description}"`, reason);
}

/** The token is valid but lacks the route's scopes. */
export function insufficientScope({ scopes }: JwtAuthorizerPlan, had: readonly string[]): Refusal {
  const has = had.length === 0 ? 'none' : had.join(' ');
  return refusal(
    403,
    `Bearer scope="${quotable(scopes)}" error="insufficient_scope"`,
    `the route requires one of the scopes ${scopes.join(' ')}, and the token has ${JSON.stringify(has)}`,
  );
}

function refusal(statusCode: 401 | 403, challenge: string, reason: string): Refusal {
  return { kind: 'refused', statusCode, headers: [['www-authenticate', challenge]], reason };
}

function quotable(scopes: readonly string[]): string {
  return scopes.join(' ').replace(/[^\x20-\x7e]|["\\]/g, '');
}
