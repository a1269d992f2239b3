import { checkTemplates } from '@apigwv2-integrations/core/engine';
import { jwtAuthorizer, requestAuthorizer } from 'test-support/rules/resources';
import { describe, expect, test } from 'vitest';
import { expectCodes, findingsOf, httpApi, ofApi, route, service, v2, webSocketApi } from './template-support';

const UNKNOWN = { 'Fn::ImportValue': 'X' };
const ref = (name: string) => ({ Ref: name });
const arn = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
const fn = { Type: 'AWS::Lambda::Function', Properties: {} };
const invocations = (name: string) => ({
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations`,
});
const lambda = (properties: object = {}) =>
  ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: arn('Fn'), PayloadFormatVersion: '2.0', ...properties });
const permission = (tail: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: ref('Fn'),
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/${tail}` },
    ...properties,
  },
});

describe('permissions to invoke the function of a route', () => {
  test.each<[string, object | undefined, string[]]>([
    ['GET /a', undefined, ['InvokePermissionMissing']],
    ['GET /a', permission('*'), []],
    ['GET /a', permission('*/GET/a'), []],
    ['GET /a', permission('*/POST/a'), ['InvokePermissionMismatch']],
    ['GET /a', permission('*', { Principal: '*' }), []],
    ['GET /a', permission('*', { SourceArn: undefined }), []],
    ['GET /a', permission('*', { SourceArn: UNKNOWN }), []],
    ['GET /a', permission('*', { Principal: 'apigateway.amazon.com' }), ['InvokePermissionMissing']],
    ['GET /a', permission('*', { Action: 'lambda:GetFunction' }), ['InvokePermissionMissing']],
    ['GET /a', permission('*', { FunctionUrlAuthType: 'NONE' }), ['InvokePermissionMissing']],
    ['GET /a', permission('*', { FunctionName: 'another' }), ['InvokePermissionMissing']],
    ['GET /a', permission('*', { SourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:other12345/*' }), []],
    ['GET /a', permission('*', { SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:eu-west-1:1:${Other}/*' } }), ['InvokePermissionMismatch']],
    ['$default', permission('*/*/*'), ['InvokePermissionMismatch']],
    ['$default', permission('*/$default'), []],
    ['$default', permission('*/*'), []],
    ['ANY /a', permission('*/GET/a'), ['InvokePermissionPartial']],
    ['ANY /a', permission('*/*/a'), []],
  ])('%s with %j', (key, granted, codes) => {
    expectCodes({ Api: httpApi, Other: httpApi, Fn: fn, Integration: lambda(), Route: route(key, 'Integration'), Granted: granted }, codes);
  });

  test('of a WebSocket API have no method', () => {
    const api = (tail: string) => ({
      Api: webSocketApi,
      Fn: fn,
      Integration: ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: invocations('Fn') }),
      Route: route('$connect', 'Integration'),
      Granted: permission(tail),
    });
    expectCodes(api('*$connect'), []);
    expectCodes(api('*/*/$connect'), ['InvokePermissionMismatch']);
  });

  test('are expected only if the templates contain all resources', () => {
    const api = { Api: httpApi, Fn: fn, Integration: lambda(), Route: route('GET /a', 'Integration') };
    expectCodes(api, [], { Transform: 'X' });
    expectCodes({ ...api, Sam: { Type: 'AWS::Serverless::Connector', Properties: {} } }, []);
    expectCodes({ ...api, Integration: lambda({ CredentialsArn: 'arn:aws:iam::123456789012:role/r' }) }, []);
    expectCodes({ ...api, Integration: lambda({ IntegrationUri: 'arn:aws:lambda:eu-west-1:123456789012:function:far' }) }, []);
    expectCodes({ ...api, Integration: lambda({ IntegrationUri: UNKNOWN }) }, []);
    expectCodes({ ...api, Route: route(UNKNOWN, 'Integration') }, []);
    expectCodes({ ...api, Route: undefined }, []);
    expectCodes({ Fn: fn, Integration: lambda({ ApiId: 'abc' }), Route: route('GET /a', 'Integration', { ApiId: 'abc' }) }, []);
  });

  test('the message names the routes without a permission, and other permissions of the function', () => {
    const routes = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`R${index}`, route(`GET /${index}`, 'Integration')]));
    const others = { A: permission('*', { Principal: 'events.amazonaws.com' }), B: permission('*', { Action: 'x:y' }) };
    const [missing, ...rest] = findingsOf({ Api: httpApi, Fn: fn, Integration: lambda(), ...routes, ...others });
    expect(rest).toEqual([]);
    expect(missing.message).toBe(
      'no permission lets API Gateway invoke Fn for the route GET /0, GET /1, GET /2, GET /3, GET /4 and more (A is for events.amazonaws.com and lambda:InvokeFunction, B is for apigateway.amazonaws.com and x:y): clients get 500',
    );
    const { R5: _, ...five } = routes;
    expect(findingsOf({ Api: httpApi, Fn: fn, Integration: lambda(), ...five })[0].message).toBe(
      'no permission lets API Gateway invoke Fn for the route GET /0, GET /1, GET /2, GET /3, GET /4: clients get 500',
    );
    const [mismatch] = findingsOf({ Api: httpApi, Fn: fn, Integration: lambda(), R: routes['R0'], P: permission('prod/POST/x') });
    expect(mismatch.message).toContain('their sources are arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/prod/POST/x');
  });

  test('are for the account of the API', () => {
    const resources = { Api: httpApi, Fn: fn, Integration: lambda(), Route: route('GET /a', 'Integration') };
    const check = (SourceAccount: unknown, account?: string) =>
      checkTemplates([{ id: 'a', account, body: { Resources: { ...resources, Granted: permission('*', { SourceAccount }) } } }]).map(
        ({ code }) => code,
      );
    expect(check('111111111111', '222222222222')).toEqual(['InvokePermissionMismatch']);
    expect(check('111111111111', '111111111111')).toEqual([]);
    expect(check('111111111111')).toEqual([]);
    expect(check(UNKNOWN, '222222222222')).toEqual([]);
  });

  test('may be in another template than the route', () => {
    const app = (others: object) =>
      checkTemplates([
        { id: 'api', body: { Resources: { Api: httpApi }, Outputs: { Id: { Value: ref('Api'), Export: { Name: 'Id' } } } } },
        {
          id: 'routes',
          body: {
            Resources: {
              Fn: fn,
              Integration: lambda({ ApiId: { 'Fn::ImportValue': 'Id' } }),
              Route: route('GET /a', 'Integration', { ApiId: { 'Fn::ImportValue': 'Id' } }),
              ...others,
            },
          },
        },
      ]).map(({ code, templateId }) => `${templateId} ${code}`);
    const source = { 'Fn::Join': ['', ['arn:aws:execute-api:eu-west-1:1:', { 'Fn::ImportValue': 'Id' }, '/*']] };
    expect(app({})).toEqual(['routes InvokePermissionMissing']);
    expect(app({ Granted: permission('*', { SourceArn: source }) })).toEqual([]);
  });
});

