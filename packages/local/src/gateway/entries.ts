import type { Field } from './message';

/** Values by names that clients or templates choose. */
export type Entries<T> = Record<string, T>;

/**
 * Sets an own member, whatever its name. An object without a prototype would need no such care, but costs twice as much
 * to be written as JSON.
 */
export function setEntry<T>(entries: Entries<T>, name: string, value: T): void {
  if (name === '__proto__') {
    Object.defineProperty(entries, name, { value, writable: true, enumerable: true, configurable: true });
  } else {
    entries[name] = value;
  }
}

/** Sets an own member, or appends to it after a comma. */
export function joinEntry(entries: Entries<string>, name: string, value: string): void {
  setEntry(entries, name, Object.hasOwn(entries, name) ? `${entries[name]},${value}` : value);
}

/** The entries; undefined when there are none, because events omit an empty object or have null in its place. */
export function unlessEmpty<T>(entries: Readonly<Entries<T>>): Readonly<Entries<T>> | undefined {
  for (const _name in entries) {
    return entries;
  }
  return undefined;
}

/** The last value of each name. Names keep their case. */
export function lastValues(fields: readonly Field[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of fields) {
    setEntry(values, name, value);
  }
  return values;
}

/** All values of each name. Names keep their case. */
export function allValues(fields: readonly Field[]): Record<string, readonly string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of fields) {
    setEntry(values, name, Object.hasOwn(values, name) ? [...(values[name] as string[]), value] : [value]);
  }
  return values;
}
