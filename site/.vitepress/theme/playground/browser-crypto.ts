import { sha1 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** In place of the module of Node.js, whose SHA-1 is a part of the logical IDs that SAM generates. */
export function createHash(algorithm: 'sha1') {
  if (algorithm !== 'sha1') {
    throw new TypeError(`the page has no ${algorithm}`);
  }
  const hash = sha1.create();
  return {
    update(text: string) {
      hash.update(new TextEncoder().encode(text));
      return this;
    },
    digest: (_encoding: 'hex'): string => bytesToHex(hash.digest()),
  };
}
