import { parseDestination } from '../engine';
import { IntegrationError } from '../problems/integration-error';

/** From keys such as `append:header.x-user` to values, in the order in which they were added. */
export type Entries = { [key: string]: string };

/** Sets an entry. An assignment would take `__proto__` for the prototype, and lose it. */
export function setEntry(entries: Entries, key: string, value: string): void {
  Object.defineProperty(entries, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Adds the entries of one mapping to those of another. Throws `MappingClash` where both write the same. */
export function mergeEntries(into: Entries, from: Entries, where: string): void {
  const written = new Map(Object.keys(into).map((key) => [placeOf(key), key]));
  const clashes = Object.entries(from).filter(([key, value]) => {
    const existing = written.get(placeOf(key));
    return existing !== undefined && !(existing === key && into[key] === value);
  });
  if (clashes.length > 0) {
    throw new IntegrationError(
      `the mappings cannot be merged${where}`,
      clashes.map(([key, value]) => ({
        code: 'MappingClash',
        value,
        message: `${key} (${JSON.stringify(value)}) writes what ${written.get(placeOf(key))} (${JSON.stringify(into[written.get(placeOf(key)) ?? key])}) writes`,
        remedy: 'take one of the two out before merging',
      })),
      '',
    );
  }
  for (const [key, value] of Object.entries(from)) {
    setEntry(into, key, value);
  }
}

/** What an entry writes, whatever its action; header names are compared without case. */
function placeOf(key: string): string {
  const destination = parseDestination(key);
  if (destination === undefined) {
    return key;
  }
  const { location, name = '' } = destination;
  return `${location}.${location === 'header' ? name.toLowerCase() : name}`;
}
