import { Lazy } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { readEntry } from '../src/mapping/entry-cache';

const read = (key: string, value: string) => {
  const entry = readEntry(key, value);
  if (entry === undefined) {
    throw new Error(`${key} is left out`);
  }
  return entry;
};
const codes = (key: string, value: string, direction: 'request' | 'response') =>
  read(key, value)
    .problems(direction)
    .map(({ code }) => code);

describe('an entry of a mapping', () => {
  test('parses an entry once', () => {
    expect(readEntry('append:header.a', '$request.header.b')).toBe(readEntry('append:header.a', '$request.header.b'));
    expect(readEntry('append:header.a', '$request.header.b')).not.toBe(readEntry('append:header.a', '$request.header.c'));
    expect(readEntry('append:header.a', '$request.header.b')).not.toBe(readEntry('append:header.b', '$request.header.b'));
  });

  test('checks an entry by its direction, consistently', () => {
    for (const _ of [1, 2]) {
      expect(codes('append:header.a', '$request.header.b', 'request')).toEqual([]);
      expect(codes('append:header.a', '$request.header.b', 'response')).toEqual(['SourceNotInDirection']);
    }
  });

  test('checks key and value independently of earlier entries', () => {
    for (const value of ['${nonsense.x}', 'plain', '${nonsense.x}']) {
      const ofValue = value === 'plain' ? [] : ['SourceUnknown'];

      expect(codes('append:header.via', value, 'request')).toEqual(['HeaderReserved', ...ofValue]);
      expect(codes('append:header.a', value, 'request')).toEqual(ofValue);
    }
  });

  test('records whether an entry reads a path variable', () => {
    const reads = (value: string) => read('append:header.a', value).readsPathVariable;

    expect(['$request.path.id', '$request.path', 'text'].map(reads)).toEqual([true, false, false]);
  });

  test('treats a token in the value as unknown, and skips a key with a token', () => {
    const token = Lazy.string({ produce: () => 'x' });

    expect(read('append:header.a', token).expression).toBeUndefined();
    expect(readEntry(token, 'a')).toBeUndefined();
    expect(readEntry(token, 'a')).toBeUndefined();
  });

  test('parses an entry again after very many others', () => {
    const first = readEntry('append:header.first', 'x');
    for (let index = 0; index < 10_000; index++) {
      readEntry('append:header.many', String(index));
    }

    expect(readEntry('append:header.first', 'x')).not.toBe(first);
    expect(readEntry('append:header.first', 'x')).toEqual(first);
  });
});
