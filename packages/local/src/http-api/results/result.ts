import { isObject } from '@apigwv2-integrations/core/engine';
import type { Field, GatewayResponse } from '../../gateway/message';
import { cookiesOf, headersOf, multiValueHeadersOf } from './header-fields';
import { parseResult, responseOf } from './response';

const INFERRED: readonly Field[] = [['content-type', 'application/json']];

/**
 * The response of a result in payload format 2.0.
 *
 * A result without a status code becomes the body of a 200 response: text as it is, anything else as JSON.
 *
 * @param payload the result as JSON
 * @returns undefined for a malformed result
 */
export function resultV2(payload: string): GatewayResponse | undefined {
  const result = parseResult(payload);
  if (!isObject(result) || !Object.hasOwn(result, 'statusCode')) {
    return { statusCode: 200, headers: INFERRED, body: typeof result === 'string' ? result : payload };
  }
  const cookies = cookiesOf(result.cookies);
  const headers = headersOf(result.headers);
  return responseOf(result, cookies && headers && (cookies.length === 0 ? headers : [...cookies, ...headers]));
}

/**
 * The response of a result in payload format 1.0, which requires a status code.
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

/** A value in both lists is sent once. */
function merged(multi: readonly Field[], single: readonly Field[]): readonly Field[] {
  if (multi.length === 0) {
    return single;
  }
  const isNew = ([name, value]: Field): boolean =>
    !multi.some((other) => other[1] === value && other[0].toLowerCase() === name.toLowerCase());
  return [...multi, ...single.filter(isNew)];
}
