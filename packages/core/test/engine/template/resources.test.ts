import { keyText, Resolver, Resources, render, renderName, type Template } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';

const fn = (FunctionName?: string) => ({ Type: 'AWS::Lambda::Function', Properties: { FunctionName } });

function template(id: string, body: unknown, rest: Partial<Template> = {}): Template {
  return { id, body, ...rest };
}

/** A value in the scope of the first template, rendered for people. */
function shown(value: unknown, ...templates: [Template, ...Template[]]): string {
  const [home] = templates;
  return render(new Resolver(new Resources(templates)).resolve(value, home), home);
}

describe('values of other templates', () => {
  const exporting = (Value: string, rest: Partial<Template> = {}) =>
    template(Value, { Outputs: { Out: { Value, Export: { Name: 'shared' } } } }, rest);

  test('resolves an export', () => {
    expect(shown({ 'Fn::ImportValue': 'shared' }, template('app', {}), exporting('here'))).toBe('here');
  });

  test.each<[string, Partial<Template>]>([
    ['assembly', { assembly: 'a' }],
    ['region', { region: 'eu-west-1' }],
    ['account', { account: '123456789012' }],
  ])('prefers an export of the same %s', (_, near) => {
    const home = template('app', {}, near);
    expect(shown({ 'Fn::ImportValue': 'shared' }, home, exporting('far'), exporting('near', near))).toBe('near');
    expect(shown({ 'Fn::ImportValue': 'shared' }, home, exporting('near', near), exporting('far'))).toBe('near');
  });

  test.each<[string, unknown, Partial<Template>, string]>([
    ['with the name of its stack', { 'Fn::Sub': '${AWS::StackName}-x' }, { stackName: 'shop' }, 'shop-x'],
    ['with the name of an unnamed stack', { 'Fn::Sub': '${AWS::StackName}-x' }, {}, '${AWS::StackName}-x'],
  ])('resolves an export %s', (_, Name, rest, imported) => {
    const other = template('other', { Outputs: { Out: { Value: 'v', Export: { Name } }, Plain: { Value: 'w' } } }, rest);
    expect(shown({ 'Fn::ImportValue': imported }, template('app', {}), other)).toBe('v');
  });

  test('resolves an output of a stack by name', () => {
    const value = (OutputName: string) => ({ 'Fn::GetStackOutput': { StackName: 'net', OutputName } });
    const net = template('net.json', { Outputs: { Vpc: { Value: 'vpc-1' } } }, { stackName: 'net' });
    expect(shown(value('Vpc'), template('app', {}), net)).toBe('vpc-1');
    expect(shown(value('Gone'), template('app', {}), net)).toBe('${GetStackOutput(net, Gone)}');
    expect(shown(value('Vpc'), template('app', {}))).toBe('${GetStackOutput(net, Vpc)}');

    const unnamed = { 'Fn::GetStackOutput': { StackName: { Ref: 'A' }, OutputName: { Ref: 'B' } } };
    expect(shown(unnamed, template('app', {}), net)).toBe('${GetStackOutput(A, B)}');

    const region = 'eu-west-1';
    const near = template('near', { Outputs: { Vpc: { Value: 'vpc-2' } } }, { stackName: 'net', region });
    expect(shown(value('Vpc'), template('app', {}, { region }), net, near)).toBe('vpc-2');
  });

  test('resolves a value from a stack in another region', () => {
    const writer = { Type: 'Custom::CrossRegionExportWriter', Properties: { WriterProps: { exports: { '/a': { Ref: 'Host' } } } } };
    const host = { Type: 'AWS::EC2::Instance' };
    const reader = template('app', { Resources: { Reader: { Type: 'Custom::CrossRegionExportReader' } } });
    const other = template('other', { Resources: { Host: host, Writer: writer } }, { stack: 'Other' });
    expect(shown({ 'Fn::GetAtt': ['Reader', '/a'] }, reader, other)).toBe('${Other/Host}');
    expect(shown({ 'Fn::GetAtt': ['Reader', '/b'] }, reader, other)).toBe('${Reader./b}');
    const nearer = { ...other, id: 'nearer', stack: 'Nearer', account: '1' };
    expect(shown({ 'Fn::GetAtt': ['Reader', '/a'] }, { ...reader, account: '1' }, other, nearer)).toBe('${Nearer/Host}');
  });

  test('resolves parameters and outputs of a nested stack', () => {
    const stack = { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Name: { Ref: 'Host' } } } };
    const parent = template('parent', { Resources: { Host: { Type: 'AWS::EC2::Instance' }, Nested: stack } });
    const nested = template(
      'nested',
      { Outputs: { Out: { Value: { Ref: 'Name' } } } },
      { nestedIn: { id: 'parent', logicalId: 'Nested' } },
    );
    const output = (name: string) => ({ 'Fn::GetAtt': ['Nested', `Outputs.${name}`] });

    expect(shown(output('Out'), parent, nested)).toBe('${Host}');
    expect(shown(output('Gone'), parent, nested)).toBe('${Nested.Outputs.Gone}');
    expect(shown(output('Out'), parent)).toBe('${Nested.Outputs.Out}');
    expect(shown({ Ref: 'Other' }, nested, parent)).toBe('${Other}');
    expect(shown({ Ref: 'Name' }, nested)).toBe('${Name}');
    expect(shown({ Ref: 'Name' }, nested, template('parent', {}))).toBe('${Name}');
  });
});

