import { BlockList, isIP } from 'node:net';

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
