import { checkTemplates } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { findingsOf, httpApi, httpProxy, ofApi, service } from './template-support';

const mapped = (value: unknown, key = 'append:header.x') => ({
  Api: httpApi,
  Integration: httpProxy({ RequestParameters: { [key]: value } }),
});

const template = {
  Parameters: {
    Env: { Type: 'String', Default: 'prod' },
    Typo: { Type: 'String', Default: '$request.heder.x' },
    Empty: { Type: 'String', Default: '' },
    NoDefault: { Type: 'String' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '$request.heder.x' },
    Names: { Type: 'CommaDelimitedList', Default: '$request.heder.x,b' },
    Secret: { Type: 'String', Default: '{{resolve:ssm:/x}}' },
  },
  Mappings: { Values: { prod: { source: '$request.heder.x' } } },
  Conditions: {
    IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] },
    IsDev: { 'Fn::Equals': [{ Ref: 'Env' }, 'dev'] },
    IsHere: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
    IsOpen: { 'Fn::Equals': ['x', { Ref: 'NoDefault' }] },
  },
};

describe('values that are known before the deployment', () => {
  test.each<[string, unknown]>([
    ['a literal', '$request.heder.x'],
    ['a default', { Ref: 'Typo' }],
    ['a substitution', { 'Fn::Sub': '$request.heder.${Env}' }],
    ['joined texts', { 'Fn::Join': ['.', ['$request', 'heder', 'x']] }],
    ['a mapping', { 'Fn::FindInMap': ['Values', { Ref: 'Env' }, 'source'] }],
    ['a selected item', { 'Fn::Select': ['1', ['a', '$request.heder.x']] }],
    ['an item of a split text', { 'Fn::Select': [0, { 'Fn::Split': [',', '$request.heder.x,b'] }] }],
    ['an item of a list parameter', { 'Fn::Select': [0, { Ref: 'Names' }] }],
    ['a side of a condition', { 'Fn::If': ['IsProd', '$request.heder.x', 'y'] }],
    ['the other side of a condition', { 'Fn::If': ['IsDev', 'y', '$request.heder.x'] }],
    ['a value within a side', { 'Fn::If': ['IsProd', { Ref: 'Typo' }, 'y'] }],
  ])('are checked: %s', (_what, value) => {
    expect(findingsOf(mapped(value), template).map(({ code }) => code)).toEqual(['SourceUnknown']);
  });

  test.each<[string, unknown]>([
    ['a default that is empty', { Ref: 'Empty' }],
    ['no default', { Ref: 'NoDefault' }],
    ['the name of a stored parameter', { Ref: 'Stored' }],
    ['a list', { Ref: 'Names' }],
    ['a split text', { 'Fn::Split': [',', '$request.heder.x'] }],
    ['the other side of a condition', { 'Fn::If': ['IsProd', 'y', '$request.heder.x'] }],
    ['a condition that is not decided', { 'Fn::If': ['IsOpen', '$request.heder.x', 'y'] }],
    ['an unknown account', { 'Fn::Sub': '$request.heder.${AWS::AccountId}' }],
    ['a condition that is not named', { 'Fn::If': [['IsProd'], '$request.heder.x', 'y'] }],
    ['a condition about an unknown region', { 'Fn::If': ['IsHere', '$request.heder.x', 'y'] }],
    ['a dynamic reference', '$request.heder.{{resolve:ssm:/x}}'],
    ['a default that is a dynamic reference', { Ref: 'Secret' }],
    ['a reference to a resource', { 'Fn::Sub': '$request.heder.${Api}' }],
  ])('are not taken for: %s', (_what, value) => {
    expect(findingsOf(mapped(value), template)).toEqual([]);
  });

  test('show the expression and the text', () => {
    const [finding] = findingsOf(mapped({ 'Fn::Sub': '$request.heder.${Env}' }), template);
    expect(finding).toMatchObject({
      value: '$request.heder.prod',
      expression: '{"Fn::Sub":"$request.heder.${Env}"}',
      property: 'Properties/RequestParameters/append:header.x',
    });
    expect(findingsOf(mapped('$request.heder.x'))[0]).not.toHaveProperty('expression');
  });

  test('show a long expression in part', () => {
    const [finding] = findingsOf(mapped({ 'Fn::Join': ['', ['$request.heder.', 'x'.repeat(300)]] }));
    expect(finding.expression).toMatch(/^\{"Fn::Join".*…$/);
    expect(finding.expression).toHaveLength(201);
  });

  test('are a whole mapping, of which a condition decides', () => {
    const RequestParameters = { 'Fn::If': ['IsProd', { 'append:header.authorization': { Ref: 'Env' } }, { Ref: 'AWS::NoValue' }] };
    const [finding, ...rest] = findingsOf({ Api: httpApi, Integration: httpProxy({ RequestParameters }) }, template);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ code: 'HeaderReserved', expression: expect.stringContaining('"Fn::If"') });
  });

  test('are those of the stack: its region, its account and what its parent passes', () => {
    const child = { Parameters: { Source: { Type: 'String', Default: 'fine' } }, Resources: mapped({ Ref: 'Source' }) };
    const parent = {
      Resources: {
        Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Source: '$request.heder.x' } } },
        ...mapped({ 'Fn::Sub': '$request.${AWS::Region}.${AWS::AccountId}' }),
      },
    };
    const codes = checkTemplates([
      { id: 'parent', region: 'eu-west-1', account: '123456789012', body: parent },
      { id: 'child', nestedIn: { id: 'parent', logicalId: 'Nested' }, body: child },
    ]).map(({ code, templateId, value }) => [templateId, code, value]);
    expect(codes).toEqual([
      ['parent', 'SourceUnknown', '$request.eu-west-1.123456789012'],
      ['child', 'SourceUnknown', '$request.heder.x'],
    ]);
  });

  test('are known of what rules compare with', () => {
    const queue = { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: { 'Fn::If': ['IsProd', true, false] } } };
    const sending = service('SQS-SendMessage', { QueueUrl: { Ref: 'Queue' }, MessageBody: 'a' });
    expect(findingsOf({ Api: httpApi, Queue: queue, Integration: sending }, template).map(({ code }) => code)).toEqual([
      'FifoGroupMissing',
      'FifoDeduplicationMissing',
    ]);
  });

  test('end with what is nested too deep', () => {
    let deep: unknown = { Ref: 'Typo' };
    for (let depth = 0; depth < 200; depth++) {
      deep = [deep];
    }
    expect(findingsOf({ Model: ofApi('Model', { Name: 'A', Schema: deep }) }, template)).toEqual([]);
  });
});

