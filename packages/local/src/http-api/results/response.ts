import type { Field, GatewayResponse } from '../../gateway/message';
import type { JsonObject } from '../../json';
import { bodyOf, statusCodeOf } from './content';

const DEFAULT_TYPE: Field = ['content-type', 'text/plain; charset=utf-8'];

/** What a result says in full; undefined where it is malformed. */
export function responseOf(result: JsonObject, headers: readonly Field[] | undefined): GatewayResponse | undefined {
  const statusCode = statusCodeOf(result);
  const body = bodyOf(result);
  if (statusCode === undefined || body === undefined || headers === undefined) {
    return undefined;
  }
  const isTyped = statusCode === 204 || statusCode === 304 || headers.some(isContentType);
  return { statusCode, headers: isTyped ? headers : [...headers, DEFAULT_TYPE], body };
}

function isContentType([name]: Field): boolean {
  return name.length === 12 && name.toLowerCase() === 'content-type';
}
