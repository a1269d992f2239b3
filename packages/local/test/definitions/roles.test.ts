import { describe, expect, test } from 'vitest';
import { isAllowed, type RolePlan } from '../../src/definitions/role';
import { fn, functionOf, planOf } from './support';

const MANAGE = 'execute-api:ManageConnections';
const ARN = 'arn:aws:execute-api:us-east-1:123456789012';
const att = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ref = (Ref: string) => ({ Ref });
const managedByAws = (name: string) => ({ 'Fn::Join': ['', ['arn:', ref('AWS::Partition'), `:iam::aws:policy/${name}`]] });
const BASIC = managedByAws('service-role/AWSLambdaBasicExecutionRole');

const statement = (properties: object = {}) => ({ Effect: 'Allow', Action: MANAGE, Resource: '*', ...properties });
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const policy = (Type: string, properties: object) => ({ Type, Properties: properties });
const role = (properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: 'chat', ManagedPolicyArns: [BASIC], ...properties },
});

/** The role of the only function. */
function roleOf(more: object): RolePlan | undefined {
  return functionOf(planOf({ Fn: fn({ Role: att('Role') }), ...more })).role;
}

const manages = (plan: RolePlan | undefined, arn = `${ARN}:abc/live/POST/@connections/{connectionId}`) =>
  plan && isAllowed(plan, MANAGE, arn);

test('a role without policies but those of AWS for functions allows nothing', () => {
  const plan = roleOf({ Role: role() });
  expect(plan).toEqual({ name: 'chat', statements: [], isComplete: true });
  expect(manages(plan)).toBe(false);
});

describe.each([
  ['in the role', { Role: role({ Policies: [{ PolicyName: 'p', PolicyDocument: document(statement()) }] }) }],
  ['of its own', { Role: role(), Policy: policy('AWS::IAM::Policy', { Roles: [ref('Role')], PolicyDocument: document(statement()) }) }],
  ['of a role', { Role: role(), Policy: policy('AWS::IAM::RolePolicy', { RoleName: ref('Role'), PolicyDocument: document(statement()) }) }],
  [
    'that is managed',
    {
      Role: role({ ManagedPolicyArns: [BASIC, ref('Policy')] }),
      Policy: policy('AWS::IAM::ManagedPolicy', { PolicyDocument: document(statement()) }),
    },
  ],
  ['of AWS for all APIs', { Role: role({ ManagedPolicyArns: [managedByAws('AmazonAPIGatewayInvokeFullAccess')] }) }],
])('a policy %s', (_, resources) => {
  test('allows its action', () => {
    expect(roleOf(resources)).toMatchObject({ isComplete: true });
    expect(manages(roleOf(resources))).toBe(true);
  });
});

test('reads the ARN of an API, and lists of actions and resources', () => {
  const resource = { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/live/POST/@connections/*' };
  const statements = [statement({ Action: ['s3:GetObject', MANAGE], Resource: [resource, 'arn:aws:s3:::bucket/*'] })];
  const plan = roleOf({ Role: role({ Policies: [{ PolicyDocument: document(...statements) }] }) });
  const [pattern = ''] = plan?.statements[0]?.resources.patterns ?? [];

  expect(pattern).toMatch(/^arn:aws:execute-api:us-east-1:123456789012:[a-z0-9]{10}\/live\/POST\/@connections\/\*$/);
  expect(manages(plan, pattern.replace('*', '{connectionId}'))).toBe(true);
  expect(manages(plan, `${ARN}:another123/live/POST/@connections/{connectionId}`)).toBe(false);
});

test('reads denials, negations and conditions', () => {
  const statements = [
    { Effect: 'Deny', NotAction: 's3:*', NotResource: ['a', 'b'], Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    statement(),
  ];
  expect(roleOf({ Role: role({ Policies: [{ PolicyDocument: document(...statements) }] }) })?.statements).toEqual([
    {
      effect: 'Deny',
      actions: { patterns: ['s3:*'], isNegated: true },
      resources: { patterns: ['a', 'b'], isNegated: true },
      hasCondition: true,
    },
    {
      effect: 'Allow',
      actions: { patterns: [MANAGE], isNegated: false },
      resources: { patterns: ['*'], isNegated: false },
      hasCondition: false,
    },
  ]);
});

test.each([
  ['a managed policy of AWS that is not known', { ManagedPolicyArns: [managedByAws('AmazonEverything')] }],
  ['a managed policy of another app', { ManagedPolicyArns: [{ 'Fn::ImportValue': 'Policy' }] }],
  ['policies that are not listed', { Policies: { 'Fn::Transform': { Name: 'x' } } }],
  [
    'a policy with a value of another app',
    { Policies: [{ PolicyDocument: document(statement({ Resource: { 'Fn::ImportValue': 'Arn' } })) }] },
  ],
  ['a policy that is not written out', { Policies: [{ PolicyDocument: { 'Fn::Transform': { Name: 'x' } } }] }],
])('%s may allow everything', (_, properties) => {
  const plan = roleOf({ Role: role(properties) });
  expect(plan).toMatchObject({ isComplete: false });
  expect(manages(plan)).toBe(true);
});

test('a role that the app does not create is not known', () => {
  expect(functionOf(planOf({ Fn: fn({ Role: 'arn:aws:iam::123456789012:role/other' }) })).role).toBeUndefined();
  expect(functionOf(planOf({ Fn: fn({ Role: att('Api') }) })).role).toBeUndefined();
});
