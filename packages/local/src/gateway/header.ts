import type { Field } from './message';

/** Headers that concern one connection only and are not forwarded. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'trailers',
  'transfer-encoding',
  'upgrade',
]);

/** Whether a header concerns the connection only. */
export function isHopByHop(lowerCaseName: string): boolean {
  return HOP_BY_HOP.has(lowerCaseName);
}

/** The first value of a header. */
export function firstHeader(headers: readonly Field[], lowerCaseName: string): string | undefined {
  for (const [name, value] of headers) {
    if (name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) {
      return value;
    }
  }
  return undefined;
}

/** Whether HTTP can carry a header of this name. */
export function isHeaderName(text: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}

/** Whether HTTP can carry a header of this value: a line break would start another header. */
export function isHeaderValue(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it rejects
  return !/[\0-\x08\x0a-\x1f\x7f]/.test(text);
}

/** A header value as bytes on the wire: characters beyond Latin-1 are written in UTF-8. */
export function wireValue(text: string): string {
  return /[^\0-\xff]/.test(text) ? asUtf8(text) : text;
}

/** The text's UTF-8 bytes, one character each. */
export function asUtf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}