describe('permissions to invoke the function of an authorizer', () => {
  test.each<[object, object | undefined, string[]]>([
    [{}, undefined, ['InvokePermissionMissing']],
    [{}, permission('authorizers/${Authorizer}'), []],
    [{}, permission('authorizers/*'), []],
    [{}, permission('*'), []],
    [{}, permission('*/*/a'), ['InvokePermissionMismatch']],
    [{ AuthorizerUri: arn('Fn') }, undefined, ['InvokePermissionMissing']],
    [{ AuthorizerUri: UNKNOWN }, undefined, []],
    [{ AuthorizerUri: 'arn:aws:lambda:eu-west-1:123456789012:function:far' }, undefined, []],
    [{ AuthorizerCredentialsArn: 'arn:aws:iam::123456789012:role/r' }, undefined, []],
  ])('%j with %j', (properties, granted, codes) => {
    const authorizer = requestAuthorizer({ AuthorizerUri: invocations('Fn'), ...properties });
    expectCodes({ Api: httpApi, Fn: fn, Authorizer: authorizer, Granted: granted }, codes);
  });

  test('are not required of a JWT authorizer, which invokes none', () => {
    expectCodes({ Api: httpApi, Fn: fn, Authorizer: jwtAuthorizer({ AuthorizerUri: invocations('Fn') }) }, ['AuthorizerPropertyIgnored']);
  });
});

