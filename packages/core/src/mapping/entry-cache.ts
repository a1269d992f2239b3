import { Token } from 'aws-cdk-lib';
import { CachedEntry, KnownKey } from './cached-entry';

export type { CachedEntry } from './cached-entry';

/** Many mappings of an app have the same entries. Past so many different ones, it begins anew. */
const MAX_CACHED_ENTRIES = 10_000;

const keys = new Map<string, KnownKey>();
let count = 0;

/**
 * Reads an entry of a mapping, but for what was read before: most entries of an app have a key in common, and many are
 * the same. What holds a token is unknown: as a value it is not judged, and as a key it is left out.
 */
export function readEntry(key: string, value: string): CachedEntry | undefined {
  const known = keys.get(key);
  const entry = known?.entries.get(value);
  if (entry !== undefined) {
    return entry;
  }
  if (known === undefined && Token.isUnresolved(key)) {
    return undefined;
  }
  return remember(known ?? new KnownKey(key), value);
}

function remember(known: KnownKey, value: string): CachedEntry {
  if (count++ >= MAX_CACHED_ENTRIES) {
    keys.clear();
    known.entries.clear();
    count = 1;
  }
  const entry = new CachedEntry(known, Token.isUnresolved(value) ? undefined : value);
  keys.set(known.key, known);
  known.entries.set(value, entry);
  return entry;
}
