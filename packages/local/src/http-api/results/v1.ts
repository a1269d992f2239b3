import type { Field, GatewayResponse } from '../../gateway/message';
import { isObject } from '../../json';
import { headersOf, multiValueHeadersOf } from './fields';
import { parseResult } from './parse';
import { responseOf } from './response';

/**
 * What a function's result means in payload format 1.0, which needs a status code.
 *
 * @param payload the result as JSON
 * @returns undefined for a malformed result
 */
export function resultV1(payload: string): GatewayResponse | undefined {
  const result = parseResult(payload);
  if (!isObject(result)) {
    return undefined;
  }
  const single = headersOf(result.headers);
  const multi = multiValueHeadersOf(result.multiValueHeaders);
  return responseOf(result, single && multi && merged(multi, single));
}

/** A value that both have is sent once. */
function merged(multi: readonly Field[], single: readonly Field[]): readonly Field[] {
  if (multi.length === 0) {
    return single;
  }
  const isNew = ([name, value]: Field): boolean =>
    !multi.some((other) => other[1] === value && other[0].toLowerCase() === name.toLowerCase());
  return [...multi, ...single.filter(isNew)];
}
