import type { Field } from '../../gateway/message';

/** A text, or the name of a path variable whose value stands there. */
export type Piece = { readonly text: string } | { readonly variable: string };

/** The URI of an integration, cut where its parts are encoded differently. */
export interface Uri {
  readonly protocol: 'http:' | 'https:';
  readonly authority: readonly Piece[];
  /** Empty, or begins with a slash. */
  readonly path: readonly Piece[];
  readonly query: readonly Piece[];
}

/** Reads a URI with path variables; none for what is no `http://` or `https://` URI. */
export function parseUri(uri: string): Uri | undefined {
  const [, scheme, authority, path, query] = /^(https?):\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?/i.exec(uri) ?? [];
  if (scheme === undefined || authority === undefined) {
    return undefined;
  }
  return {
    protocol: scheme.toLowerCase() === 'http' ? 'http:' : 'https:',
    authority: pieces(authority),
    path: pieces(path ?? ''),
    query: pieces(query ?? ''),
  };
}

/** A greedy variable is named without its plus, and understood with it. */
function pieces(text: string): readonly Piece[] {
  return text
    .split(/(\{[^{}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{.*\}$/.test(piece) ? { variable: piece.slice(1, -1).replace(/\+$/, '') } : { text: piece }));
}

/** Names of the path variables in it. */
export function variablesOf({ authority, path, query }: Uri): readonly string[] {
  return [...authority, ...path, ...query].flatMap((piece) => ('variable' in piece ? [piece.variable] : []));
}

/** The text with the values of the variables. */
export function fill(pieces: readonly Piece[], values: Readonly<Record<string, string>>, encode: (value: string) => string): string {
  let filled = '';
  for (const piece of pieces) {
    filled += 'text' in piece ? piece.text : encode(values[piece.variable] ?? '');
  }
  return filled;
}

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
