import { applyConditions, Conditions, type Template } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';

const equals = (left: unknown, right: unknown) => ({ 'Fn::Equals': [left, right] });
const [YES, NO, OPEN] = [equals(1, 1), equals(1, 2), equals(1, 'open')];

/** Compares literals; "open" is a value that only a deployment decides. */
function conditionsOf(log: string[] = []): Conditions {
  return new Conditions((condition) => ({
    equal: (left, right) => (right === 'open' ? undefined : left === right),
    evaluated: (holds) => log.push(`${condition}: ${holds}`),
  }));
}

const template = (Conditions: object): Template => ({ id: 'app', body: { Conditions } });
const both = (operator: string, ...operands: unknown[]) => ({ [`Fn::${operator}`]: operands });

test.each<[string, unknown, boolean | undefined]>([
  ['equal values', YES, true],
  ['other values', NO, false],
  ['a value of the deployment', OPEN, undefined],
  ['the opposite', both('Not', YES), false],
  ['the opposite of nothing', both('Not'), true],
  ['the opposite of an open one', both('Not', OPEN), undefined],
  ['all of them', both('And', YES, YES), true],
  ['all of them but one', both('And', OPEN, NO), false],
  ['all of them, one being open', both('And', OPEN, YES), undefined],
  ['one of them', both('Or', OPEN, YES), true],
  ['none of them', both('Or', NO, NO), false],
  ['one of them, if the open one is', both('Or', OPEN, NO), undefined],
  ['another condition', { Condition: 'Other' }, true],
  ['another condition that is open', { Condition: 'Open' }, undefined],
  ['another condition that does not exist', { Condition: 'Gone' }, false],
  ['a name that all objects have', { Condition: 'constructor' }, false],
  ['itself', { Condition: 'It' }, false],
  ['itself, twice', both('Or', { Condition: 'It' }, { Condition: 'It' }), false],
  ['no condition', 'x', false],
])('%s', (_, It, holds) => {
  expect(conditionsOf().holds('It', template({ It, Other: YES, Open: OPEN }))).toBe(holds);
});

test('returns no value for an unknown condition', () => {
  expect(conditionsOf().holds('Gone', template({}))).toBeUndefined();
});

test('evaluates a very deep condition as false', () => {
  let It: unknown = YES;
  for (let depth = 0; depth < 500; depth++) {
    It = both('And', It);
  }
  expect(conditionsOf().holds('It', template({ It }))).toBe(false);
});

test('evaluates each condition of each template once, in order of use', () => {
  const log: string[] = [];
  const conditions = conditionsOf(log);
  const one = template({ A: { Condition: 'B' }, B: OPEN });
  conditions.holds('A', one);
  conditions.holds('A', one);
  conditions.holds('B', one);
  conditions.holds('B', { ...template({ B: YES }), id: 'other' });
  expect(log).toEqual(['B: undefined', 'A: undefined', 'B: true']);
});

test('does not evaluate operands after the deciding one', () => {
  const log: string[] = [];
  conditionsOf(log).holds('It', template({ It: both('Or', { Condition: 'A' }, { Condition: 'B' }), A: YES, B: YES }));
  expect(log).toEqual(['A: true', 'It: true']);
});

test('accepts a comparison that does not observe the result', () => {
  expect(new Conditions(() => ({ equal: () => true })).holds('It', template({ It: YES }))).toBe(true);
});

describe('applying conditions to a template', () => {
  const holds = (condition: string) => ({ Yes: true, No: false })[condition];
  const applied = (Resources: object, rest: object = {}) =>
    applyConditions({ id: 'app', body: { Resources, ...rest } }, holds).body as { Resources: object; Outputs: object; Parameters: object };
  const noValue = { Ref: 'AWS::NoValue' };
  const choose = (condition: unknown, yes: unknown, no: unknown) => ({ 'Fn::If': [condition, yes, no] });

  test('keeps resources with a true or unknown condition', () => {
    const a = (Condition?: string) => ({ Type: 'A', Condition });
    expect(Object.keys(applied({ Yes: a('Yes'), No: a('No'), Open: a('Gone'), Plain: a() }).Resources)).toEqual(['Yes', 'Open', 'Plain']);
  });

  test('removes outputs, and keeps other sections', () => {
    const { Outputs, Parameters } = applied(
      {},
      { Outputs: { A: { Condition: 'No', Value: 1 }, B: { Value: 2 } }, Parameters: { P: noValue } },
    );
    expect(Outputs).toEqual({ B: { Value: 2 } });
    expect(Parameters).toEqual({ P: noValue });
  });

  test.each<[string, unknown, unknown]>([
    ['one side of a condition', choose('Yes', 'a', 'b'), 'a'],
    ['the other side', choose('No', 'a', choose('Yes', 'b', 'c')), 'b'],
    ['both sides if it is open', choose('Open', choose('Yes', 'a', 'b'), 'c'), choose('Open', 'a', 'c')],
    ['a condition whose name is no text', choose(7, 'a', 'b'), choose(7, 'a', 'b')],
    ['a list without removed items', ['a', choose('No', 'b', noValue), 'c'], ['a', 'c']],
    ['an object without removed members', { A: noValue, B: { C: choose('Yes', noValue, 1) }, D: null }, { B: {}, D: null }],
  ])('resolves %s', (_, value, result) => {
    expect(applied({ It: { Type: 'A', Properties: { Value: value } } }).Resources).toEqual({
      It: { Type: 'A', Properties: { Value: result } },
    });
  });

  test('drops a resource whose value is removed', () => {
    expect(applied({ It: choose('No', { Type: 'A' }, noValue) }).Resources).toEqual({});
  });

  test('keeps a too deeply nested value unchanged', () => {
    let value: unknown = noValue;
    for (let depth = 0; depth < 200; depth++) {
      value = [value];
    }
    expect(JSON.stringify(applied({ It: { Type: 'A', Properties: { value } } }))).toContain('AWS::NoValue');
  });

  test('returns an empty template for any other document', () => {
    expect(applyConditions({ id: 'x', body: 7 }, holds).body).toEqual({ Resources: {}, Outputs: {} });
  });
});
