import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entries, joinEntry, setEntry } from '../../src/gateway/entries';
import { JoinedTexts } from '../../src/http-api/events/headers-v2';
import { jsonMember, jsonText, jsonTexts } from '../../src/http-api/events/json';

const seed = Number(process.env.TEST_SEED);
/** Halves of surrogate pairs among them. */
const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit }));
const names = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor', '1', '0', '"', ''), texts);

test('writes a string like JSON.stringify', () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(jsonText(text)).toBe(JSON.stringify(text));
    }),
    { seed },
  );
  for (let code = 0; code <= 0xff; code++) {
    const text = String.fromCharCode(code);
    expect(jsonText(text)).toBe(JSON.stringify(text));
  }
});

test('writes strings by name as an object', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(names, texts, fc.boolean())), (all) => {
      const entries: Entries<string> = {};
      const joined = new JoinedTexts();
      for (const [name, value, replaces] of all) {
        if (replaces) {
          setEntry(entries, name, value);
          joined.set(jsonText(name), value);
        } else {
          joinEntry(entries, name, value);
          joined.join(jsonText(name), value);
        }
      }
      const written = `{${joined.toMembers().replace(/,$/, '')}}`;
      expect(JSON.stringify(JSON.parse(written))).toBe(JSON.stringify(entries));
      expect(jsonTexts(entries)).toBe(all.length === 0 ? undefined : JSON.stringify(entries));
    }),
    { seed },
  );
});

test('omits a member without a value', () => {
  expect(`{"a":1${jsonMember('b', undefined)}${jsonMember('c', '[]')}}`).toBe('{"a":1,"c":[]}');
  expect(jsonTexts(undefined)).toBeUndefined();
});
