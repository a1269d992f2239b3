/** An object that has the given members and no others, not even those that all objects have: names may be anything. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const record: Record<string, T> = Object.create(null);
  for (const [name, value] of entries) {
    record[name] = value;
  }
  return record;
}
