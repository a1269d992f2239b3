import type { Field } from '../gateway/message';
import type { Caller, RoutedRequest } from '../gateway/routed-request';

/** A refused caller. The reason is logged; the client does not see it. */
export interface Refusal {
  readonly kind: 'refused';
  readonly statusCode: 401 | 403;
  /** Headers in addition to those of every error, such as `www-authenticate`. */
  readonly headers: readonly Field[];
  readonly reason: string;
}

/** The parts of a request that an authorizer reads. */
export type AuthorizerInput = Pick<RoutedRequest, 'request' | 'query'>;

/** The compiled authorizer of a route. */
export interface Authorizer {
  authorize(input: AuthorizerInput): Caller | Refusal | Promise<Caller | Refusal>;
}

/** Options of all authorizers. */
export interface AuthorizerOptions {
  /** Whether routes with IAM authorization accept every caller. @default false: they refuse every caller */
  readonly acceptIam?: boolean;
  /** Whether JWTs are accepted without verifying their signature. @default false */
  readonly trustUnsignedTokens?: boolean;
  /** Files or URLs of key sets by name, construct path, logical id or issuer of a JWT authorizer. @default none */
  readonly jwks?: Readonly<Record<string, string>>;
}
