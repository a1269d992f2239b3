import { isIP } from 'node:net';
import { memoize } from './memoize';

const MAX_CACHED_HOSTS = 100;

/**
 * Compiles the check of Host headers. A page of another site can make a browser send requests to this machine under a name
 * of its own (DNS rebinding), so only names that cannot be such a page's are answered. An address cannot be rebound.
 *
 * @param names that are allowed besides loopback names and addresses; `*` allows every host
 */
export function compileHostCheck(names: readonly string[]): (host: string) => boolean {
  const allowed = new Set(names.map((name) => name.toLowerCase()));
  const allowsAny = allowed.has('*');
  return memoize(MAX_CACHED_HOSTS, (host) => {
    const name = host.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
    return allowsAny || allowed.has(name) || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || /^(?:.+\.)?localhost$/.test(name) || name === '';
  });
}
