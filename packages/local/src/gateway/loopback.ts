import { BlockList, isIP, type LookupFunction } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether the host of a URL is this machine.
 *
 * Names are not resolved, because asking a name server would leave the machine.
 */
export function isLoopback(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  return family === 0 ? isLoopbackName(hostname) : loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a name is `localhost` or below it, which are always this machine (RFC 6761). */
export function isLoopbackName(hostname: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(hostname);
}

/** How connections find the address of a name; undefined for the system's own way. */
export function lookupOf(hostname: string): LookupFunction | undefined {
  return isLoopbackName(hostname) ? loopbackLookup : undefined;
}

/** Resolves `localhost` to this machine without asking a name server. */
const loopbackLookup: LookupFunction = (_hostname, options, callback) => {
  if (options.all === true) {
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  } else {
    callback(null, '127.0.0.1', 4);
  }
};
