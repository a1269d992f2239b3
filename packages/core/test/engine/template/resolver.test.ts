import { type DeployTimeValues, Resolver, Resources, render, text } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';

const HOST = { Type: 'AWS::EC2::Instance', Metadata: { 'aws:cdk:path': 'Books/Host/Resource' } };
const RESOURCES = {
  Api: { Type: 'AWS::ApiGatewayV2::Api' },
  Prod: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { StageName: 'prod' } },
  Nameless: { Type: 'AWS::ApiGatewayV2::Stage' },
  Host: HOST,
};

/** A value of a template, resolved and rendered for people. */
function shown(value: unknown, rest: object = {}, deployTime?: DeployTimeValues): string {
  const template = { id: 'app', path: 'Books', body: { Resources: RESOURCES, ...rest } };
  return render(new Resolver(new Resources([template]), deployTime).resolve(value, template), template);
}

test.each([
  ['text', 'http://a', 'http://a'],
  ['a number', 42, '42'],
  ['nothing', null, ''],
  ['no value', { Ref: 'AWS::NoValue' }, ''],
  ['a pseudo parameter', { Ref: 'AWS::Region' }, '${AWS::Region}'],
  ['a parameter', { Ref: 'Param' }, '${Param}'],
  ['a resource', { Ref: 'Host' }, '${Host}'],
  ['a stage', { Ref: 'Prod' }, 'prod'],
  ['a stage without a name', { Ref: 'Nameless' }, '${Nameless}'],
  ['an attribute', { 'Fn::GetAtt': ['Host', 'PublicIp'] }, '${Host.PublicIp}'],
  ['a dotted attribute', { 'Fn::GetAtt': 'Host.PublicIp' }, '${Host.PublicIp}'],
  ['an attribute of nothing', { 'Fn::GetAtt': ['Gone', 'Arn'] }, '${Gone.Arn}'],
  ['an attribute without a name', { 'Fn::GetAtt': [] }, '${}'],
  ['an attribute of no resource', { 'Fn::GetAtt': {} }, '${[object Object]}'],
  ['a missing nested output', { 'Fn::GetAtt': ['Host', 'Outputs.X'] }, '${Host.Outputs.X}'],
  ['an id as an attribute', { 'Fn::GetAtt': ['Api', 'ApiId'] }, '${Api}'],
  ['joined pieces', { 'Fn::Join': ['-', ['a', { Ref: 'Param' }, 'b']] }, 'a-${Param}-b'],
  ['a broken join', { 'Fn::Join': 'x' }, '${Join(x)}'],
  ['a list', ['a', 'b'], 'a,b'],
  ['a substitution', { 'Fn::Sub': 'http://${Host.PublicIp}/${Param}' }, 'http://${Host.PublicIp}/${Param}'],
  ['a substitution with variables', { 'Fn::Sub': ['${A}/${!B}', { A: 'a' }] }, 'a/${B}'],
  ['a broken substitution', { 'Fn::Sub': 7 }, '${Sub(7)}'],
  ['a name that objects have anyway', { 'Fn::Sub': '${constructor}' }, '${constructor}'],
  ['a split text', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
  ['a split reference', { 'Fn::Select': ['2', { 'Fn::Split': ['/', { Ref: 'Param' }] }] }, '${Select(2, Split(/, Param))}'],
  ['one of a list', { 'Fn::Select': [0, ['a', 'b']] }, 'a'],
  ['one beyond a list', { 'Fn::Select': [5, ['a']] }, '${Select(5, a)}'],
  ['a broken selection', { 'Fn::Select': 'x' }, '${Select(x)}'],
  ['a condition', { 'Fn::If': ['IsProd', 'http://p', { Ref: 'Host' }] }, '${If(IsProd, http://p, Host)}'],
  ['a condition without a difference', { 'Fn::If': ['IsProd', 'http://p', 'http://p'] }, 'http://p'],
  ['a broken condition', { 'Fn::If': 'x' }, '${If(x)}'],
  ['a map', { 'Fn::FindInMap': ['Hosts', 'eu', 'name'] }, 'eu.example'],
  ['a missing map', { 'Fn::FindInMap': ['Hosts', { Ref: 'AWS::Region' }, 'name'] }, '${FindInMap(Hosts, AWS::Region, name)}'],
  ['a broken map', { 'Fn::FindInMap': 'x' }, '${FindInMap(x)}'],
  ['another function', { 'Fn::Base64': 'x' }, '${Base64(x)}'],
  ['a broken reference', { Ref: { a: 1 } }, '${{…}}'],
  ['no intrinsic function', { a: 1, b: 2 }, '${{…}}'],
  ['an empty object', {}, '${{…}}'],
  ['an import of another app', { 'Fn::ImportValue': 'x' }, '${ImportValue(x)}'],
  ['a part of a list parameter', { 'Fn::Select': [0, { Ref: 'Param' }] }, '${Select(0, Param)}'],
  ['a join with a reference as separator', { 'Fn::Join': [{ Ref: 'Param' }, ['a']] }, '${Join(Param, a)}'],
  ['a selection from text', { 'Fn::Select': [0, 'ab'] }, '${Select(0, ab)}'],
  ['a split without a separator', { 'Fn::Select': [0, { 'Fn::Split': [{ Ref: 'Param' }, 'ab'] }] }, '${Select(0, Split(Param, ab))}'],
  ['availability zones', { 'Fn::GetAZs': '' }, '${GetAZs()}'],
])('%s', (_, value, text) => {
  expect(shown(value, { Mappings: { Hosts: { eu: { name: 'eu.example' } } } })).toBe(text);
});

test('ends circular references', () => {
  const cycle = { Outputs: { A: { Value: { 'Fn::ImportValue': 'a' }, Export: { Name: { 'Fn::Sub': 'a' } } } } };
  expect(shown({ 'Fn::ImportValue': 'a' }, cycle)).toBe('${ImportValue(…)}');
});

test('bounds values that grow exponentially', () => {
  const double = (name: string) => ({ 'Fn::Join': ['', [{ 'Fn::ImportValue': name }, { 'Fn::ImportValue': name }]] });
  const outputs = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`O${index}`, { Value: double(`e${index + 1}`), Export: { Name: `e${index}` } }]),
  );
  expect(shown({ 'Fn::ImportValue': 'e0' }, { Outputs: outputs })).toContain('${…}');
});

