import type { GatewayResponse } from './message';
import type { MappedRequest, RoutedRequest } from './routed-request';

/** The outcome of calling a backend. */
export type Outcome =
  /** The backend answered. Response mapping applies to it. */
  | { readonly kind: 'response'; readonly response: GatewayResponse }
  /** There is no answer: the client gets an error of the gateway. The reason is logged; the client sees it only with 501. */
  | {
      readonly kind: 'failure';
      readonly statusCode: 400 | 413 | 500 | 501 | 503 | 504;
      readonly reason: string;
      /** Whether the integration timeout was exceeded. */
      readonly isTimeout?: true;
    };

/** What a route's integration calls. Created once at the start, called for each request. */
export interface Backend {
  /** Never rejects. */
  call(routed: RoutedRequest, mapped: MappedRequest): Promise<Outcome>;
}
