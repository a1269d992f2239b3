import { resolve } from 'node:path';
import { FileSource } from './file-source';
import { KeySet } from './key-set';
import { UrlSource } from './url-source';

/** Of the process: many routes have one authorizer. */
const known = new Map<string, KeySet>();

/**
 * The keys in a file or at a URL.
 *
 * @throws UserError for a file that cannot be read
 */
export function keySetFrom(source: string): KeySet {
  const isUrl = /^https?:\/\//i.test(source);
  const key = isUrl ? source : resolve(source);
  let keys = known.get(key);
  if (keys === undefined) {
    keys = new KeySet(isUrl ? new UrlSource(source) : new FileSource(source));
    known.set(key, keys);
  }
  return keys;
}
