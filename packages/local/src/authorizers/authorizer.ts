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
