import type { RoutedRequest } from './routed-request';

const BYTES = 12;
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** What `X-Amzn-Trace-Id` says of a request that comes without one; the same for each call. */
export function traceId({ requestId, startedAt }: RoutedRequest): string {
  let id = '';
  for (let at = 0; at < BYTES; at++) {
    // Behind the end it is NaN, hence zero.
    id += HEX[requestId.charCodeAt(at) & 0xff];
  }
  return `Root=1-${Math.floor(startedAt.getTime() / 1000).toString(16)}-${id}`;
}
