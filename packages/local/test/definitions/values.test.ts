import { describe, expect, test } from 'vitest';
import { readPlan } from '../../src/definitions/plan';
import { files } from '../support';
import { books, fn, functionOf, inEnvironment, onlyApi, planOf } from './support';

const resource = (Type: string, Properties: object = {}) => ({ Type, Properties });
const att = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });
const ref = (Ref: string) => ({ Ref });

describe('pseudo parameters', () => {
  test.each([
    ['AWS::Region', 'us-east-1'],
    ['AWS::AccountId', '123456789012'],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', 'app'],
    ['AWS::NotificationARNs', ''],
  ])('%s', (name, value) => {
    expect(inEnvironment(ref(name))).toEqual({ text: value, diagnostics: [] });
  });

  test('AWS::StackId is a stable ARN', () => {
    const { text } = inEnvironment(ref('AWS::StackId'));
    expect(text).toMatch(
      /^arn:aws:cloudformation:us-east-1:123456789012:stack\/app\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(inEnvironment(ref('AWS::StackId')).text).toBe(text);
  });

  test.each([
    ['cn-north-1', 'aws-cn amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov amazonaws.com'],
  ])('resolves partition and URL suffix of %s', (region, text) => {
    const value = { 'Fn::Sub': '${AWS::Partition} ${AWS::URLSuffix}' };
    expect(inEnvironment(value, {}, {}, { region }).text).toBe(text);
  });

  test('prefers given values over generated ones', () => {
    const plan = planOf({}, {}, { region: 'eu-west-1', accountId: '111111111111' });
    expect(onlyApi(plan)).toMatchObject({ region: 'eu-west-1', accountId: '111111111111' });
    expect(functionOf(plan)).toMatchObject({ region: 'eu-west-1', arn: 'arn:aws:lambda:eu-west-1:111111111111:function:Fn' });
  });

  test('prefers the stack’s environment over given values', () => {
    const artifact = (environment: string) => ({
      type: 'aws:cloudformation:stack',
      environment,
      properties: { templateFile: 'S.json', stackName: 'my-stack' },
    });
    const read = (environment: string) =>
      readPlan(
        files({
          'manifest.json': { version: '36.0.0', artifacts: { S: artifact(environment) } },
          'S.json': { Resources: books({ Fn: fn({ Environment: { Variables: { X: ref('AWS::StackName') } } }) }) },
        }),
        { region: 'eu-west-1', accountId: '111111111111' },
      );
    expect(functionOf(read('aws://222222222222/ap-south-1'))).toMatchObject({
      arn: 'arn:aws:lambda:ap-south-1:222222222222:function:Fn',
      environment: { X: 'my-stack' },
    });
    expect(functionOf(read('aws://unknown-account/unknown-region')).arn).toBe('arn:aws:lambda:eu-west-1:111111111111:function:Fn');
  });
});

describe('parameters', () => {
  const parameters = (Param: object) => ({ Parameters: { Param } });

  test.each([
    ['a default', { Type: 'String', Default: 'dev' }, 'dev'],
    ['a number', { Type: 'Number', Default: 5 }, '5'],
    ['an empty text', { Type: 'String', Default: '' }, ''],
    ['a list', { Type: 'CommaDelimitedList', Default: 'a,b' }, 'a,b'],
  ])('%s', (_, parameter, text) => {
    expect(inEnvironment(ref('Param'), {}, parameters(parameter))).toEqual({ text, diagnostics: [] });
  });

  test('reports a parameter without a default, with a remedy', () => {
    expect(inEnvironment(ref('Param'), {}, parameters({ Type: 'String' }))).toEqual({
      text: 'Param',
      diagnostics: [
        'Param is only known after deployment; "Param" is used for it in the variable X: set "Param" in "values" of an overrides file',
      ],
    });
  });

  test('reports a Systems Manager parameter by its name there', () => {
    const stored = parameters({ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/db/host' });
    expect(inEnvironment(ref('Param'), {}, stored)).toEqual({
      text: 'db-host',
      diagnostics: [expect.stringContaining('set "/db/host" in "values"')],
    });
  });

  test('resolves a Systems Manager parameter of the app', () => {
    const stored = parameters({ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/db/host' });
    const host = resource('AWS::SSM::Parameter', { Name: '/db/host', Type: 'String', Value: { 'Fn::Sub': 'db.${AWS::Region}' } });
    expect(inEnvironment(ref('Param'), { Host: host }, stored)).toEqual({ text: 'db.us-east-1', diagnostics: [] });
    expect(inEnvironment('<{{resolve:ssm:/db/host:3}}>', { Host: host })).toEqual({ text: '<db.us-east-1>', diagnostics: [] });
  });
});

describe('intrinsic functions', () => {
  const list = { Parameters: { List: { Type: 'CommaDelimitedList', Default: 'a,b,c' }, Open: { Type: 'String' } } };
  const arn = att('Queue', 'Arn');
  test.each<[string, unknown, string]>([
    ['one of a list parameter', { 'Fn::Select': [1, ref('List')] }, 'b'],
    ['a joined list parameter', { 'Fn::Join': ['/', ref('List')] }, 'a/b/c'],
    ['a piece of an ARN', { 'Fn::Select': [5, { 'Fn::Split': [':', arn] }] }, 'Queue'],
    ['an ARN with other separators', { 'Fn::Join': ['/', { 'Fn::Split': [':', arn] }] }, 'arn/aws/sqs/us-east-1/123456789012/Queue'],
    ['a split ARN as text', { 'Fn::Split': [':', arn] }, 'arn,aws,sqs,us-east-1,123456789012,Queue'],
    ['Base64 of text', { 'Fn::Base64': 'hé' }, 'aMOp'],
    ['Base64 of a reference', { 'Fn::Base64': ref('AWS::Region') }, 'dXMtZWFzdC0x'],
    ['zones', { 'Fn::Join': [',', { 'Fn::GetAZs': '' }] }, 'us-east-1a,us-east-1b,us-east-1c'],
    ['a zone of a region', { 'Fn::Select': [1, { 'Fn::GetAZs': 'eu-west-1' }] }, 'eu-west-1b'],
    ['blocks of addresses', { 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, '10.0.0.0/24,10.0.1.0/24,10.0.2.0/24'],
    ['a block of addresses', { 'Fn::Select': [1, { 'Fn::Cidr': ['10.0.255.0/24', 2, '8'] }] }, '10.1.0.0/24'],
    ['a map by region', { 'Fn::FindInMap': ['Hosts', ref('AWS::Region'), 'name'] }, 'us.example'],
    ['a list of a map', { 'Fn::Select': [1, { 'Fn::FindInMap': ['Hosts', 'lists', 'two'] }] }, 'y'],
    ['text with a dollar sign', { 'Fn::Sub': '${!NotAName} $& $1' }, '${NotAName} $& $1'],
    ['nothing', null, ''],
    ['a truth', true, 'true'],
  ])('%s', (_, value, text) => {
    const rest = { ...list, Mappings: { Hosts: { 'us-east-1': { name: 'us.example' }, lists: { two: ['x', 'y'] } } } };
    expect(inEnvironment(value, { Queue: resource('AWS::SQS::Queue') }, rest)).toEqual({ text, diagnostics: [] });
  });

  test.each<[string, unknown, string, string]>([
    ['an import', { 'Fn::ImportValue': 'shared-vpc' }, 'shared-vpc', 'set "shared-vpc"'],
    ['a piece of an import', { 'Fn::Select': [3, { 'Fn::Split': [',', { 'Fn::ImportValue': 'ids' }] }] }, 'ids-3', 'set "ids"'],
    ['an output of another app', { 'Fn::GetStackOutput': { StackName: 'net', OutputName: 'Vpc' } }, 'net-Vpc', 'set "net.Vpc"'],
    ['a secret', 'x{{resolve:secretsmanager:db:SecretString:pw::}}y', 'xresolve-secretsmanager-db-SecretString-pwy', 'set "{{resolve:secr'],
    ['an attribute that only a deployment knows', att('Thing', 'Token'), 'Thing-Token', 'set "Thing.Token"'],
    ['a resource that is not there', att('Gone', 'Arn'), 'Gone-Arn', 'set "Gone.Arn"'],
    ['a function that is not worked out', { 'Fn::Length': 'x' }, 'the-result-of-Fn-Length', 'in the variable X'],
    ['a broken block of addresses', { 'Fn::Cidr': ['10.0.0.0', 1, 8] }, 'the-result-of-Fn-Cidr', 'in the variable X'],
    ['an object', { a: 1, b: 2 }, 'a-value-that-is-no-text', 'in the variable X'],
  ])('reports %s', (_, value, text, remedy) => {
    const found = inEnvironment(value, { Thing: resource('Custom::Thing') });
    expect(found).toEqual({ text, diagnostics: [expect.stringContaining(remedy)] });
  });

  test('reports an unknown value once', () => {
    const variables = { X: ref('Open'), Y: { 'Fn::Sub': '${Open}-${Open}' } };
    const plan = planOf({ Fn: fn({ Environment: { Variables: variables } }) }, list);
    expect(functionOf(plan).environment).toMatchObject({ X: 'Open', Y: 'Open-Open' });
    expect(plan.diagnostics).toHaveLength(1);
  });
});

describe('identifiers of resources', () => {
  test.each<[string, object, unknown, string | RegExp]>([
    [
      'a name',
      resource('AWS::DynamoDB::Table', { TableName: 'books' }),
      att('It', 'Arn'),
      'arn:aws:dynamodb:us-east-1:123456789012:table/books',
    ],
    ['a queue in order', resource('AWS::SQS::Queue', { FifoQueue: true }), att('It', 'Arn'), 'arn:aws:sqs:us-east-1:123456789012:It.fifo'],
    [
      'a queue in order with a name',
      resource('AWS::SQS::Queue', { FifoQueue: true, QueueName: 'q.fifo' }),
      att('It', 'QueueName'),
      'q.fifo',
    ],
    ['a rule on the default bus', resource('AWS::Events::Rule'), att('It', 'Arn'), 'arn:aws:events:us-east-1:123456789012:rule/It'],
    [
      'a network load balancer',
      resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network' }),
      att('It', 'LoadBalancerFullName'),
      /^net\/It\//,
    ],
    [
      'an odd load balancer',
      resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: '__proto__' }),
      ref('It'),
      /loadbalancer\/app\/It\//,
    ],
    ['a client without a name', resource('AWS::Cognito::UserPoolClient'), att('It', 'Name'), 'It'],
    ['a database with a port', resource('AWS::RDS::DBInstance', { Port: '33' }), { 'Fn::GetAtt': 'It.Endpoint.Port' }, '33'],
    [
      'a version of a function by name',
      resource('AWS::Lambda::Version', { FunctionName: 'f' }),
      ref('It'),
      'arn:aws:lambda:us-east-1:123456789012:function:f:1',
    ],
    ['something else', resource('AWS::New::Thing'), ref('It'), 'It'],
  ])('%s', (_, it, value, text) => {
    expect(inEnvironment(value, { It: it })).toEqual({
      text: typeof text === 'string' ? text : expect.stringMatching(text),
      diagnostics: [],
    });
  });

  test('derives the identifiers of a listener from its load balancer', () => {
    const more = {
      Alb: resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Name: 'front' }),
      Http: resource('AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: ref('Alb') }),
    };
    const [, id] = /app\/front\/([0-9a-f]{16})$/.exec(inEnvironment(ref('Alb'), more).text ?? '') ?? [];
    expect(inEnvironment(att('Http', 'ListenerArn'), more).text).toContain(`:listener/app/front/${id}/`);
  });

  test('reports an ARN of unknown format', () => {
    expect(inEnvironment(att('It', 'Arn'), { It: resource('AWS::New::Thing') })).toEqual({
      text: 'arn:aws:new:us-east-1:123456789012:It',
      diagnostics: [expect.stringContaining('It.Arn is only known after')],
    });
  });

  test.each(['constructor', '__proto__', 'toString'])('resolves an attribute named %s', (name) => {
    expect(inEnvironment(att('It', name), { It: resource('AWS::SQS::Queue') })).toMatchObject({
      diagnostics: [expect.stringContaining(`It.${name}`)],
    });
  });

  test('resolves a name that contains another one', () => {
    const more = { It: resource('AWS::DynamoDB::Table', { TableName: { 'Fn::Sub': '${AWS::StackName}-${Fn}' } }) };
    expect(inEnvironment(ref('It'), more).text).toBe('app-Fn');
  });

  test('ends circular names', () => {
    const table = (other: string) => resource('AWS::DynamoDB::Table', { TableName: { 'Fn::Sub': `\${${other}}-x` } });
    expect(inEnvironment(ref('A'), { A: table('B'), B: table('A') }).text).toBe('A-x-x');
  });

  test('bounds names that grow exponentially', () => {
    const tables = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => {
        const next = `\${T${index + 1}}`;
        return [`T${index}`, resource('AWS::DynamoDB::Table', { TableName: { 'Fn::Sub': `${next}${next}` } })];
      }),
    );
    expect(inEnvironment(ref('T0'), tables).text?.length).toBeLessThan(1_000);
  });

  test('bounds values that grow exponentially', () => {
    const stored = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => {
        const next = `\${P${index + 1}.Value}`;
        return [`P${index}`, resource('AWS::SSM::Parameter', { Value: { 'Fn::Sub': `long${next}${next}` } })];
      }),
    );
    expect(inEnvironment(att('P0', 'Value'), stored).text?.length).toBeLessThanOrEqual(4 * 1024 * 1024);
  });
});

