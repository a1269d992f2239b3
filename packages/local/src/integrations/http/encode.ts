import type { Field } from '../../gateway/message';

/** What may stand in a path as it is (RFC 3986, section 3.3), with the slashes between its segments. */
const PATH = /^[A-Za-z0-9\-._~!$&'()*+,;=:@/]*$/;

/** A decoded path as it is written into a URL. */
export function encodePath(path: string): string {
  if (PATH.test(path)) {
    return path;
  }
  return encodeURI(wellFormed(path)).replace(/[?#]/g, encodeURIComponent);
}

/** Decoded names and values as they are written into a URL, in their order. */
export function encodeQuery(query: readonly Field[]): string {
  return query.map(([name, value]) => `${encodeQueryPart(name)}=${encodeQueryPart(value)}`).join('&');
}

/** What no part of a query string has to encode. */
const PLAIN = /^[A-Za-z0-9\-._~]*$/;

export function encodeQueryPart(text: string): string {
  return PLAIN.test(text) ? text : encodeURIComponent(wellFormed(text));
}

/** A query string as received; what cannot be written is encoded, the rest is left as it is. */
export function cleanQuery(raw: string): string {
  return /^[\x21-\xff]*$/.test(raw) ? raw : raw.replace(/[^\x21-\xff]+/g, encodeQueryPart);
}

/** Half of a surrogate pair has no encoding: it becomes the replacement character. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
