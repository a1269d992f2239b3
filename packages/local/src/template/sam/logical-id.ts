import { createHash } from 'node:crypto';
import { isObject } from '@apigwv2-integrations/core/engine';

const HASH_CHARACTERS = 10;

/** The part of a logical ID that SAM derives from a value: ten characters of its SHA-1. Nothing for an empty value. */
export function hashOf(value: unknown): string {
  if (value === undefined || value === null || value === '') {
    return '';
  }
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return createHash('sha1').update(text, 'utf8').digest('hex').slice(0, HASH_CHARACTERS);
}

/** JSON with sorted keys and no other characters than ASCII, as SAM hashes it. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value)).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, inner]) => [name, sorted(inner)]),
      )
    : value;
}
