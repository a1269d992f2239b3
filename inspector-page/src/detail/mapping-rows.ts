import type { MappingChange, NameValue } from '../protocol';

/** What a mapping can change of a request or of an answer. */
export interface MappedHead {
  readonly path?: string;
  readonly status?: number;
  readonly query?: readonly NameValue[];
  readonly headers: readonly NameValue[];
}

/** A part of a message before and after its mapping. */
export interface MappingRow {
  /** Such as `header x-user`. */
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  readonly change: 'added' | 'changed' | 'removed' | 'same';
  /** The entry that made the change. */
  readonly entry?: MappingChange;
}

/** The parts of a message before and after its mapping, those that changed first. */
export function mappingRows(before: MappedHead, after: MappedHead, entries: readonly MappingChange[]): readonly MappingRow[] {
  const rows = [
    ...rowsOf('path', single(before.path), single(after.path), entries),
    ...rowsOf('statuscode', single(before.status), single(after.status), entries),
    ...rowsOf('querystring', grouped(before.query ?? [], false), grouped(after.query ?? [], false), entries),
    ...rowsOf('header', grouped(before.headers, true), grouped(after.headers, true), entries),
  ];
  return [...rows.filter(({ change }) => change !== 'same'), ...rows.filter(({ change }) => change === 'same')];
}

/** The entries that changed nothing, such as those whose variable has no value. */
export function entriesWithoutEffect(rows: readonly MappingRow[], entries: readonly MappingChange[]): readonly MappingChange[] {
  const used = new Set(rows.flatMap(({ change, entry }) => (change === 'same' ? [] : [entry])));
  return entries.filter((entry) => !used.has(entry));
}

type Values = ReadonlyMap<string, string>;

function rowsOf(location: MappingChange['location'], before: Values, after: Values, entries: readonly MappingChange[]): MappingRow[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((name) => {
    const [left, right] = [before.get(name), after.get(name)];
    const change = left === right ? 'same' : left === undefined ? 'added' : right === undefined ? 'removed' : 'changed';
    const isOfRow = (entry: MappingChange) =>
      entry.location === location && (location === 'header' ? entry.name.toLowerCase() : entry.name) === name;
    return { name: `${location} ${name}`.trim(), before: left, after: right, change, entry: entries.findLast(isOfRow) };
  });
}

/** The value of a part without a name. */
function single(value: string | number | undefined): Values {
  return value === undefined ? new Map() : new Map([['', String(value)]]);
}

/** Values by name, several values of one name joined by commas. */
function grouped(pairs: readonly NameValue[], ignoreCase: boolean): Values {
  const values = new Map<string, string>();
  for (const [written, value] of pairs) {
    const name = ignoreCase ? written.toLowerCase() : written;
    const first = values.get(name);
    values.set(name, first === undefined ? value : `${first}, ${value}`);
  }
  return values;
}