test('finds resources by template, type and fixed name', () => {
  const a = template('a', { Resources: { Fn: fn('list'), Odd: 7, Untyped: {} } });
  const b = template('b', { Resources: { Fn: fn('list') } });
  const resources = new Resources([a, b, template('c', undefined)]);

  expect(resources.everything().map(({ key }) => key)).toEqual(['a#Fn', 'a#Untyped', 'b#Fn']);
  expect(resources.all('AWS::Lambda::Function').map(({ key }) => key)).toEqual(['a#Fn', 'b#Fn']);
  expect(resources.all('AWS::S3::Bucket')).toEqual([]);
  expect(resources.find(a, 'Gone')).toBeUndefined();
  expect([...resources.of(a).keys()]).toEqual(['Fn', 'Untyped']);
  expect([...resources.of(template('other', {})).keys()]).toEqual([]);
  expect(resources.functionNamed('list', a)?.key).toBe('a#Fn');
  expect(resources.functionNamed('gone', a)).toBeUndefined();
});

describe('a resource', () => {
  const body = { Resources: { Fn: { ...fn(), Metadata: { 'aws:cdk:path': 'Shop/Fn/Resource' } }, Bare: fn() } };
  const home = template('shop.json', body, { path: 'Shop' });
  const [made, bare] = new Resources([home]).everything();

  test('states its location', () => {
    expect(made.location).toEqual({ logicalId: 'Fn', path: 'Shop/Fn', stack: 'shop.json', file: 'shop.json' });
    const [other] = new Resources([
      template('x', body, { stack: 'S', file: 'f', constructPaths: new Map([['Fn', 'A/Default']]) }),
    ]).everything();
    expect(other.location).toEqual({ logicalId: 'Fn', path: 'A', stack: 'S', file: 'f' });
    expect(other.constructPath).toBe('A/Default');
  });

  test('is named relative to the home stack', () => {
    expect(made.nameIn(home)).toBe('Fn');
    expect(made.nameIn(template('x', {}, { path: 'Sho' }))).toBe('Shop/Fn');
    expect(made.nameIn(template('x', {}))).toBe('Shop/Fn');
    expect(bare.nameIn(home)).toBe('Bare');
    expect(bare.nameIn(template('x', {}))).toBe('shop.json/Bare');
  });

  test('has names for options, and a short name', () => {
    expect(made.names).toEqual(['Shop/Fn', 'Fn', 'shop.json/Fn']);
    expect(bare.names).toEqual(['Bare', 'shop.json/Bare']);
    expect([made.shortName, bare.shortName]).toEqual(['Fn', 'Bare']);
  });
});

describe('the key of a value', () => {
  const home = template('app', { Resources: { A: fn(), B: fn() } });
  const resolver = new Resolver(new Resources([home]));
  const key = (value: unknown) => keyText(resolver.resolve(value, home));

  test('is equal only for equal values', () => {
    const values = [
      { Ref: 'A' },
      { Ref: 'B' },
      { 'Fn::GetAtt': ['A', 'Arn'] },
      { Ref: 'Param' },
      { 'Fn::Base64': 'x' },
      { 'Fn::Base64': { Ref: 'A' } },
      'x',
      { 'Fn::Sub': 'x${A}' },
    ];
    expect(new Set(values.map(key)).size).toBe(values.length);
    expect(key({ 'Fn::Sub': '${A.Arn}' })).toBe(key({ 'Fn::GetAtt': ['A', 'Arn'] }));
  });

  test('contains separators only from text', () => {
    expect(key({ Ref: 'a*/:\ud800' })).toMatch(/^\$\{[^*/:]*\}$/);
  });

  test('names a value by its resource', () => {
    expect(renderName(resolver.resolve({ 'Fn::GetAtt': ['A', 'Arn'] }, home), home)).toBe('A');
    expect(renderName(resolver.resolve({ 'Fn::Sub': 'x${A}' }, home), home)).toBe('x${A}');
  });
});
