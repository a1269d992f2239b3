import type { JsonObject } from '@apigwv2-integrations/core/engine';
import type { Field, GatewayResponse } from '../../gateway/message';

/** Parses a function's result; undefined for invalid JSON. */
export function parseResult(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

const DEFAULT_TYPE: Field = ['content-type', 'text/plain; charset=utf-8'];

/** The response that a result describes; undefined if malformed. */
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

/** Characters that base64 does not use; line breaks are allowed. */
const NOT_BASE64 = /[^A-Za-z0-9+/=\s]/;

/** The status code of a result; undefined unless it is a final status code. */
function statusCodeOf({ statusCode }: JsonObject): number | undefined {
  const code = typeof statusCode === 'string' && /^\d{3}$/.test(statusCode) ? Number(statusCode) : statusCode;
  return typeof code === 'number' && Number.isInteger(code) && code >= 200 && code <= 599 ? code : undefined;
}

/** The body of a result; undefined if malformed. */
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
