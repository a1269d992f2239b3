import { setEntry } from './entries';

type Values = { [name: string]: string };
type Lists = { [name: string]: string[] };
type Pair = readonly [string, string];

/** One pair for each value. */
export function pairsOf(values: Values = {}, lists: Lists = {}): Pair[] {
  return [...Object.entries(values), ...Object.entries(lists).flatMap(([name, list]) => list.map((value): Pair => [name, value]))];
}

/** One pair for each value of the headers. Names that differ only in case get the spelling of the first. */
export function headersOf(values?: Values, lists?: Lists): Pair[] {
  const spellings = new Map<string, string>();
  return pairsOf(values, lists).map(([name, value]): Pair => {
    const key = name.toLowerCase();
    const first = spellings.get(key) ?? name;
    spellings.set(key, first);
    return [first, value];
  });
}

/** Looks up values by name. Inherited properties such as `constructor` are ignored. */
export function lookup(values: Values = {}): (name: string) => string | undefined {
  return (name) => (Object.hasOwn(values, name) ? values[name] : undefined);
}

/** The values by name, with several values joined by commas. */
export function joined(pairs: readonly Pair[]): Values {
  const values: Values = {};
  for (const [name, list] of grouped(pairs)) {
    setEntry(values, name, list.join(','));
  }
  return values;
}

/** The list of values by name. */
export function listed(pairs: readonly Pair[]): Lists {
  const lists: Lists = {};
  for (const [name, list] of grouped(pairs)) {
    Object.defineProperty(lists, name, { value: list, writable: true, enumerable: true, configurable: true });
  }
  return lists;
}

function grouped(pairs: readonly Pair[]): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const list = lists.get(name);
    if (list === undefined) {
      lists.set(name, [value]);
    } else {
      list.push(value);
    }
  }
  return lists;
}
