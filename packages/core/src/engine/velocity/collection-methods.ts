import type { Budget } from './budget';
import { at, type Methods, slice } from './method-types';
import { equalValues, printValue, VelocityList, type VelocityMap, VelocityObject, type VelocityValue } from './values';

/** The output of a method that returns nothing. */
const NOTHING = '';

const find = ({ items }: VelocityList, value: VelocityValue, budget: Budget) => items.findIndex((item) => equalValues(item, value, budget));

export const LIST_METHODS: Methods = {
  'size()': ({ items }: VelocityList) => BigInt(items.length),
  'count()': ({ items }: VelocityList) => BigInt(items.length),
  'isEmpty()': ({ items }: VelocityList) => items.length === 0,
  'get(i)': ({ items }: VelocityList, [index]: bigint[]) => items[at(index, items.length)],
  'set(io)': ({ items }: VelocityList, [index, value]: [bigint, VelocityValue]) => items.splice(at(index, items.length), 1, value)[0],
  'add(o)': ({ items }: VelocityList, [value]: VelocityValue[], budget) => budget.text(items).push(value) > 0,
  'add(io)': ({ items }: VelocityList, [index, value]: [bigint, VelocityValue], budget) => {
    budget.text(items).splice(at(index, items.length, items.length), 0, value);
    return NOTHING;
  },
  'addAll(c)': ({ items }: VelocityList, [other]: VelocityList[], budget) => {
    for (const item of [...budget.text(other.items)]) {
      budget.text(items).push(item);
    }
    return other.items.length > 0;
  },
  'contains(o)': (self: VelocityList, [value]: VelocityValue[], budget) => find(self, value, budget) >= 0,
  'containsAll(c)': (self: VelocityList, [other]: VelocityList[], budget) => other.items.every((item) => find(self, item, budget) >= 0),
  'indexOf(o)': (self: VelocityList, [value]: VelocityValue[], budget) => BigInt(find(self, value, budget)),
  'lastIndexOf(o)': ({ items }: VelocityList, [value]: VelocityValue[], budget) =>
    BigInt(items.findLastIndex((item) => equalValues(item, value, budget))),
  'remove(i)': ({ items }: VelocityList, [index]: bigint[]) => items.splice(at(index, items.length), 1)[0],
  'remove(o)': (self: VelocityList, [value]: VelocityValue[], budget) => {
    const index = find(self, value, budget);
    return index >= 0 && self.items.splice(index, 1).length > 0;
  },
  'removeAll(c)': (self: VelocityList, [other]: VelocityList[], budget) => keep(self, (item) => find(other, item, budget) < 0),
  'retainAll(c)': (self: VelocityList, [other]: VelocityList[], budget) => keep(self, (item) => find(other, item, budget) >= 0),
  'clear()': ({ items }: VelocityList) => {
    items.length = 0;
    return NOTHING;
  },
  'subList(ii)': ({ items }: VelocityList, [from, to]: bigint[]) =>
    new VelocityList(slice(from, to, items, (start, end) => items.slice(start, end))),
  'iterator()': (self: VelocityList) => self,
  'toArray()': ({ items }: VelocityList) => new VelocityList([...items]),
};

function keep(self: VelocityList, test: (item: VelocityValue) => boolean): boolean {
  const kept = self.items.filter(test);
  const changed = kept.length < self.items.length;
  self.items.splice(0, self.items.length, ...kept);
  return changed;
}

/** An entry of a map, as returned by `entrySet`. */
class Entry extends VelocityObject {
  public constructor(
    private readonly map: VelocityMap,
    private readonly key: VelocityValue,
    private readonly budget: Budget,
  ) {
    super();
  }

  public print(): string {
    return `${printValue(this.key, this.budget)}=${printValue(this.value, this.budget)}`;
  }

  public override property(name: string): VelocityValue {
    return name === 'key' ? this.key : name === 'value' ? this.value : null;
  }

  public override call(name: string, args: readonly VelocityValue[]): VelocityValue | undefined {
    const [, property] = args.length === 0 ? (/^get(Key|Value)$/.exec(name) ?? []) : [];
    return property === undefined ? undefined : this.property(property.toLowerCase());
  }

  private get value(): VelocityValue {
    return this.map.entries.get(this.key) ?? null;
  }
}

const valueAt = ({ entries }: VelocityMap, key: VelocityValue) => entries.get(key) ?? null;
const putInto = ({ entries }: VelocityMap, key: VelocityValue, value: VelocityValue) => {
  const old = entries.get(key) ?? null;
  entries.set(key, value);
  return old;
};

export const MAP_METHODS: Methods = {
  'size()': ({ entries }: VelocityMap) => BigInt(entries.size),
  'count()': ({ entries }: VelocityMap) => BigInt(entries.size),
  'isEmpty()': ({ entries }: VelocityMap) => entries.size === 0,
  'get(o)': (self: VelocityMap, [key]: VelocityValue[]) => valueAt(self, key),
  'getOrDefault(oo)': ({ entries }: VelocityMap, [key, other]: VelocityValue[]) =>
    entries.has(key) ? (entries.get(key) as VelocityValue) : other,
  'put(oo)': (self: VelocityMap, [key, value]: VelocityValue[]) => putInto(self, key, value),
  'putIfAbsent(oo)': (self: VelocityMap, [key, value]: VelocityValue[]) => valueAt(self, key) ?? putInto(self, key, value),
  'putAll(m)': ({ entries }: VelocityMap, [other]: VelocityMap[], budget) => {
    for (const [key, value] of budget.text([...other.entries])) {
      entries.set(key, value);
    }
    return NOTHING;
  },
  'remove(o)': (self: VelocityMap, [key]: VelocityValue[]) => {
    const old = valueAt(self, key);
    self.entries.delete(key);
    return old;
  },
  'remove(oo)': ({ entries }: VelocityMap, [key, value]: VelocityValue[], budget) =>
    entries.has(key) && equalValues(entries.get(key) as VelocityValue, value, budget) && entries.delete(key),
  'containsKey(o)': ({ entries }: VelocityMap, [key]: VelocityValue[]) => entries.has(key),
  'containsValue(o)': ({ entries }: VelocityMap, [value]: VelocityValue[], budget) =>
    [...entries.values()].some((item) => equalValues(item, value, budget)),
  'keySet()': ({ entries }: VelocityMap, _args, budget) => new VelocityList(budget.text([...entries.keys()])),
  'values()': ({ entries }: VelocityMap, _args, budget) => new VelocityList(budget.text([...entries.values()])),
  'entrySet()': (self: VelocityMap, _args, budget) =>
    new VelocityList(budget.text([...self.entries.keys()]).map((key) => new Entry(self, key, budget))),
  'clear()': ({ entries }: VelocityMap) => {
    entries.clear();
    return NOTHING;
  },
};
