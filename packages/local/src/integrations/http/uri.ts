import type { Field } from '../../gateway/message';

/** A literal text, or the name of a path variable. */
export type Piece = { readonly text: string } | { readonly variable: string };

/** The URI of an integration, split into parts with different encodings. */
export interface Uri {
  readonly protocol: 'http:' | 'https:';
  readonly authority: readonly Piece[];
  /** Empty, or begins with a slash. */
  readonly path: readonly Piece[];
  readonly query: readonly Piece[];
}

/** Parses a URI with path variables; undefined unless it begins with `http://` or `https://`. */
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

/** The plus of a greedy variable is optional in a URI. */
function pieces(text: string): readonly Piece[] {
  return text
    .split(/(\{[^{}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^\{.*\}$/.test(piece) ? { variable: piece.slice(1, -1).replace(/\+$/, '') } : { text: piece }));
}

/** Names of the path variables in a URI. */
export function variablesOf({ authority, path, query }: Uri): readonly string[] {
  return [...authority, ...path, ...query].flatMap((piece) => ('variable' in piece ? [piece.variable] : []));
}

/** Replaces variables by their encoded values. */
export function fill(pieces: readonly Piece[], values: Readonly<Record<string, string>>, encode: (value: string) => string): string {
  let filled = '';
  for (const piece of pieces) {
    filled += 'text' in piece ? piece.text : encode(values[piece.variable] ?? '');
  }
  return filled;
}

/** Characters that a path need not encode (RFC 3986, section 3.3). */
const PATH = /^[A-Za-z0-9\-._~!$&'()*+,;=:@/]*$/;

/** Encodes a decoded path for a URL. */
export function encodePath(path: string): string {
  if (PATH.test(path)) {
    return path;
  }
  return encodeURI(wellFormed(path)).replace(/[?#]/g, encodeURIComponent);
}

/** Encodes query parameters for a URL, in order. */
export function encodeQuery(query: readonly Field[]): string {
  return query.map(([name, value]) => `${encodeQueryPart(name)}=${encodeQueryPart(value)}`).join('&');
}

/** Characters that no part of a query string need encode. */
const PLAIN = /^[A-Za-z0-9\-._~]*$/;

export function encodeQueryPart(text: string): string {
  return PLAIN.test(text) ? text : encodeURIComponent(wellFormed(text));
}

/** A query string as received, with only the characters encoded that a request line cannot hold. */
export function cleanQuery(raw: string): string {
  return /^[\x21-\xff]*$/.test(raw) ? raw : raw.replace(/[^\x21-\xff]+/g, encodeQueryPart);
}

/** A lone surrogate cannot be encoded, so it becomes the replacement character. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}