describe('the URL of an API', () => {
  const url = { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/books' };

  test('is the deployed URL by default', () => {
    const { text } = inEnvironment(url);
    expect(text).toMatch(/^https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com\/books$/);
    expect(inEnvironment(att('Api', 'ApiEndpoint')).text).toBe(text?.replace('/books', ''));
  });

  test('is the local URL if it is known', () => {
    const options = { endpoint: ({ name }: { name: string }) => (name === 'books' ? 'http://127.0.0.1:3000/' : undefined) };
    expect(inEnvironment(url, {}, {}, options).text).toBe('http://127.0.0.1:3000/books');
    expect(inEnvironment(att('Api', 'ApiEndpoint'), {}, {}, options).text).toBe('http://127.0.0.1:3000');
    expect(inEnvironment(ref('Api'), {}, {}, options).text).toMatch(/^[a-z0-9]{10}$/);
  });

  test('belongs to its own API', () => {
    const options = { endpoint: ({ location }: { location: { logicalId: string } }) => `http://127.0.0.1/${location.logicalId}` };
    const other = { Other: resource('AWS::ApiGatewayV2::Api', { Name: { 'Fn::Sub': 'x.execute-api.x' } }) };
    expect(inEnvironment(att('Other', 'ApiEndpoint'), other, {}, options).text).toBe('http://127.0.0.1/Other');
  });
});
