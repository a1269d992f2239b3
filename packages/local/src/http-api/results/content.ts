import type { JsonObject } from '../../json';

/** What neither base64 nor its line breaks hold. */
const NOT_BASE64 = /[^A-Za-z0-9+/=\s]/;

/** The status code of a result; undefined for what is none, or none that can end a request. */
export function statusCodeOf({ statusCode }: JsonObject): number | undefined {
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
