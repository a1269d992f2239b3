import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Whether the host of a URL is this machine.
 *
 * Names are not looked up: what a name server makes of them is not known beforehand, and to ask it is to leave the machine.
 */
export function isLoopback(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  return family === 0 ? isLoopbackName(hostname) : loopback.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** `localhost` and the names below it, which are this machine by definition (RFC 6761). */
export function isLoopbackName(hostname: string): boolean {
  return /^(?:.+\.)?localhost\.?$/i.test(hostname);
}
