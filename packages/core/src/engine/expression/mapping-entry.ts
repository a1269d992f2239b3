import type { Expression } from './expression';
import { parseExpression } from './parse';

/** The direction of a mapping. */
export type Direction = 'request' | 'response';

/** The destination of an entry, such as `append:header.x-user`. */
export interface Destination {
  readonly action: string;
  readonly location: 'header' | 'querystring' | 'path' | 'statuscode';
  /** The text after the location and its dot; undefined without the dot. */
  readonly name?: string;
  /** Identifies the written value, independently of the action; header names are in lower case. */
  readonly place: string;
}

const KEY = /^(\w*):(header|querystring|path|statuscode)(?:\.(.*))?$/s;

/** Parses the key of a mapping. Returns undefined for a key that does not have the syntax of a mapping key. */
export function parseDestination(key: string): Destination | undefined {
  const match = KEY.exec(key);
  if (match === null) {
    return undefined;
  }
  const [, action, , name] = match;
  const location = match[2] as Destination['location'];
  return { action, location, name, place: `${location}.${location === 'header' ? (name ?? '').toLowerCase() : (name ?? '')}` };
}

/** Returns the key as it was written. */
export function printDestination({ action, location, name }: Omit<Destination, 'place'>): string {
  return `${action}:${location}${name === undefined ? '' : `.${name}`}`;
}

/** The actions that the service supports for each location, by direction. */
export const ACTIONS: Record<Direction, Partial<Record<Destination['location'], readonly string[]>>> = {
  request: { header: ['append', 'overwrite', 'remove'], querystring: ['append', 'overwrite', 'remove'], path: ['overwrite'] },
  response: { header: ['append', 'overwrite', 'remove'], statuscode: ['overwrite'] },
};

/** A parsed entry of a mapping. An omitted value is unknown. */
export interface MappingEntry {
  readonly key: string;
  readonly value?: string;
  readonly destination?: Destination;
  readonly expression?: Expression;
}

/** Parses the entries of a mapping. An omitted value is unknown, and is not checked. */
export function readMapping(mapping: Iterable<readonly [string, string | undefined]>): MappingEntry[] {
  return Array.from(mapping, ([key, value]) => ({
    key,
    value,
    destination: parseDestination(key),
    expression: value === undefined ? undefined : parseExpression(value),
  }));
}
