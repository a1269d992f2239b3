import { checkTemplates, type Template } from '@apigwv2-integrations/core/engine';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  functionNameBytes,
  MAX_POLICY_BYTES,
  MAX_STATEMENT_BYTES,
  type PermissionPlace,
  POLICY_BYTES,
  permissionBytes,
} from '../../src/engine/template/policy/permission-bytes';

const ACCOUNT = '123456789012';

/** What is known once a permission is deployed. */
interface Deployed {
  readonly stackName: string;
  readonly logicalId: string;
  readonly functionName: string;
  readonly region: string;
  readonly partition: string;
  readonly tail: string;
}

/** The statement that Lambda holds then, and its comma. */
function statement({ stackName, logicalId, functionName, region, partition, tail }: Deployed): string {
  const value = {
    Sid: `${stackName}-${logicalId}-ABCDEFGHIJKL`.slice(0, 100),
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: `arn:${partition}:lambda:${region}:${ACCOUNT}:function:${functionName}`,
    Condition: { ArnLike: { 'AWS:SourceArn': `arn:${partition}:execute-api:${region}:${ACCOUNT}:a1b2c3d4e5/${tail}` } },
  };
  return `${JSON.stringify(value)},`;
}

/** The permission as a template has it, which leaves to CloudFormation what differs from one environment to another. */
const permission = ({ tail }: Deployed) => ({
  FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] },
  Principal: 'apigateway.amazonaws.com',
  Action: 'lambda:InvokeFunction',
  SourceArn: {
    'Fn::Join': [
      '',
      [
        ...['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':'],
        { Ref: 'Api' },
        `/${tail}`,
      ],
    ],
  },
});

const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,80}$/);
const deployments = fc.record<Deployed>({
  stackName: names,
  logicalId: names,
  functionName: fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,63}$/),
  region: fc.constantFrom('eu-west-1', 'ap-southeast-1', 'us-gov-west-1', 'cn-north-1'),
  partition: fc.constant(''),
  tail: fc.webPath().map((path) => `*/*${path}`),
});
const PARTITIONS: Record<string, string> = { 'us-gov-west-1': 'aws-us-gov', 'cn-north-1': 'aws-cn' };
const withPartition = (deployed: Deployed): Deployed => ({ ...deployed, partition: PARTITIONS[deployed.region] ?? 'aws' });

