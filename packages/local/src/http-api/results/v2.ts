import type { Field, GatewayResponse } from '../../gateway/message';
import { isObject } from '../../json';
import { cookiesOf, headersOf } from './fields';
import { parseResult } from './parse';
import { responseOf } from './response';

const INFERRED: readonly Field[] = [['content-type', 'application/json']];

/**
 * What a function's result means in payload format 2.0.
 *
 * With a status code it says all by itself. Without one it is the body, whatever it is: of text, the text.
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
