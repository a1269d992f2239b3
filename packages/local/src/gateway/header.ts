import type { Field } from './message';

/** Meant for one connection alone: neither backend nor client gets what the other one sent. */
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

/** Whether a header, its name in lower case, is about the connection that it comes by. */
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

/** Whether a text can be a header's name: HTTP has no way to send any other. */
export function isHeaderName(text: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}

/** Whether a text can be a header's value: a line break or another control character would end it. */
export function isHeaderValue(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return !/[\0-\x08\x0a-\x1f\x7f]/.test(text);
}

/** A value as it goes over the wire, where a header holds bytes: other characters become those of UTF-8. */
export function wireValue(text: string): string {
  return /[^\0-\xff]/.test(text) ? asUtf8(text) : text;
}

/** The bytes of UTF-8, each as one character. */
export function asUtf8(text: string): string {
  return Buffer.from(text).toString('latin1');
}
