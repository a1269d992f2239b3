import { setEntry } from './entries';

type Values = { [name: string]: string };
type Lists = { [name: string]: string[] };
type Pair = readonly [string, string];

/** A pair for each value. */
export function pairsOf(values: Values = {}, lists: Lists = {}): Pair[] {
  return [...Object.entries(values), ...Object.entries(lists).flatMap(([name, list]) => list.map((value): Pair => [name, value]))];
}

/** The same for headers, where case does not tell names apart: each is spelled as it is first. */
export function headersOf(values?: Values, lists?: Lists): Pair[] {
  const spelled = new Map<string, string>();
  return pairsOf(values, lists).map(([name, value]): Pair => {
    const key = name.toLowerCase();
    const first = spelled.get(key) ?? name;
    spelled.set(key, first);
    return [first, value];
  });
}

/** Reads a value by its own name alone: `constructor` is a name like any other. */
export function lookup(values: Values = {}): (name: string) => string | undefined {
  return (name) => (Object.hasOwn(values, name) ? values[name] : undefined);
}

/** Each name's values, joined by commas. */
export function joined(pairs: readonly Pair[]): Values {
  const values: Values = {};
  for (const [name, list] of grouped(pairs)) {
    setEntry(values, name, list.join(','));
  }
  return values;
}

/** Each name's values. */
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
