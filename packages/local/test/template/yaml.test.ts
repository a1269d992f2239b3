import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../src/template/yaml/parse-yaml';

const bodyOf = (text: string) => parseYaml(text).body;
const valueIn = (text: string) => (bodyOf(`Value: ${text}`) as { Value: unknown }).Value;

describe('short forms', () => {
  test.each([
    ['!Ref Table', { Ref: 'Table' }],
    ['!Condition IsProd', { Condition: 'IsProd' }],
    ['!GetAtt Table.Arn', { 'Fn::GetAtt': ['Table', 'Arn'] }],
    ['!GetAtt Nested.Outputs.Url', { 'Fn::GetAtt': ['Nested', 'Outputs.Url'] }],
    ['!GetAtt [Table, Arn]', { 'Fn::GetAtt': ['Table', 'Arn'] }],
    ['!Sub "${Table}-x"', { 'Fn::Sub': '${Table}-x' }],
    ['!Sub ["${A}", {A: !Ref B}]', { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ['!If [IsProd, a, !Ref AWS::NoValue]', { 'Fn::If': ['IsProd', 'a', { Ref: 'AWS::NoValue' }] }],
    ['!Join ["/", [integrations, !Ref Int]]', { 'Fn::Join': ['/', ['integrations', { Ref: 'Int' }]] }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    ['!Split [",", a]', { 'Fn::Split': [',', 'a'] }],
    ['!FindInMap [M, a, b]', { 'Fn::FindInMap': ['M', 'a', 'b'] }],
    ['!ImportValue x', { 'Fn::ImportValue': 'x' }],
    ['!Base64 x', { 'Fn::Base64': 'x' }],
    ['!Cidr [a, 1, 2]', { 'Fn::Cidr': ['a', 1, 2] }],
    ['!And [!Equals [a, b], !Not [!Condition C]]', { 'Fn::And': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Not': [{ Condition: 'C' }] }] }],
    ['!Or [!Condition C, !Condition D]', { 'Fn::Or': [{ Condition: 'C' }, { Condition: 'D' }] }],
    ['!Transform {Name: AWS::Include}', { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['!ToJsonString {a: 1}', { 'Fn::ToJsonString': { a: 1 } }],
    ['!Length [a]', { 'Fn::Length': ['a'] }],
  ])('%s', (text, expected) => {
    expect(valueIn(text)).toEqual(expected);
  });

  test('refuses other tags, with their position', () => {
    expect(() => bodyOf('A: 1\nB: !Reff x\n')).toThrow(
      expect.objectContaining({ message: expect.stringContaining('!Reff is no short form'), position: { line: 2, column: 4 } }),
    );
  });
});

describe('scalars', () => {
  test.each([
    ['2012-10-17', '2012-10-17'],
    ['1.0', '1.0'],
    ['012345678901', '012345678901'],
    ['30000', 30000],
    ['0.5', 0.5],
    ['true', true],
    ['yes', true],
    ['"yes"', 'yes'],
    ['', null],
    ['{200: a, NO: b}', { '200': 'a', NO: 'b' }],
  ])('%s', (text, expected) => {
    expect(valueIn(text)).toEqual(expected);
  });

  test('keeps __proto__ as an ordinary key', () => {
    expect(Object.keys(bodyOf('__proto__: {a: 1}') as object)).toEqual(['__proto__']);
  });
});

describe('aliases', () => {
  test('stand for the value of their anchor, and can be merged', () => {
    const text = 'A: &a {x: 1, y: 2}\nB: *a\nC: {<<: *a, y: 3}\nD: {<<: [*a, {z: 4}]}';

    expect(bodyOf(text)).toEqual({ A: { x: 1, y: 2 }, B: { x: 1, y: 2 }, C: { x: 1, y: 3 }, D: { x: 1, y: 2, z: 4 } });
  });

  test('are refused if they expand exponentially', () => {
    const levels = Array.from({ length: 30 }, (_, index) => `l${index + 1}: &l${index + 1} [${Array(10).fill(`*l${index}`).join(', ')}]`);

    expect(() => bodyOf(['l0: &l0 [x]', ...levels].join('\n'))).toThrow('its aliases expand to more than 100000 values');
  });

  test('are refused if they refer to themselves', () => {
    expect(() => bodyOf('A: &a [*a]')).toThrow('the alias *a refers to itself');
  });

  test('are refused without an anchor', () => {
    expect(() => bodyOf('A: *nowhere')).toThrow(/nowhere/);
  });
});

describe('faults', () => {
  test.each([
    ['a bracket that is not closed', 'Resources:\n  A: [1,\nB: 2', /line|flow|Flow/, 3],
    ['a tab as indentation', 'A:\n\tB: 1', /Tab|tab/i, 2],
    ['two documents', 'A: 1\n---\nB: 2', /more than one document/, 2],
  ])('%s has a position', (_name, text, message, line) => {
    expect(() => bodyOf(text)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(message), position: expect.objectContaining({ line }) }),
    );
  });

  test('refuses deep nesting', () => {
    expect(() => bodyOf('['.repeat(300) + ']'.repeat(300))).toThrow('nested more than 200 levels deep');
    expect(() => bodyOf('- ['.repeat(190) + '['.repeat(20))).toThrow('nested more than 200 levels deep');
    expect(() => bodyOf('['.repeat(100_000))).toThrow('nested more than 200 levels deep');
  });

  test('finds keys that are written twice, whose last value counts', () => {
    const { body, duplicateKeys } = parseYaml('A: 1\nB:\n  - { C: 2, C: 4 }\nA: 3');

    expect(body).toEqual({ A: 3, B: [{ C: 4 }] });
    expect(duplicateKeys).toEqual([
      { path: ['B', '0', 'C'], first: { line: 3, column: 7 }, position: { line: 3, column: 13 } },
      { path: ['A'], first: { line: 1, column: 1 }, position: { line: 4, column: 1 } },
    ]);
  });
});

describe('positions', () => {
  const { position } = parseYaml(
    ['Resources:', '  Api:', '    Properties:', '      Name: !Sub "x"', '      List:', '        - a', '        - b'].join('\n'),
  );

  test.each([
    [['Resources', 'Api'], { line: 2, column: 3 }],
    [['Resources', 'Api', 'Properties', 'Name'], { line: 4, column: 7 }],
    [['Resources', 'Api', 'Properties', 'Name', 'Fn::Sub'], { line: 4, column: 7 }],
    [['Resources', 'Api', 'Properties', 'List', '1'], { line: 7, column: 11 }],
    [['Resources', 'Api', 'Properties', 'Gone'], { line: 3, column: 5 }],
    [[], { line: 1, column: 1 }],
  ])('%j', (path, expected) => {
    expect(position(path)).toEqual(expected);
  });
});
