import { expect, test } from 'vitest';
import { memoize } from '../../src/gateway/memoize';

test('computes a result once for each text', () => {
  const asked: string[] = [];
  const lengthOf = memoize(2, (text) => asked.push(text) && text.length);
  expect([lengthOf('a'), lengthOf('bc'), lengthOf('a'), lengthOf('bc')]).toEqual([1, 2, 1, 2]);
  expect(asked).toEqual(['a', 'bc']);
});

test('remembers no more results than the maximum', () => {
  const asked: string[] = [];
  const lengthOf = memoize(1, (text) => asked.push(text) && text.length);
  expect([lengthOf('a'), lengthOf('bc'), lengthOf('bc'), lengthOf('a')]).toEqual([1, 2, 2, 1]);
  expect(asked).toEqual(['a', 'bc', 'bc']);
});
