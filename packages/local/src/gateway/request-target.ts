import type { Field } from './message';

/** A request target, taken apart; nothing is decoded. */
export interface SplitTarget {
  /** Begins with a slash. */
  readonly rawPath: string;
  /** Without the question mark. */
  readonly rawQuery: string;
}

/** Scheme and authority of a target in absolute form, as proxies get it. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** Takes apart what stands in the request line between method and version. */
export function splitTarget(target: string): SplitTarget {
  const local = target.startsWith('/') ? target : withoutOrigin(target);
  const mark = local.indexOf('?');
  return mark < 0 ? { rawPath: local, rawQuery: '' } : { rawPath: local.slice(0, mark), rawQuery: local.slice(mark + 1) };
}

function withoutOrigin(target: string): string {
  const rest = target.replace(ORIGIN, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/**
 * The path as the service sees it: percent-encoding decoded, and cut at a question mark that comes out of that.
 *
 * Any text has a result: what is no percent-encoding stays, and what is no UTF-8 becomes the replacement character.
 */
export function decodePath(rawPath: string): string {
  if (!rawPath.includes('%')) {
    return rawPath;
  }
  const path = percentDecoded(rawPath);
  const mark = path.indexOf('?');
  return mark < 0 ? path : path.slice(0, mark);
}

const NOTHING: readonly Field[] = [];

/** The parameters of a query string, decoded, in their order. */
export function parseQuery(rawQuery: string): readonly Field[] {
  if (rawQuery === '') {
    return NOTHING;
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
