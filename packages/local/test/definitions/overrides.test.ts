import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Overrides } from '../../src/template/overrides/overrides';
import { files } from '../support';
import { diagnosticTexts, fn, functionOf, inEnvironment, planOf } from './support';

const ref = (Ref: string) => ({ Ref });
const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const file = (content: unknown) => join(files({ 'local.json': content }), 'local.json');

const more = {
  Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'books' }, Metadata: { 'aws:cdk:path': 'app/Shop/Table/Resource' } },
  Thing: { Type: 'Custom::Thing', Metadata: { 'aws:cdk:path': 'app/Thing' } },
};
const rest = {
  Parameters: {
    Param: { Type: 'String', Default: 'dev' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/db/host' },
  },
};

describe('values', () => {
  test.each<[string, unknown, string, unknown, string]>([
    ['logical id', ref('Table'), 'Table', 'local', 'local'],
    ['construct path', ref('Table'), 'app/Shop/Table', 'local', 'local'],
    ['stack and logical id', ref('Table'), 'app/Table', 'local', 'local'],
    ['logical id with an attribute', att('Table', 'Arn'), 'Table.Arn', 'a:b', 'a:b'],
    ['construct path with an attribute', att('Thing', 'Some.Token'), 'app/Thing.Some.Token', 't', 't'],
    ['parameter', ref('Param'), 'Param', 7, '7'],
    ['pseudo parameter', ref('AWS::Region'), 'AWS::Region', 'eu-west-1', 'eu-west-1'],
    ['parameter of Systems Manager', ref('Stored'), 'Stored', 'h', 'h'],
    ['name in Systems Manager', ref('Stored'), '/db/host', 'h', 'h'],
    ['name in a dynamic reference', '{{resolve:ssm:/db/port}}', '/db/port', 1, '1'],
    ['dynamic reference', '<{{resolve:secretsmanager:s}}>', '{{resolve:secretsmanager:s}}', 'x', '<x>'],
    ['export of another app', { 'Fn::ImportValue': 'vpc-id' }, 'vpc-id', 'vpc-1', 'vpc-1'],
    ['output of another app', { 'Fn::GetStackOutput': { StackName: 'net', OutputName: 'Vpc' } }, 'net.Vpc', 'vpc-1', 'vpc-1'],
    [
      'dynamic reference that is put together',
      { 'Fn::Join': ['', ['{{resolve:secretsmanager:', ref('Param'), '}}']] },
      '{{resolve:secretsmanager:dev}}',
      'x',
      'x',
    ],
    ['an empty text', ref('Table'), 'Table', '', ''],
    ['a truth', ref('Table'), 'Table', false, 'false'],
  ])('overrides a value by %s', (_, value, key, override, text) => {
    const found = inEnvironment(value, more, rest, { overrides: file({ values: { [key]: override } }) });
    expect(found).toEqual({ text, diagnostics: [] });
  });

  test('overrides a value inside another one', () => {
    const overrides = { values: { Table: 'local' } };
    expect(inEnvironment({ 'Fn::Sub': '<${Table}> ${Table.Arn}' }, more, {}, { overrides }).text).toBe(
      '<local> arn:aws:dynamodb:us-east-1:123456789012:table/books',
    );
  });

  test('overrides a parameter of a condition', () => {
    const conditions = { ...rest, Conditions: { IsProd: { 'Fn::Equals': [ref('Param'), 'prod'] } } };
    const value = { 'Fn::If': ['IsProd', 'yes', 'no'] };
    expect(inEnvironment(value, {}, conditions).text).toBe('no');
    expect(inEnvironment(value, {}, conditions, { overrides: { values: { Param: 'prod' } } }).text).toBe('yes');
  });

  test('merges several files, with precedence for the later one', () => {
    const overrides = [file({ values: { Table: 'a', Param: 'b' } }), { values: { Table: 'c' } }];
    expect(inEnvironment({ 'Fn::Sub': '${Table} ${Param}' }, more, rest, { overrides }).text).toBe('c b');
  });
});

describe('environment', () => {
  const withVariables = (overrides: Overrides) =>
    functionOf(
      planOf(
        {
          Fn: {
            ...fn({ FunctionName: 'f', Environment: { Variables: { A: 'a', B: 'b' } } }),
            Metadata: { 'aws:cdk:path': 'app/Fn/Resource' },
          },
        },
        {},
        { overrides },
      ),
    ).environment;

  test.each(['Fn', 'app/Fn', 'f', '*'])('overrides the environment of function %s', (name) => {
    expect({ ...withVariables({ environment: { [name]: { B: 'x', C: 3 } } }) }).toEqual({ A: 'a', B: 'x', C: '3' });
  });

  test('prefers a specific function over all functions', () => {
    expect({ ...withVariables({ environment: { Fn: { A: 'mine' }, '*': { A: 'all', B: 'all' } } }) }).toEqual({ A: 'mine', B: 'all' });
  });

  test('removes a variable with null', () => {
    expect({ ...withVariables({ environment: { Fn: { A: null } } }) }).toEqual({ B: 'b' });
  });

  test('does not report overridden values as unknown', () => {
    const variables = { Environment: { Variables: { X: att('Thing', 'Token') } } };
    const plan = planOf({ ...more, Fn: fn(variables) }, {}, { overrides: { environment: { Fn: { X: 'x' } } } });
    expect(functionOf(plan).environment.X).toBe('x');
    expect(diagnosticTexts(plan)).toEqual([]);
  });

  test('accepts names of object members', () => {
    const overrides = JSON.parse('{ "environment": { "Fn": { "__proto__": "p", "constructor": "c" } } }');
    const environment = withVariables(overrides);
    expect(Object.entries(environment)).toEqual(
      expect.arrayContaining([
        ['__proto__', 'p'],
        ['constructor', 'c'],
      ]),
    );
    expect(withVariables({}).constructor).toBeUndefined();
  });
});

describe('overrides without effect', () => {
  test.each<[string, unknown, RegExp]>([
    [
      'a value',
      { values: { Tabel: 'x' } },
      /local\.json: values\.Tabel matches no resource, attribute or parameter of the app: did you mean Table\?$/,
    ],
    ['the beginning of a logical id', { values: { tab: 'x' } }, /did you mean Table\?$/],
    ['the end of a construct path', { values: { 'Shop/Table': 'x' } }, /did you mean app\/Shop\/Table\?$/],
    ['an attribute', { values: { 'Table.StreamArm': 'x' } }, /did you mean Table\.StreamArn\?$/],
    ['a parameter', { values: { Paran: 'x' } }, /did you mean Param\?$/],
    ['a name', { values: { 'quite-something-else': 'x' } }, /values\.quite-something-else .*: remove it, or use a logical ID/],
    ['a name that objects have anyway', { values: { constructor: 'x' } }, /values\.constructor matches no resource/],
    ['a function', { environment: { Fm: {} } }, /environment\.Fm matches no function of the app: did you mean Fn\?$/],
    ['a table as a function', { environment: { Table: {} } }, /environment\.Table matches no function of the app: remove it/],
  ])('%s', (_, content, message) => {
    expect(() => planOf(more, rest, { overrides: file(content) })).toThrow(message);
  });

  test.each([
    'Fn',
    'Api',
    'Api.ApiEndpoint',
    'Thing.Whatever',
    'Stored',
    'AWS::StackName',
    '/db/port',
    '{{resolve:ssm:/db/port}}',
    'vpc-id',
  ])('accepts %s, even if it is not served', (key) => {
    const other = { Unserved: fn({ Environment: { Variables: { A: '{{resolve:ssm:/db/port}}', B: { 'Fn::ImportValue': 'vpc-id' } } } }) };
    expect(() => planOf({ ...more, ...other }, rest, { overrides: file({ values: { [key]: 'x' } }) })).not.toThrow();
  });
});

describe('invalid override files', () => {
  test.each<[string, unknown, RegExp]>([
    ['one that is not there', undefined, /^cannot read nowhere\.json \(ENOENT\): pass an override file/],
    ['one that is no JSON', '{ values', /local\.json is not valid JSON: /],
    ['a list', [], /: it is a list, but must be an object of values and environment$/],
    ['another part', { value: {} }, /: an overrides file has no value: did you mean values\?$/],
    [
      'a function at the top',
      { Fn: { A: 'x' } },
      /: an overrides file has no Fn: move it into "environment", as \{"environment": \{"Fn": /,
    ],
    ['parameters at the top', { Parameters: {} }, /: an overrides file has no Parameters: move its content to "values"$/],
    ['a stray text', { other: 'x' }, /: an overrides file has no other: it has "values" and "environment"$/],
    ['values that are a list', { values: [] }, /: values is a list, but must be an object of names/],
    ['a value that is an object', { values: { A: {} } }, /: values\.A is an object, but must be a string/],
    ['a value that is nothing', { values: { A: null } }, /: values\.A is nothing, but must be a string/],
    ['an environment that is a text', { environment: 'x' }, /: environment is "x", but must be an object of functions/],
    ['variables that are a text', { environment: { Fn: 'x' } }, /: environment\.Fn is "x", but must be an object of variables/],
    ['a variable that is a list', { environment: { Fn: { A: [] } } }, /: environment\.Fn\.A is a list, but must be a string/],
  ])('%s', (_, content, message) => {
    const overrides = content === undefined ? 'nowhere.json' : file(content);
    const read = () => planOf({}, {}, { overrides });
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ name: 'UserError', message: expect.not.stringContaining('\n') }));
  });

  test('ignores a byte order mark', () => {
    const path = file({});
    writeFileSync(path, '\uFEFF{"environment":{"*":{"A":"x"}}}');
    expect(functionOf(planOf({}, {}, { overrides: path })).environment.A).toBe('x');
  });
});

