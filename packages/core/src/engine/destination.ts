/** Which way a mapping goes. */
export type Direction = 'request' | 'response';

/** What a mapping writes to, such as `append:header.x-user`. */
export interface Destination {
  readonly action: string;
  readonly location: 'header' | 'querystring' | 'path' | 'statuscode';
  /** What stands behind the location, its dot left out; none if there is nothing, not even a dot. */
  readonly name?: string;
  /** What is written, whatever the action; the names of headers are compared without case. */
  readonly place: string;
}

const KEY = /^(\w*):(header|querystring|path|statuscode)(?:\.(.*))?$/s;

/** Reads a mapping's key. A key of any other form is none of an API Gateway mapping's, and gives nothing. */
export function parseDestination(key: string): Destination | undefined {
  const match = KEY.exec(key);
  if (match === null) {
    return undefined;
  }
  const [, action, , name] = match;
  const location = match[2] as Destination['location'];
  return { action, location, name, place: `${location}.${location === 'header' ? (name ?? '').toLowerCase() : (name ?? '')}` };
}

/** The key as it was written. */
export function printDestination({ action, location, name }: Omit<Destination, 'place'>): string {
  return `${action}:${location}${name === undefined ? '' : `.${name}`}`;
}

/** What the service can do with each location, by direction. */
export const ACTIONS: Record<Direction, Partial<Record<Destination['location'], readonly string[]>>> = {
  request: { header: ['append', 'overwrite', 'remove'], querystring: ['append', 'overwrite', 'remove'], path: ['overwrite'] },
  response: { header: ['append', 'overwrite', 'remove'], statuscode: ['overwrite'] },
};
