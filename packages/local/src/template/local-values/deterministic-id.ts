import { createHash } from 'node:crypto';

const ALPHABETS = {
  hex: '0123456789abcdef',
  lower: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  mixed: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
} as const;

/** The name of an alphabet of IDs. */
export type Alphabet = keyof typeof ALPHABETS;

/** An ID of up to 32 characters in the format of the service, the same on each start for the same seed. */
export function deterministicId(seed: string, length: number, alphabet: Alphabet): string {
  const letters = ALPHABETS[alphabet];
  const bytes = createHash('sha256').update(`${alphabet} ${seed}`).digest();
  return Array.from(bytes.subarray(0, length), (byte) => letters[byte % letters.length]).join('');
}

/** A UUID, the same on each start for the same seed. */
export function uuid(seed: string): string {
  return deterministicId(seed, 32, 'hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