test('accepts the file in the documentation', () => {
  const page = readFileSync(join(__dirname, '../../../../docs/local/overrides.md'), 'utf8');
  const [, content = ''] = /^```json\n(.*?)^```$/ms.exec(page) ?? [];
  const secret = '{{resolve:secretsmanager:database:SecretString:password::}}';
  const Variables = {
    TABLE: ref('Table'),
    STREAM: att('Table', 'StreamArn'),
    STAGE: ref('StageName'),
    HOST: '{{resolve:ssm:/shared/database/host}}',
    VPC: { 'Fn::ImportValue': 'network-vpc-id' },
    PASSWORD: secret,
    FEATURE: 'on',
  };
  const plan = planOf(
    {
      Table: { Type: 'AWS::DynamoDB::Table', Metadata: { 'aws:cdk:path': 'Books/Table/Resource' } },
      Fn: { ...fn({ Environment: { Variables } }), Metadata: { 'aws:cdk:path': 'Books/List/Resource' } },
    },
    { Parameters: { StageName: { Type: 'String' } } },
    { overrides: file(content) },
  );
  expect({ ...functionOf(plan).environment }).toEqual({
    TABLE: 'books-local',
    STREAM: expect.stringMatching(/\/stream\/1$/),
    STAGE: 'dev',
    HOST: '127.0.0.1',
    VPC: 'vpc-1',
    PASSWORD: 'local',
    LOG_LEVEL: 'debug',
    TABLE_NAME: 'books-local',
    PAGE_SIZE: '20',
  });
});