describe('the estimate of a statement', () => {
  test('includes the deployed size for any unknown values', () => {
    fc.assert(
      fc.property(
        deployments.map(withPartition),
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        (deployed, knowsStack, knowsRegion, knowsName) => {
          const { stackName, logicalId, region, functionName } = deployed;
          const place: PermissionPlace = {
            logicalId,
            stackName: knowsStack ? stackName : undefined,
            region: knowsRegion ? region : undefined,
            functionName: knowsName ? functionNameBytes(functionName, stackName, 'Function') : undefined,
          };
          const { min, max } = permissionBytes(permission(deployed), place);
          const { length } = statement(deployed);

          expect(min).toBeLessThanOrEqual(length);
          expect(max).toBeGreaterThanOrEqual(length);
        },
      ),
      { seed: Number(process.env.TEST_SEED) },
    );
  });

  test('never exceeds the maximum size of a statement', () => {
    const longest = {
      FunctionName: `arn:aws-us-gov:lambda:ap-southeast-1:${ACCOUNT}:function:${'f'.repeat(64)}:${'a'.repeat(128)}`,
      Principal: `arn:aws-us-gov:iam::${ACCOUNT}:role/${'p'.repeat(510)}/${'r'.repeat(64)}`,
      Action: 'lambda:InvokeFunctionUrl'.padEnd(64, '.'),
      SourceArn: `arn:aws-us-gov:execute-api:ap-southeast-1:${ACCOUNT}:a1b2c3d4e5/*/*/${'p'.repeat(128)}`,
      SourceAccount: ACCOUNT,
      PrincipalOrgID: `o-${'o'.repeat(32)}`,
      FunctionUrlAuthType: 'AWS_IAM',
      InvokedViaFunctionUrl: true,
    };
    // A token belongs to a skill of Alexa, which is a service.
    const ofAlexa = { ...longest, Principal: 'alexa-connectedhome.amazon.com', EventSourceToken: 't'.repeat(256) };
    const unknown = Object.fromEntries(Object.keys(ofAlexa).map((name) => [name, { Ref: 'Parameter' }]));
    const place = { stackName: 's'.repeat(128), logicalId: 'l'.repeat(255) };

    for (const properties of [longest, ofAlexa, unknown]) {
      expect(permissionBytes(properties, place).max).toBeLessThanOrEqual(MAX_STATEMENT_BYTES);
    }
  });

  test('is exact except for the random part if everything is known', () => {
    const deployed: Deployed = {
      stackName: 'Shop',
      logicalId: 'ApiGETbooksBooksPermission1A2B3C4D',
      functionName: 'books',
      region: 'eu-west-1',
      partition: 'aws',
      tail: '*/*/books',
    };
    const { stackName, logicalId, region } = deployed;
    const functionName = functionNameBytes('books', stackName, 'Function');
    const { min, max } = permissionBytes(permission(deployed), { stackName, logicalId, region, account: ACCOUNT, functionName });

    // The API's id is taken for eight to ten characters long, and the random part of a name for twelve or thirteen.
    expect([min + 2, max - 1]).toEqual([statement(deployed).length, statement(deployed).length]);
  });

  test.each([
    ['a text', 'arn:aws:lambda:eu-west-1:123456789012:function:books', 52],
    ['a name', 'books', 52],
    ['a partial ARN', '123456789012:function:books', 52],
    ['joined', { 'Fn::Join': [':', ['arn:aws:lambda:eu-west-1:123456789012:function', 'books']] }, 52],
    ['substituted', { 'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:books' }, 52],
    ['substituted, with a list', { 'Fn::Sub': ['arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:books', {}] }, 52],
  ])('estimates the ARN of a function, %s', (_, FunctionName, expected) => {
    const facts = { region: 'eu-west-1', account: ACCOUNT, logicalId: 'P', stackName: 'S' };
    const without = permissionBytes({ FunctionName: 'arn:' }, facts).min - 4;

    expect(permissionBytes({ FunctionName }, facts).min - without).toBe(expected);
  });

  test.each([
    ['nothing', {}, 0],
    ['an account', { SourceAccount: { Ref: 'AWS::AccountId' } }, '"StringEquals":{"AWS:SourceAccount":"123456789012"},'.length],
    ['a token', { EventSourceToken: 'amzn1' }, '"StringEquals":{"lambda:EventSourceToken":"amzn1"},'.length],
    ['an organization', { PrincipalOrgID: { Ref: 'Organization' } }, '"StringEquals":{"aws:PrincipalOrgID":"o-1234567890"},'.length],
    ['a function URL', { InvokedViaFunctionUrl: true }, '"Bool":{"lambda:InvokedViaFunctionUrl":"true"},'.length],
    ['a URL', { SourceArn: { Ref: 'Arn' } }, '"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::bucket"},'.length],
    ['the suffix of URLs', { SourceArn: { 'Fn::Sub': 'x.${AWS::URLSuffix}' } }, '"ArnLike":{"AWS:SourceArn":"x.amazonaws.com"},'.length],
  ])('includes the condition of %s', (_, conditions, bytes) => {
    const place = { logicalId: 'P', stackName: 'S' };
    const bare = permissionBytes({}, place);

    expect(permissionBytes(conditions, place).max - bare.max).toBeGreaterThanOrEqual(bytes);
  });

  test.each<[string, unknown, readonly unknown[]]>([
    ['a service', 'events.amazonaws.com', [{ Service: 'events.amazonaws.com' }]],
    [
      'a service of the partition',
      { 'Fn::Sub': 'events.${AWS::URLSuffix}' },
      [{ Service: 'events.c2s.ic.gov' }, { Service: 'events.amazonaws.com.cn' }],
    ],
    ['everybody', '*', ['*', { AWS: '*' }]],
    ['an account', ACCOUNT, [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, { AWS: `arn:aws-us-gov:iam::${ACCOUNT}:root` }]],
    ['the own account', { Ref: 'AWS::AccountId' }, [{ AWS: `arn:aws-cn:iam::${ACCOUNT}:root` }]],
    ['a role', `arn:aws:iam::${ACCOUNT}:role/books`, [{ AWS: `arn:aws:iam::${ACCOUNT}:role/books` }]],
    ['a role by parts', { 'Fn::Join': [':', ['arn:aws:iam:', ACCOUNT, 'role/books']] }, [{ AWS: `arn:aws:iam::${ACCOUNT}:role/books` }]],
    ['what is not known', { Ref: 'Principal' }, ['*', { AWS: `arn:aws:iam::${ACCOUNT}:role/Shop-BooksRole1A2B3C4D-1A2B3C4D5E6F` }]],
  ])('estimates the principal of %s', (_, Principal, held) => {
    const place = { logicalId: 'P', stackName: 'S' };
    const bare = permissionBytes({ Principal: 'x' }, place);
    const around = '{"Service":"x"}'.length;
    const { min, max } = permissionBytes({ Principal }, place);
    const lengths = held.map((principal) => JSON.stringify(principal).length);

    expect(min - bare.min + around).toBeLessThanOrEqual(Math.min(...lengths));
    expect(max - bare.max + around).toBeGreaterThanOrEqual(Math.max(...lengths));
  });

  test('uses the explicit name of a function, otherwise a generated one', () => {
    expect(functionNameBytes('books', 'Shop', 'Books')).toEqual({ min: 5, max: 5 });
    expect(functionNameBytes(undefined, 'Shop', 'Books')).toEqual({ min: 23, max: 24 });
    expect(functionNameBytes(undefined, 'S'.repeat(60), 'Books')).toEqual({ min: 40, max: 64 });
    expect(functionNameBytes({ Ref: 'Name' }, 'Shop', 'Books')).toEqual({ min: 1, max: 64 });
  });
});

