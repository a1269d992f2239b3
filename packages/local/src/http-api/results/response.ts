import type { Field, GatewayResponse } from '../../gateway/message';
import type { JsonObject } from '../../json';

/** A function's result; undefined for text that is no JSON. */
export function parseResult(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

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

/** What neither base64 nor its line breaks hold. */
const NOT_BASE64 = /[^A-Za-z0-9+/=\s]/;

/** The status code of a result; undefined for what is none, or none that can end a request. */
function statusCodeOf({ statusCode }: JsonObject): number | undefined {
  const code = typeof statusCode === 'string' && /^\d{3}$/.test(statusCode) ? Number(statusCode) : statusCode;
  return typeof code === 'number' && Number.isInteger(code) && code >= 200 && code <= 599 ? code : undefined;
}

/** The body of a result; undefined where it is malformed. */
export function bodyOf({ body, isBase64Encoded }: JsonObject): Buffer | string | undefined {
  if (body === undefined || body === null) {
    return '';
  }
  if (typeof body !== 'string') {
    return undefined;
  }
  if (isBase64Encoded !== true) {
    return body;
  }
  return NOT_BASE64.test(body) ? undefined : Buffer.from(body, 'base64');
}
