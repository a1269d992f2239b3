import { type Entries, joinEntry } from '../../gateway/entries';
import type { Field } from '../../gateway/message';
import type { MappedRequest, RoutedRequest } from '../../gateway/routed-request';

/** The query string as payload format 2.0 has it: as received, or newly written where a mapping changed it. */
export function rawQueryString({ rawQuery }: RoutedRequest, { query, queryChanged }: MappedRequest): string {
  return queryChanged ? query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&') : rawQuery;
}

/** Half of a surrogate pair has no encoding: it becomes the replacement character. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** Parameters by name, the values of a repeated one joined; undefined where there is none. */
export function joinedQuery(query: readonly Field[]): Entries<string> | undefined {
  if (query.length === 0) {
    return undefined;
  }
  const joined: Entries<string> = {};
  for (const [name, value] of query) {
    joinEntry(joined, name, value);
  }
  return joined;
}
