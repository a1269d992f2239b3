import { describe, expect, test } from 'vitest';
import { route } from '../support';
import { books, diagnosticTexts, fn, functionOf, inEnvironment, onlyApi, planOf } from './support';

const ref = (Ref: string) => ({ Ref });
const equals = (a: unknown, b: unknown) => ({ 'Fn::Equals': [a, b] });
const YES = equals('a', 'a');
const NO = equals('a', 'b');

/** Whether a condition holds. */
const holds = (condition: unknown, others: object = {}, rest: object = {}) =>
  inEnvironment({ 'Fn::If': ['It', 'true', 'false'] }, {}, { Conditions: { ...others, It: condition }, ...rest });

test.each<[string, unknown, string]>([
  ['equal texts', YES, 'true'],
  ['other texts', NO, 'false'],
  ['a number and its text', equals(1, '1'), 'true'],
  ['a pseudo parameter', equals(ref('AWS::Region'), 'us-east-1'), 'true'],
  ['a parameter', equals(ref('Stage'), 'prod'), 'true'],
  ['a map', equals({ 'Fn::FindInMap': ['M', ref('Stage'), 'big'] }, 'yes'), 'true'],
  ['both', { 'Fn::And': [YES, NO] }, 'false'],
  ['all', { 'Fn::And': [YES, YES, YES] }, 'true'],
  ['one of them', { 'Fn::Or': [NO, YES] }, 'true'],
  ['none of them', { 'Fn::Or': [NO, NO] }, 'false'],
  ['not', { 'Fn::Not': [YES] }, 'false'],
  ['another one', { Condition: 'Other' }, 'true'],
  ['not another one', { 'Fn::Not': [{ Condition: 'Other' }] }, 'false'],
  ['one that is not there', { Condition: 'Nobody' }, 'false'],
  ['one of a name that objects have anyway', { Condition: 'constructor' }, 'false'],
  ['something else', 'x', 'false'],
])('%s', (_, condition, text) => {
  const rest = { Parameters: { Stage: { Type: 'String', Default: 'prod' } }, Mappings: { M: { prod: { big: 'yes' } } } };
  expect(holds(condition, { Other: YES }, rest)).toEqual({ text, diagnostics: [] });
});

test.each([[{ Condition: 'It' }], [{ 'Fn::Or': [{ Condition: 'It' }, { Condition: 'It' }] }]])(
  'takes %j, which refers to itself, to be false',
  (condition) => {
    expect(holds(condition)).toEqual({ text: 'false', diagnostics: ['the condition It refers to itself: it is taken to be false'] });
  },
);

test('ends the evaluation of a very deep condition', () => {
  let condition: unknown = YES;
  for (let depth = 0; depth < 500; depth++) {
    condition = { 'Fn::And': [condition] };
  }
  expect(holds(condition).text).toBe('false');
});

test('reports a condition on an unknown value with its assumed result', () => {
  expect(holds(equals(ref('Open'), 'prod'), {}, { Parameters: { Open: { Type: 'String' } } })).toEqual({
    text: 'false',
    diagnostics: [
      'Open is only known after deployment; "Open" is used for it in condition It, which is assumed to be false: set "Open" in "values" of an overrides file',
    ],
  });
});

describe('effects of conditions', () => {
  const Conditions = { Yes: YES, No: NO };

  test('decides whether a route exists', () => {
    const plan = planOf({ A: { ...route('GET /a'), Condition: 'Yes' }, B: { ...route('GET /b'), Condition: 'No' } }, { Conditions });
    expect(onlyApi(plan).routes.map(({ key }) => key)).toEqual(['GET /', 'GET /a']);
  });

  test('decides which function is called', () => {
    const uri = { 'Fn::If': ['No', { 'Fn::GetAtt': ['Fn', 'Arn'] }, { 'Fn::GetAtt': ['Other', 'Arn'] }] };
    const int = books().Int;
    const plan = planOf({ Other: fn(), Int: { ...int, Properties: { ...int.Properties, IntegrationUri: uri } } }, { Conditions });
    expect(functionOf(plan).name).toBe('Other');
  });

  test('decides which variables exist', () => {
    const Variables = { A: { 'Fn::If': ['No', 'a', ref('AWS::NoValue')] }, B: { 'Fn::If': ['Yes', 'b', 'c'] } };
    expect({ ...functionOf(planOf({ Fn: fn({ Environment: { Variables } }) }, { Conditions })).environment }).toEqual({ B: 'b' });
  });

  test('decides a whole property, and nested values', () => {
    const Environment = {
      'Fn::If': ['Yes', { Variables: { A: { 'Fn::If': ['No', 'x', { 'Fn::If': ['Yes', 'y', 'z'] }] } } }, ref('AWS::NoValue')],
    };
    expect({ ...functionOf(planOf({ Fn: fn({ Environment }) }, { Conditions })).environment }).toEqual({ A: 'y' });
  });

  test('decides items of a list', () => {
    const value = { 'Fn::Join': [',', ['a', { 'Fn::If': ['No', 'b', ref('AWS::NoValue')] }, 'c']] };
    expect(inEnvironment(value, {}, { Conditions }).text).toBe('a,c');
  });

  test('decides an output, and therefore an import', () => {
    const Outputs = {
      A: { Condition: 'No', Value: 'a', Export: { Name: 'shared' } },
      B: { Condition: 'Yes', Value: 'b', Export: { Name: 'shared' } },
    };
    expect(inEnvironment({ 'Fn::ImportValue': 'shared' }, {}, { Conditions, Outputs }).text).toBe('b');
  });

  test('has no effect if the condition does not exist', () => {
    const plan = planOf({ A: { ...route('GET /a'), Condition: 'Gone' } }, { Conditions });
    expect(onlyApi(plan).routes).toHaveLength(2);
    expect(inEnvironment({ 'Fn::If': ['Gone', 'a', 'b'] })).toEqual({
      text: 'the-result-of-Fn-If',
      diagnostics: [expect.stringContaining('the variable X')],
    });
    expect(diagnosticTexts(plan)).toEqual([]);
  });
});
