import { Token } from 'aws-cdk-lib';
import type { Direction } from '../engine/destination';
import type { Problem } from '../engine/problem';
import { checkEntry, isReadOfPathVariable, type MappingEntry, readMapping } from '../engine/rules/mapping';

/** Many mappings of an app have the same entries. Past so many different ones, it begins anew. */
const MOST_ENTRIES = 10_000;

/** From keys to values to what was read; nothing where the key holds a token. */
const entries = new Map<string, Map<string, MappingEntry | undefined>>();
let count = 0;
const problems: Readonly<Record<Direction, WeakMap<MappingEntry, readonly Problem[]>>> = {
  request: new WeakMap(),
  response: new WeakMap(),
};
const pathReaders = new WeakMap<MappingEntry, boolean>();

/**
 * Reads an entry of a mapping, but for one that was read before. What holds a token is unknown: as a value it is not
 * judged, and as a key it is left out.
 */
export function readEntry(key: string, value: string): MappingEntry | undefined {
  const values = entries.get(key);
  if (values?.has(value)) {
    return values.get(value);
  }
  if (count++ >= MOST_ENTRIES) {
    entries.clear();
    count = 1;
  }
  const [entry] = Token.isUnresolved(key) ? [] : readMapping([[key, Token.isUnresolved(value) ? undefined : value]]);
  entries.set(key, (entries.get(key) ?? new Map()).set(value, entry));
  return entry;
}

/** What is wrong with one entry by itself, whatever the route. */
export function entryProblems(entry: MappingEntry, direction: Direction): readonly Problem[] {
  return remembered(problems[direction], entry, () => checkEntry(entry, direction));
}

/** Whether an entry reads a variable of the route's path, and so has to be checked on each route. */
export function readsPathVariable(entry: MappingEntry): boolean {
  return remembered(pathReaders, entry, () => entry.expression?.parts.some(isReadOfPathVariable) ?? false);
}

function remembered<T>(memory: WeakMap<MappingEntry, T>, entry: MappingEntry, find: () => T): T {
  const known = memory.get(entry);
  if (known !== undefined) {
    return known;
  }
  const found = find();
  memory.set(entry, found);
  return found;
}
