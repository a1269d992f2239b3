import { Token } from 'aws-cdk-lib';
import type { Expression } from '../engine/expression/expression';
import type { MappingEntry } from '../engine/expression/mapping-entry';
import { type Destination, type Direction, parseDestination } from '../engine/expression/mapping-entry';
import { parseExpression } from '../engine/expression/parse';
import type { Problem } from '../engine/problem';
import { checkDestination } from '../engine/rules/mapping-keys';
import { checkValue, isReadOfPathVariable } from '../engine/rules/request-mappings';

/** The key of a mapping's entry, and what is known of it whatever the value. */
export class KnownKey {
  public readonly destination: Destination | undefined;
  /** Those that have this key, by their values. */
  public readonly entries = new Map<string, CachedEntry>();
  private request?: readonly Problem[];
  private response?: readonly Problem[];

  public constructor(public readonly key: string) {
    this.destination = parseDestination(key);
  }

  /** What is wrong with the key. */
  public problems(direction: Direction): readonly Problem[] {
    this[direction] ??= checkDestination(this.key, this.destination, direction);
    return this[direction];
  }
}

/** An entry of a mapping, and what is known of it whatever else is in the mapping. */
export class CachedEntry implements MappingEntry {
  public readonly key: string;
  public readonly destination: Destination | undefined;
  public readonly expression: Expression | undefined;
  /** Whether it reads a variable of the route's path, and so has to be checked on each route. */
  public readonly readsPathVariable: boolean;
  private request?: readonly Problem[];
  private response?: readonly Problem[];

  public constructor(
    private readonly known: KnownKey,
    public readonly value: string | undefined,
  ) {
    this.key = known.key;
    this.destination = known.destination;
    this.expression = value === undefined ? undefined : parseExpression(value);
    this.readsPathVariable = this.expression?.parts.some(isReadOfPathVariable) ?? false;
  }

  /** What is wrong with the entry by itself, whatever the route. */
  public problems(direction: Direction): readonly Problem[] {
    this[direction] ??= this.check(direction);
    return this[direction];
  }

  private check(direction: Direction): readonly Problem[] {
    const [ofKey, ofValue] = [this.known.problems(direction), checkValue(this, direction)];
    return ofValue.length === 0 ? ofKey : [...ofKey, ...ofValue];
  }
}

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
