import type { Field } from '../gateway/message';
import type { Caller, RoutedRequest } from '../gateway/routed-request';

/** A caller who is not let in. The reason goes to the log, never to the client. */
export interface Refusal {
  readonly kind: 'refused';
  readonly statusCode: 401 | 403;
  /** Such as `www-authenticate`, beside those that each error has. */
  readonly headers: readonly Field[];
  readonly reason: string;
}

/** What an authorizer looks at. */
export type Asking = Pick<RoutedRequest, 'request' | 'query'>;

/** Who may call a route, compiled. */
export interface Authorizer {
  authorize(asking: Asking): Caller | Refusal | Promise<Caller | Refusal>;
}

/** What the person at the keyboard said about callers. */
export interface AuthorizerOptions {
  /** Whether routes with IAM authorization let everybody in. @default false: nobody */
  readonly acceptIam?: boolean;
  /** Whether tokens are believed without a look at their signature. @default false */
  readonly trustUnsignedTokens?: boolean;
  /** Files or URLs of key sets, by the name, construct path, logical id or issuer of a JWT authorizer. @default none */
  readonly jwks?: Readonly<Record<string, string>>;
}
