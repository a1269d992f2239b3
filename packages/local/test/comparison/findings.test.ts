import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingsWithout, fingerprintsOf } from '../../src/comparison/compare-findings';
import type { Finding } from '../../src/index';

const finding = (more: Partial<Finding> = {}): Finding => ({
  code: 'TimeoutOutOfRange',
  rule: '@apigwv2-integrations/timeout-out-of-range',
  severity: 'error',
  stack: 'Books',
  file: 'cdk.out/Books.template.json',
  logicalId: 'Int1',
  constructPath: 'Books/Api/Int/Resource',
  sourceLocation: 'app.ts:3',
  position: { file: 'app.ts', line: 3, column: 5 },
  property: 'Properties/TimeoutInMillis',
  message: 'too long',
  remedy: 'shorten it',
  ...more,
});

test('a finding stays the same if its line, its message, its logical ID or its folder changes', () => {
  const moved = finding({
    sourceLocation: 'app.ts:9',
    position: { file: 'app.ts', line: 9, column: 1 },
    message: 'much too long',
    logicalId: 'Int2',
    file: 'other/Books.template.json',
  });
  expect(findingsWithout([moved], [finding()], false)).toEqual([]);
  expect(fingerprintsOf([moved])).toEqual(fingerprintsOf([finding()]));
});

test.each<[string, Partial<Finding>]>([
  ['rule', { code: 'UrlInvalid' }],
  ['construct', { constructPath: 'Books/Api/Other/Resource' }],
  ['property', { property: 'Properties/IntegrationUri' }],
  ['severity', { severity: 'warning' }],
])('a finding of another %s is another one', (_, more) => {
  expect(findingsWithout([finding(more)], [finding()], false)).toHaveLength(1);
  expect(fingerprintsOf([finding(more)])).not.toEqual(fingerprintsOf([finding()]));
});

test('the name of the only stack does not matter without construct paths', () => {
  const [a, b] = [finding({ constructPath: undefined }), finding({ constructPath: undefined, stack: 'deployed' })];
  expect(findingsWithout([b], [a], true)).toEqual([]);
  expect(findingsWithout([b], [a], false)).toEqual([b]);
});

test('of several findings of a property, the one with a new message is new', () => {
  const [old, other] = [finding({ message: 'old' }), finding({ message: 'other' })];
  expect(findingsWithout([other, old], [old], false)).toEqual([other]);
  expect(findingsWithout([old, other], [old], false)).toEqual([other]);
  expect(findingsWithout([old], [old, other], false)).toEqual([]);
});

test('findings of one property have different fingerprints', () => {
  const [one, two] = fingerprintsOf([finding({ message: 'a' }), finding({ message: 'b' })]);
  expect(one).toMatch(/^[0-9a-f]{16}:1$/);
  expect(two).toBe(one?.replace(':1', ':2'));
});

const findings = fc.array(
  fc
    .record({ code: fc.constantFrom('A', 'B'), constructPath: fc.constantFrom('S/x', 'S/y'), message: fc.constantFrom('1', '2', '3') })
    .map(finding),
  { maxLength: 8 },
);
const identities = (list: readonly Finding[]) => list.map(({ code, constructPath }) => `${code} ${constructPath}`).sort();

test('nothing is new compared with the same findings, and what is new in one direction is resolved in the other', () => {
  fc.assert(
    fc.property(findings, findings, (before, after) => {
      expect(findingsWithout(after, [...after].reverse(), false)).toEqual([]);
      const [added, resolved] = [findingsWithout(after, before, false), findingsWithout(before, after, false)];
      expect(identities([...before, ...added])).toEqual(identities([...after, ...resolved]));
      expect(identities(added).filter((each) => identities(resolved).includes(each))).toEqual([]);
    }),
    { seed: Number(process.env.TEST_SEED) },
  );
});