test('bounds very deep values', () => {
  let value: unknown = 'x';
  for (let depth = 0; depth < 1_000; depth++) {
    value = { 'Fn::Join': ['', [value]] };
  }
  expect(shown(value)).toBe('${…}');
});

describe('with deploy-time values', () => {
  const deployTime: DeployTimeValues = {
    parameter: (name) => ({ 'AWS::Region': text('eu-west-1'), List: text('a,b') })[name],
    condition: (name) => ({ Yes: true, No: false })[name],
  };

  test.each<[string, unknown, string]>([
    ['a parameter', { 'Fn::Sub': '${AWS::Region}!' }, 'eu-west-1!'],
    ['an undecided parameter', { Ref: 'Other' }, '${Other}'],
    ['an item of a list parameter', { 'Fn::Select': [1, { Ref: 'List' }] }, 'b'],
    ['the first side of a condition', { 'Fn::If': ['Yes', 'a', { Ref: 'Host' }] }, 'a'],
    ['the second side of a condition', { 'Fn::If': ['No', 'a', { Ref: 'Host' }] }, '${Host}'],
    ['an undecided condition', { 'Fn::If': ['Other', 'a', 'b'] }, '${If(Other, a, b)}'],
    ['zones of the own region', { 'Fn::GetAZs': '' }, 'eu-west-1a,eu-west-1b,eu-west-1c'],
    ['zones of another region', { 'Fn::GetAZs': 'us-east-1' }, 'us-east-1a,us-east-1b,us-east-1c'],
    ['a map by region', { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'k'] }, 'v'],
  ])('%s', (_, value, result) => {
    expect(shown(value, { Mappings: { M: { 'eu-west-1': { k: 'v' } } } }, deployTime)).toBe(result);
  });
});

describe('properties', () => {
  const template = { id: 'app', body: { Resources: { A: { Type: 'X', Properties: { B: { C: 'c' }, D: { Ref: 'Param' }, E: '' } } } } };
  const resolver = new Resolver(new Resources([template]));
  const [a] = resolver.resources.all('X');

  test.each([
    [['B', 'C'], 'c'],
    [['D'], undefined],
    [['E'], undefined],
    [['F'], undefined],
  ])('reads %j as plain text', (names, plain) => {
    expect(resolver.plain(a, ...names)).toBe(plain);
  });
});
