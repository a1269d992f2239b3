import { randomFillSync } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const LENGTH = 15;
const pool = Buffer.alloc(LENGTH * 256);
let used = pool.length;

/** An id in the form that the service gives to requests of HTTP APIs, such as `JKJaXmPLvHcESHA=`. */
export function newRequestId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let id = '';
  for (const end = used + LENGTH; used < end; used++) {
    id += ALPHABET[(pool[used] as number) & 63];
  }
  return `${id}=`;
}
