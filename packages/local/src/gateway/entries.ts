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
