import type { Field, IncomingRequest } from '../gateway/message';

/** Status code and reason for refusing a request that the parser accepted. */
interface HeaderRefusal {
  readonly statusCode: 400 | 501;
  readonly reason: string;
}

/** A name, an address or nothing, then a port. */
const HOST = /^(?:[\w.~!$&'()*+,;=%-]*|\[[\da-f:.]+\])(?::\d*)?$/i;
const TWO_HOSTS: HeaderRefusal = { statusCode: 400, reason: 'the request has two Host headers' };

/**
 * Refuses ambiguous framing headers, which could be used to smuggle a second request.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-6.1
 */
export function validateHeaders(headers: readonly Field[]): HeaderRefusal | undefined {
  let hosts = 0;
  for (const [name, value] of headers) {
    if (name.length === 4 && name.toLowerCase() === 'host') {
      if (!HOST.test(value)) {
        return { statusCode: 400, reason: `its Host header is ${JSON.stringify(value)}, which is not a valid host` };
      }
      hosts++;
    } else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding' && value.trim().toLowerCase() !== 'chunked') {
      return { statusCode: 501, reason: `its transfer coding is ${JSON.stringify(value)}, and only chunked is supported` };
    }
  }
  return hosts > 1 ? TWO_HOSTS : undefined;
}

/** Largest size of request line and headers together. */
const MAX_HEAD_BYTES = 10_240;

/** More headers than this are not processed one by one. */
const MAX_HEADERS = 1_000;

/** Whether request line and headers exceed the service's limit. */
export function isHeadTooLarge({ method, target, headers }: IncomingRequest): boolean {
  if (headers.length > MAX_HEADERS) {
    return true;
  }
  let size = method.length + target.length + 'HTTP/1.1'.length + 2;
  for (const [name, value] of headers) {
    size += name.length + value.length;
  }
  return size > MAX_HEAD_BYTES;
}