describe('loops', () => {
  const loop = (collection: unknown, fragment: unknown, variable: unknown = 'N') => ({
    Api: httpApi,
    'Fn::ForEach::Each': [variable, collection, fragment],
  });
  const fragment = {
    'Int${N}': httpProxy({ Description: { Ref: 'N' }, RequestParameters: { 'append:header.&{N}': '$request.heder.${N}' } }),
  };
  const check = (resources: object, rest: object = {}) =>
    findingsOf(resources, { Transform: 'AWS::LanguageExtensions', ...rest }).map(({ logicalId, value }) => [logicalId, value]);

  test('make a resource for each item', () => {
    expect(check(loop(['a-b', 'c'], fragment))).toEqual([
      ['Inta-b', '$request.heder.a-b'],
      ['Intc', '$request.heder.c'],
    ]);
  });

  test('go over the default of a list parameter', () => {
    const Parameters = { Items: { Type: 'CommaDelimitedList', Default: 'a, b' } };
    expect(check(loop({ Ref: 'Items' }, fragment), { Parameters })).toEqual([
      ['Inta', '$request.heder.a'],
      ['Intb', '$request.heder.b'],
    ]);
  });

  test('go over each other', () => {
    const inner = { 'Fn::ForEach::Inner': ['M', ['1', '2'], { 'Int${N}${M}': httpProxy({ IntegrationUri: '${N}${M}${Other}' }) }] };
    expect(check(loop(['a', 'b'], inner)).map(([logicalId]) => logicalId)).toEqual(['Inta1', 'Inta2', 'Intb1', 'Intb2']);
  });

  test.each<[string, object]>([
    ['an unknown list', loop({ Ref: 'Unknown' }, fragment)],
    ['a list of unknown items', loop(['a', { Ref: 'B' }], fragment)],
    ['no list', loop(undefined, fragment)],
    ['no variable', loop(['a'], fragment, 5)],
    ['no fragment', loop(['a'], 'x')],
    ['too many items', loop(Array(10_001).fill('a'), fragment)],
    ['a loop that is none', { Api: httpApi, 'Fn::ForEach::Each': 'x' }],
  ])('stay as they are over %s', (_what, resources) => {
    expect(check(resources)).toEqual([]);
  });

  test('are no loops without the transform', () => {
    expect(findingsOf(loop(['a'], fragment))).toEqual([]);
    expect(findingsOf(loop(['a'], fragment), { Transform: [{ Name: 'Other' }, 5] })).toEqual([]);
  });

  test('end with what is nested too deep', () => {
    let deep: unknown = { 'Fn::ForEach::X': ['N', ['a'], {}] };
    for (let depth = 0; depth < 200; depth++) {
      deep = { deep };
    }
    expect(check({ Api: httpApi, Model: ofApi('Model', { Name: 'A', Schema: deep }) })).toEqual([]);
  });
});
