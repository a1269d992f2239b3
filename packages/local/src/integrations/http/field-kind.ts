import { isHopByHop } from '../../gateway/header';

/** What a proxy has to know of a header's name. */
export type FieldKind = 'plain' | 'hop' | 'connection' | 'host' | 'length' | 'forwarded' | 'via' | 'trace';

/** What a proxy writes by itself, and what only the server in front can answer. */
const SPECIAL: Readonly<Record<string, FieldKind>> = {
  connection: 'connection',
  expect: 'hop',
  host: 'host',
  'content-length': 'length',
  forwarded: 'forwarded',
  via: 'via',
  'x-amzn-trace-id': 'trace',
};

/** Spellings that came up: a name is lowered once, unless somebody makes names up. */
const known = new Map<string, FieldKind>();
const MAX_KNOWN = 2000;

export function fieldKind(name: string): FieldKind {
  const found = known.get(name);
  if (found !== undefined) {
    return found;
  }
  const lower = name.toLowerCase();
  const kind = Object.hasOwn(SPECIAL, lower) ? (SPECIAL[lower] as FieldKind) : isHopByHop(lower) ? 'hop' : 'plain';
  if (known.size < MAX_KNOWN) {
    known.set(name, kind);
  }
  return kind;
}

/** The headers that a Connection header names; they end with the connection. */
export function namedBy(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined || /^\s*(?:keep-alive|close)?\s*$/i.test(connection)) {
    return undefined;
  }
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}
