import { parseDestination } from '../engine/expression/mapping-entry';
import { IntegrationError } from '../problems/integration-error';
import type { IntegrationProblem } from '../problems/integration-problem';

/** Maps keys such as `append:header.x-user` to values, in the order in which they were added. */
export type Entries = { [key: string]: string };

/** Sets an entry. An assignment to the key `__proto__` would set the prototype instead. */
export function setEntry(entries: Entries, key: string, value: string): void {
  Object.defineProperty(entries, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Adds the entries of one mapping to another. Throws `MappingClash` if both set the same destination. */
export function mergeEntries(into: Entries, from: Entries, where: string): void {
  const clashes = clashesBetween(into, from, 'remove one of the two before merging');
  if (clashes.length > 0) {
    throw new IntegrationError(`the mappings cannot be merged${where}`, clashes, '');
  }
  for (const [key, value] of Object.entries(from)) {
    setEntry(into, key, value);
  }
}

/** Problems of entries of two mappings that set the same destination. Equal entries are allowed. */
export function clashesBetween(into: Entries, from: Entries, remedy: string): IntegrationProblem[] {
  const written = new Map(Object.keys(into).map((key) => [destinationOf(key), key]));
  return Object.entries(from).flatMap(([key, value]) => {
    const existing = written.get(destinationOf(key));
    return existing === undefined || (existing === key && into[key] === value)
      ? []
      : [
          {
            code: 'MappingClash',
            value,
            message: `${entry(key, value)} and ${entry(existing, into[existing])} both set ${destinationOf(key)}`,
            remedy,
          },
        ];
  });
}

/** An entry for messages. Entries that remove have no value. */
function entry(key: string, value: string): string {
  return key.startsWith('remove:') ? key : `${key} (${JSON.stringify(value)})`;
}

const LOCATIONS = { header: 'the header', querystring: 'the query string parameter', path: 'the path', statuscode: 'the status code' };

/** The destination of an entry for messages, without its action. Header names are not case-sensitive. */
function destinationOf(key: string): string {
  const destination = parseDestination(key);
  if (destination === undefined) {
    return key;
  }
  const { location, name = '' } = destination;
  return `${LOCATIONS[location]} ${location === 'header' ? name.toLowerCase() : name}`.trim();
}
