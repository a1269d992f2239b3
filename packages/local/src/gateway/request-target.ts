import type { Field } from './message';

/** The path and query string of a request target, not decoded. */
export interface SplitTarget {
  /** Begins with a slash. */
  readonly rawPath: string;
  /** Without the question mark. */
  readonly rawQuery: string;
}

/** Scheme and authority of a target in absolute form, which clients send to proxies. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/**
 * Splits the request target, which stands between method and version in the request line. The service takes several slashes
 * at the beginning of a path for one.
 */
export function splitTarget(target: string): SplitTarget {
  const given = target.startsWith('/') ? target : withoutOrigin(target);
  const local = given.startsWith('//') ? given.replace(/^\/+/, '/') : given;
  const mark = local.indexOf('?');
  return mark < 0 ? { rawPath: local, rawQuery: '' } : { rawPath: local.slice(0, mark), rawQuery: local.slice(mark + 1) };
}

function withoutOrigin(target: string): string {
  const rest = target.replace(ORIGIN, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/**
 * Decodes a path as the service does: percent-decoded, then cut at a decoded question mark.
 *
 * Never throws: malformed percent-encoding stays, and bytes that are not UTF-8 become the replacement character.
 */
export function decodePath(rawPath: string): string {
  if (!rawPath.includes('%')) {
    return rawPath;
  }
  const path = percentDecoded(rawPath);
  const mark = path.indexOf('?');
  return mark < 0 ? path : path.slice(0, mark);
}

const NO_FIELDS: readonly Field[] = [];

/** The decoded parameters of a query string, in order. */
export function parseQuery(rawQuery: string): readonly Field[] {
  if (rawQuery === '') {
    return NO_FIELDS;
  }
  const fields: Field[] = [];
  for (const part of rawQuery.split('&')) {
    if (part !== '') {
      const equals = part.indexOf('=');
      fields.push(equals < 0 ? [decodeQuery(part), ''] : [decodeQuery(part.slice(0, equals)), decodeQuery(part.slice(equals + 1))]);
    }
  }
  return fields;
}

function decodeQuery(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? percentDecoded(spaced) : spaced;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());
  }
}
