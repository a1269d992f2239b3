import { randomBytes } from 'node:crypto';

const LENGTH = 15;
/** So many ids are drawn at once. */
const IDS = 256;
let pool = '';
let used = 0;

/** An id in the form that the service gives to requests of HTTP APIs, such as `JKJaXmPLvHcESHA=`. */
export function newRequestId(): string {
  if (used === pool.length) {
    pool = randomBytes((LENGTH * IDS * 3) / 4).toString('base64url');
    used = 0;
  }
  const id = pool.slice(used, used + LENGTH);
  used += LENGTH;
  return `${id}=`;
}
