import { isHopByHop } from '../../gateway/header';
import { memoize } from '../../gateway/memoize';

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

/** One client may spell a name in several ways. */
const MAX_CACHED_NAMES = 2000;

/** What a proxy does with a header of this name, which is looked up once however often it comes. */
export const fieldKind = memoize(MAX_CACHED_NAMES, (name): FieldKind => {
  const lower = name.toLowerCase();
  if (Object.hasOwn(SPECIAL, lower)) {
    return SPECIAL[lower] as FieldKind;
  }
  return isHopByHop(lower) ? 'hop' : 'plain';
});

/** The headers that a Connection header names; they end with the connection. */
export function namedBy(connection: string | undefined): ReadonlySet<string> | undefined {
  if (connection === undefined || /^\s*(?:keep-alive|close)?\s*$/i.test(connection)) {
    return undefined;
  }
  return new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
}