/** Reports of users, with the names in them. If a report lacks a name, the estimate must hold for any name. */
describe('user reports', () => {
  const paths = Array.from({ length: 60 }, (_, index) => `*/*/jobapplications/${index}`);
  const bytes = (count: number, stackName: string, logicalId: string) =>
    paths.slice(0, count).reduce(
      (all, tail) => {
        const { min, max } = permissionBytes(permission({ tail } as Deployed), { stackName, logicalId });
        return { min: all.min + min, max: all.max + max };
      },
      { min: POLICY_BYTES, max: POLICY_BYTES },
    );

  test('agrees with 20,937 bytes for about fifty routes in UserServiceStack', () => {
    const logicalId = 'UserServiceAPIPUTjobapplicationsUserServiceAPIPermission1CBB1DA2';
    const fifty = bytes(51, 'UserServiceStack', logicalId);

    expect(fifty.min).toBeLessThan(20_937);
    expect(fifty.max).toBeGreaterThan(20_937);
  });

  test('agrees with 20,778 bytes for 51 handlers', () => {
    expect(bytes(51, 'a-stack', 'TypeSafeApiHandlerPermission1A2B3C4D').max).toBeGreaterThan(MAX_POLICY_BYTES);
  });
});

describe('permissions of several templates', () => {
  const permissions = (count: number, FunctionName: unknown) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `Permission${index}`,
        {
          Type: 'AWS::Lambda::Permission',
          Properties: { ...permission({ tail: `*/*/books/${index}` } as Deployed), FunctionName },
        },
      ]),
    );
  const fn = (properties: object = {}) => ({ Type: 'AWS::Lambda::Function', Properties: properties });
  const getAtt = (name: string, attribute: string) => ({ 'Fn::GetAtt': [name, attribute] });
  const template = (id: string, Resources: object, rest: Partial<Template> & { Outputs?: object } = {}): Template => {
    const { Outputs, ...facts } = rest;
    return { id, body: { Resources, Outputs }, ...facts };
  };
  const findingsIn = (...templates: Template[]) =>
    checkTemplates(templates).map(({ templateId, code, logicalId }) => `${templateId} ${code} ${logicalId}`);
  const exporting = { Outputs: { Out: { Value: getAtt('Function', 'Arn'), Export: { Name: 'functions:arn' } } } };
  const imported = { 'Fn::ImportValue': 'functions:arn' };

  test('adds up permissions on an exported function', () => {
    const functions = template('functions', { Function: fn(), ...permissions(20, getAtt('Function', 'Arn')) }, exporting);
    const apis = template('apis', permissions(40, imported));

    expect(findingsIn(functions, apis)).toEqual(['apis LambdaPolicyTooLarge Permission39']);
    expect(findingsIn(functions)).toEqual([]);
    expect(findingsIn(apis)).toEqual([]);
  });

  test('does not add permissions of another stage', () => {
    const functions = template(
      'functions',
      { Function: fn(), ...permissions(20, getAtt('Function', 'Arn')) },
      { ...exporting, assembly: 'a' },
    );

    expect(findingsIn(functions, template('apis', permissions(40, imported), { assembly: 'b' }))).toEqual([]);
    expect(findingsIn(functions, template('apis', permissions(40, imported), { assembly: 'a' }))).toHaveLength(1);
  });

  test('adds up permissions on functions of parent and nested stacks', () => {
    const parent = template('parent', {
      Function: fn(),
      Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { arn: getAtt('Function', 'Arn') } } },
      ...permissions(30, getAtt('Nested', 'Outputs.Arn')),
    });
    const nestedIn = { id: 'parent', logicalId: 'Nested' };
    const other = { Outputs: { Arn: { Value: getAtt('Other', 'Arn') } } };
    const nested = (ofParent: number, own: number) =>
      template(
        'nested',
        { Other: fn(), ...permissions(ofParent, { Ref: 'arn' }), ...permissions(own, { Ref: 'Other' }) },
        { nestedIn, ...other },
      );

    expect(findingsIn(parent, nested(0, 30))).toEqual(['nested LambdaPolicyTooLarge Permission29']);
    expect(findingsIn(parent, nested(30, 0))).toEqual([]);
    expect(findingsIn({ ...parent, body: { Resources: { Function: fn() } } }, nested(60, 0))).toEqual([
      'nested LambdaPolicyTooLarge Permission59',
    ]);
  });

  test('does not follow broken or circular references', () => {
    const nestedIn = { id: 'a', logicalId: 'Stack' };
    const stack = { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { arn: { 'Fn::GetAtt': ['Stack', 'Outputs.Arn'] } } } };
    const circle = [
      template('a', { Stack: stack, ...permissions(30, { 'Fn::GetAtt': ['Stack', 'Outputs.Arn'] }) }),
      template('b', permissions(30, { Ref: 'arn' }), { nestedIn, Outputs: { Arn: { Value: { Ref: 'arn' } } } }),
    ];

    expect(findingsIn(...circle)).toEqual([]);
    expect(findingsIn(template('b', permissions(30, { Ref: 'arn' }), { nestedIn }))).toEqual([]);
    expect(findingsIn(template('a', permissions(60, { Ref: 'arn' })))).toHaveLength(1);
    expect(findingsIn(template('a', permissions(60, getAtt('Stack', 'Outputs.Arn'))))).toHaveLength(1);
  });

  test('identifies a function by name in one template, and by ARN in all', () => {
    const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:books';

    expect(findingsIn(template('a', permissions(30, 'books')), template('b', permissions(30, 'books')))).toEqual([]);
    expect(findingsIn(template('a', permissions(30, arn)), template('b', permissions(30, arn)))).toEqual([
      'b LambdaPolicyTooLarge Permission29',
    ]);
  });

  test.each([
    ['a function', { Target: fn({ FunctionName: 'b' }) }, 0],
    [
      'a version',
      { Function: fn({ FunctionName: 'b' }), Target: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } } },
      8,
    ],
    ['a version of an unknown function', { Target: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } } }, 71],
    [
      'an alias',
      {
        Function: fn({ FunctionName: 'b' }),
        Target: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Function' }, Name: 'live' } },
      },
      5,
    ],
    [
      'an alias of any name',
      { Function: fn({ FunctionName: 'b' }), Target: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Function' } } } },
      129,
    ],
    [
      'a version of a function that a condition selects',
      {
        Target: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { 'Fn::If': ['Live', { Ref: 'Function' }, 'b'] } } },
        Function: fn({ FunctionName: 'b' }),
      },
      71,
    ],
    ['a version of itself', { Target: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Target' } } } }, 71 + 16],
    ['something else', { Target: { Type: 'Custom::Function' } }, 63],
  ])('uses the name of %s', (_, resources, longer) => {
    const message = (more: object) =>
      checkTemplates([template('a', { ...more, ...permissions(60, { Ref: 'Target' }) })]).map((finding) => finding.message)[0];
    const max = (text: string) => Number(/may need (\d+) bytes/.exec(text)?.[1]);

    expect(max(message(resources)) - max(message({ Target: fn({ FunctionName: 'b' }) }))).toBe(60 * longer);
  });
});
