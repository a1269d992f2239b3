import { parseDestination } from '../engine/expression/mapping-entry';
import { IntegrationError } from '../problems/integration-error';
import type { IntegrationProblem } from '../problems/integration-problem';

/** From keys such as `append:header.x-user` to values, in the order in which they were added. */
export type Entries = { [key: string]: string };

/** Sets an entry. An assignment would take `__proto__` for the prototype, and lose it. */
export function setEntry(entries: Entries, key: string, value: string): void {
  Object.defineProperty(entries, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Adds the entries of one mapping to those of another. Throws `MappingClash` where both write the same. */
export function mergeEntries(into: Entries, from: Entries, where: string): void {
  const clashes = clashesBetween(into, from, 'take one of the two out before merging');
  if (clashes.length > 0) {
    throw new IntegrationError(`the mappings cannot be merged${where}`, clashes, '');
  }
  for (const [key, value] of Object.entries(from)) {
    setEntry(into, key, value);
  }
}

/** The entries of one mapping that write what an entry of another writes, but for equal ones. */
export function clashesBetween(into: Entries, from: Entries, remedy: string): IntegrationProblem[] {
  const written = new Map(Object.keys(into).map((key) => [placeOf(key), key]));
  return Object.entries(from).flatMap(([key, value]) => {
    const existing = written.get(placeOf(key));
    return existing === undefined || (existing === key && into[key] === value)
      ? []
      : [
          {
            code: 'MappingClash',
            value,
            message: `${entry(key, value)} and ${entry(existing, into[existing])} are both for ${placeOf(key)}`,
            remedy,
          },
        ];
  });
}

/** An entry as a person would name it: one that removes has no value. */
function entry(key: string, value: string): string {
  return key.startsWith('remove:') ? key : `${key} (${JSON.stringify(value)})`;
}

const PLACES = { header: 'the header', querystring: 'the query string parameter', path: 'the path', statuscode: 'the status code' };

/** What an entry is for, whatever its action, in words; header names are compared without case. */
function placeOf(key: string): string {
  const destination = parseDestination(key);
  if (destination === undefined) {
    return key;
  }
  const { location, name = '' } = destination;
  return `${PLACES[location]} ${location === 'header' ? name.toLowerCase() : name}`.trim();
}