describe('roles', () => {
  const trust = (statement: object = {}) => ({
    Statement: [
      { Effect: 'Allow', Principal: { Service: ['x.amazonaws.com', 'apigateway.amazonaws.com'] }, Action: 'sts:AssumeRole', ...statement },
    ],
  });
  const allowing = (Action: unknown, rest: object = {}) => ({ Statement: { Effect: 'Allow', Action, Resource: '*', ...rest } });
  const role = (properties: object = {}) => ({
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: trust(), Policies: [{ PolicyDocument: allowing('sqs:SendMessage') }], ...properties },
  });
  const sending = (named: object, others: object = {}) => ({
    Api: httpApi,
    Integration: service(
      'SQS-SendMessage',
      { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', MessageBody: 'a' },
      { CredentialsArn: arn('Role') },
    ),
    Role: named,
    ...others,
  });
  const policy = (type: string, properties: object) => ({ Type: `AWS::IAM::${type}`, Properties: properties });

  test.each<[object, string[]]>([
    [{}, []],
    [{ AssumeRolePolicyDocument: trust({ Principal: '*' }) }, []],
    [{ AssumeRolePolicyDocument: trust({ Principal: { Service: UNKNOWN } }) }, []],
    [{ AssumeRolePolicyDocument: trust({ Principal: { AWS: 'arn' } }) }, ['RoleNotAssumable']],
    [{ AssumeRolePolicyDocument: trust({ Effect: 'Deny' }) }, ['RoleNotAssumable']],
    [{ AssumeRolePolicyDocument: trust({ Action: 'sts:TagSession' }) }, ['RoleNotAssumable']],
    [{ AssumeRolePolicyDocument: trust({ Action: UNKNOWN }) }, []],
    [{ AssumeRolePolicyDocument: trust({ Effect: UNKNOWN }) }, []],
    [{ AssumeRolePolicyDocument: UNKNOWN }, []],
    [{ Policies: undefined }, ['RoleActionMissing']],
    [{ Policies: UNKNOWN }, []],
    [{ Policies: [{ PolicyDocument: UNKNOWN }] }, []],
    [{ Policies: [{ PolicyDocument: allowing(['sns:*', 'SQS:sendmessage']) }] }, []],
    [{ Policies: [{ PolicyDocument: allowing(undefined, { NotAction: 'iam:*' }) }] }, []],
    [{ Policies: [{ PolicyDocument: allowing('sqs:SendMessage', { Effect: 'Deny' }) }] }, ['RoleActionMissing']],
    [{ Policies: [{ PolicyDocument: allowing(undefined) }] }, ['RoleActionMissing']],
    [{ Policies: [], ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSFullAccess'] }, []],
  ])('%j', (properties, codes) => {
    expectCodes(sending(role(properties)), codes);
  });

  test.each<[string, object, object, string[]]>([
    ['a policy', {}, policy('Policy', { Roles: [ref('Role')], PolicyDocument: allowing('sqs:*') }), []],
    ['a policy of another role', {}, policy('Policy', { Roles: ['other'], PolicyDocument: allowing('sqs:*') }), ['RoleActionMissing']],
    ['a role policy', {}, policy('RolePolicy', { RoleName: ref('Role'), PolicyDocument: allowing('*') }), []],
    ['a managed policy that names the role', {}, policy('ManagedPolicy', { Roles: [ref('Role')], PolicyDocument: allowing('*') }), []],
    [
      'a managed policy that the role names',
      { ManagedPolicyArns: [ref('More')] },
      policy('ManagedPolicy', { PolicyDocument: allowing('*') }),
      [],
    ],
    [
      'a managed policy without the action',
      { ManagedPolicyArns: [ref('More')] },
      policy('ManagedPolicy', { PolicyDocument: allowing('sns:*') }),
      ['RoleActionMissing'],
    ],
  ])('with %s', (_what, properties, more, codes) => {
    expectCodes(sending(role({ Policies: [], ...properties }), { More: more }), codes);
  });

  test.each<[string, object, string[]]>([
    ['a function', lambda({ IntegrationUri: UNKNOWN, CredentialsArn: arn('Role') }), ['RoleActionMissing']],
    ['a service that does not exist', service('SQS-Send', {}, { CredentialsArn: arn('Role') }), ['SubtypeUnknown']],
    ['an unknown service', service(UNKNOWN, {}, { CredentialsArn: arn('Role') }), []],
    ['an authorizer', requestAuthorizer({ AuthorizerCredentialsArn: arn('Role') }), ['RoleActionMissing']],
    [
      'a role by its id',
      lambda({ IntegrationUri: UNKNOWN, CredentialsArn: { 'Fn::GetAtt': ['Role', 'RoleId'] } }),
      ['ReferenceKindInvalid'],
    ],
    [
      'the ARN of a function in place of a role',
      lambda({ IntegrationUri: UNKNOWN, CredentialsArn: arn('Other') }),
      ['ReferenceKindInvalid'],
    ],
    ['a WebSocket service', v2('Integration', { ApiId: UNKNOWN, IntegrationType: 'AWS', CredentialsArn: arn('Role') }), []],
  ])('of %s', (_what, resource, codes) => {
    expectCodes({ Api: httpApi, Role: role(), Other: fn, Resource: resource }, codes);
  });
});
