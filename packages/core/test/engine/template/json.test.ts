import { asArray, asObject, asString, isObject, member } from '@apigwv2-integrations/core/engine';
import { expect, test } from 'vitest';

test.each<[unknown, boolean, object, readonly unknown[], string | undefined]>([
  [{ a: 1 }, true, { a: 1 }, [], undefined],
  [[1], false, {}, [1], undefined],
  ['x', false, {}, [], 'x'],
  ['', false, {}, [], undefined],
  [null, false, {}, [], undefined],
  [undefined, false, {}, [], undefined],
])('%j', (value, isAnObject, object, list, string) => {
  expect([isObject(value), asObject(value), asArray(value), asString(value)]).toEqual([isAnObject, object, list, string]);
});

test.each<[unknown, string[], unknown]>([
  [{ a: { b: 1 } }, ['a', 'b'], 1],
  [{ a: 1 }, ['a', 'b'], undefined],
  [[{}], ['0'], undefined],
  [{}, ['constructor'], undefined],
  [JSON.parse('{"__proto__": 1}'), ['__proto__'], 1],
  [7, [], 7],
])('reads the member of %j at %j', (value, names, found) => {
  expect(member(value, ...names)).toBe(found);
});
