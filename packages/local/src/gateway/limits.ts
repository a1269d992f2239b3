import type { IncomingRequest } from './message';

/** What the service takes of request line and headers together, in bytes. */
export const MAX_HEAD_BYTES = 10_240;

/** Whether request line and headers are more than the service takes. */
export function isHeadTooLarge({ method, target, headers }: IncomingRequest): boolean {
  let size = method.length + target.length + 'HTTP/1.1'.length + 2;
  for (const [name, value] of headers) {
    size += name.length + value.length;
  }
  return size > MAX_HEAD_BYTES;
}
