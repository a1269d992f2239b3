import { Token } from 'aws-cdk-lib';
import type { Expression } from '../engine/expression/expression';
import type { MappingEntry } from '../engine/expression/mapping-entry';
import { type Destination, type Direction, parseDestination } from '../engine/expression/mapping-entry';
import { parseExpression } from '../engine/expression/parse';
import type { Problem } from '../engine/problem';
import { checkDestination } from '../engine/rules/mapping-keys';
import { checkValue, isReadOfPathVariable } from '../engine/rules/request-mappings';

/** A key of mapping entries, with its problems, which do not depend on the value. */
class CachedKey {
  public readonly destination: Destination | undefined;
  /** The entries with this key, by value. */
  public readonly entries = new Map<string, CachedEntry>();
  private request?: readonly Problem[];
  private response?: readonly Problem[];

  public constructor(public readonly key: string) {
    this.destination = parseDestination(key);
  }

  /** Problems of the key. */
  public problems(direction: Direction): readonly Problem[] {
    this[direction] ??= checkDestination(this.key, this.destination, direction);
    return this[direction];
  }
}

/** An entry of a mapping, with its problems, which do not depend on other entries. */
export class CachedEntry implements MappingEntry {
  public readonly key: string;
  public readonly destination: Destination | undefined;
  public readonly expression: Expression | undefined;
  /** Whether the entry reads a path variable, and therefore must be checked on each route. */
  public readonly readsPathVariable: boolean;
  private request?: readonly Problem[];
  private response?: readonly Problem[];

  public constructor(
    private readonly cachedKey: CachedKey,
    public readonly value: string | undefined,
  ) {
    this.key = cachedKey.key;
    this.destination = cachedKey.destination;
    this.expression = value === undefined ? undefined : parseExpression(value);
    this.readsPathVariable = this.expression?.parts.some(isReadOfPathVariable) ?? false;
  }

  /** Problems of the entry that do not depend on the route. */
  public problems(direction: Direction): readonly Problem[] {
    this[direction] ??= this.check(direction);
    return this[direction];
  }

  private check(direction: Direction): readonly Problem[] {
    const [keyProblems, valueProblems] = [this.cachedKey.problems(direction), checkValue(this, direction)];
    return valueProblems.length === 0 ? keyProblems : [...keyProblems, ...valueProblems];
  }
}

/** Many mappings of an app have the same entries. The cache is cleared when it has this many different ones. */
const MAX_CACHED_ENTRIES = 10_000;

const keys = new Map<string, CachedKey>();
let count = 0;

/**
 * Parses an entry of a mapping, or returns it from the cache. A value that contains a token is not parsed. Returns
 * undefined for a key that contains a token.
 */
export function readEntry(key: string, value: string): CachedEntry | undefined {
  const cachedKey = keys.get(key);
  const entry = cachedKey?.entries.get(value);
  if (entry !== undefined) {
    return entry;
  }
  if (cachedKey === undefined && Token.isUnresolved(key)) {
    return undefined;
  }
  return addToCache(cachedKey ?? new CachedKey(key), value);
}

function addToCache(key: CachedKey, value: string): CachedEntry {
  if (count++ >= MAX_CACHED_ENTRIES) {
    keys.clear();
    key.entries.clear();
    count = 1;
  }
  const entry = new CachedEntry(key, Token.isUnresolved(value) ? undefined : value);
  keys.set(key.key, key);
  key.entries.set(value, entry);
  return entry;
}
