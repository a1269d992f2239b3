import type { GatewayResponse } from './message';
import type { MappedRequest, RoutedRequest } from './routed-request';

/** What came of calling a backend. */
export type Outcome =
  /** The backend answered. Response mapping applies to it. */
  | { readonly kind: 'response'; readonly response: GatewayResponse }
  /** There is no answer: the client gets the gateway's own error. The reason goes to the log; the client sees that of 501 alone. */
  | { readonly kind: 'failure'; readonly statusCode: 400 | 413 | 500 | 501 | 503 | 504; readonly reason: string };

/** What a route's integration calls, made once at the start and then called for each request. */
export interface Backend {
  /** Never rejects. */
  call(routed: RoutedRequest, mapped: MappedRequest): Promise<Outcome>;
}
