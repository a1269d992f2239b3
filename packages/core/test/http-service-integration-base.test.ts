import {
  type HttpEncryptedServiceIntegrationOptions,
  HttpServiceIntegrationBase,
  type HttpServiceTarget,
  type IntegrationProblem,
  MappingValue,
  ParameterMapping,
} from '@apigwv2-integrations/core';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { expectError, expectProblem, warningsIn, warningsOf } from 'test-support/problems';
import { resourcesOf, synthesize } from 'test-support/synthesize';
import { describe, expect, test } from 'vitest';

const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/111111111111/orders';
const ARN = 'arn:aws:sqs:eu-west-1:111111111111:orders';
const { SQS_SEND_MESSAGE } = apigwv2.HttpIntegrationSubtype;

/** A backend of an author outside the family, on core's public face alone. */
class Backend extends HttpServiceIntegrationBase {
  public constructor(
    options: HttpEncryptedServiceIntegrationOptions = {},
    private readonly target: Partial<HttpServiceTarget> = {},
    private readonly problems: IntegrationProblem[] = [],
  ) {
    super('Backend', options);
  }

  protected bindService(): HttpServiceTarget {
    return {
      subtype: SQS_SEND_MESSAGE,
      resourceArns: [ARN],
      resourceParameters: new ParameterMapping().custom('QueueUrl', QueueUrl),
      defaultParameters: new ParameterMapping().custom('MessageBody', '$request.body'),
      ...this.target,
    };
  }

  protected checkService(): IntegrationProblem[] {
    return this.problems;
  }
}

const apiIn = (scope: Stack, ...integrations: HttpServiceIntegrationBase[]) => {
  const api = new apigwv2.HttpApi(scope, 'Api');
  for (const [index, integration] of integrations.entries()) {
    api.addRoutes({ path: `/${index}`, integration });
  }
  return api;
};

const bind = (...integrations: HttpServiceIntegrationBase[]) =>
  synthesize((app) => {
    apiIn(new Stack(app, 'Stack'), ...integrations);
  });

const parametersOf = (options?: HttpEncryptedServiceIntegrationOptions, target?: Partial<HttpServiceTarget>) =>
  resourcesOf(bind(new Backend(options, target)), 'AWS::ApiGatewayV2::Integration')[0].RequestParameters;

const trusting = (Condition?: object) => [
  {
    Action: 'sts:AssumeRole',
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    ...(Condition === undefined ? {} : { Condition }),
  },
];

type Statements = { PolicyDocument: { Statement: Record<string, unknown>[] } };
const statementsOf = (templates: ReturnType<typeof bind>) =>
  resourcesOf(templates, 'AWS::IAM::Policy').flatMap((policy) => (policy as Statements).PolicyDocument.Statement);
const trustsOf = (templates: ReturnType<typeof bind>) =>
  resourcesOf(templates, 'AWS::IAM::Role').map(
    ({ AssumeRolePolicyDocument }) => (AssumeRolePolicyDocument as { Statement: unknown }).Statement,
  );

describe('a service integration', () => {
  test('writes the subtype without a URI and a method', () => {
    const [integration] = resourcesOf(bind(new Backend()), 'AWS::ApiGatewayV2::Integration');

    expect(integration).toEqual({
      ApiId: expect.anything(),
      ConnectionType: 'INTERNET',
      CredentialsArn: { 'Fn::GetAtt': [expect.stringContaining('InvokeRole'), 'Arn'] },
      IntegrationSubtype: 'SQS-SendMessage',
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '1.0',
      RequestParameters: { QueueUrl, MessageBody: '$request.body' },
    });
  });

  test('reports problems of the backend once, for the first route', () => {
    const integration = new Backend({}, {}, [{ code: 'Odd', severity: 'warning' as never, message: 'm', remedy: 'r' }]);
    const app = new App();
    const api = apiIn(new Stack(app, 'Stack'), integration);
    api.addRoutes({ path: '/again', integration });

    expect(warningsIn(app).map(({ message }) => message)).toEqual([expect.stringContaining('[Odd] m: r')]);
    Template.fromStack(Stack.of(api)).resourceCountIs('AWS::IAM::Role', 1);
  });

  test('reports only the subtype if it belongs to another service', () => {
    const message = expectProblem(() => new Backend({}, { service: 'StepFunctions' }), 'SubtypeOfOtherService');

    expect(message).toContain(
      '"SQS-SendMessage" is not an action of StepFunctions: use StepFunctions-StartExecution or StepFunctions-StartSync',
    );
    expect(parametersOf({}, { service: 'SQS' })).toBeDefined();
  });

  test('rejects an unknown subtype; if lowered, creates a role without permissions', () => {
    const make = () => new Backend({}, { subtype: 'SQS-SendMesage' as never });

    expect(expectProblem(make, 'SubtypeUnknown')).toContain('did you mean SQS-SendMessage?');
    const templates = synthesize(
      (app) => {
        apiIn(new Stack(app, 'Stack'), make());
      },
      { context: { '@apigwv2-integrations/core:loweredErrors': { SubtypeUnknown: 'newer than this package' } } },
    );
    expect(statementsOf(templates)).toEqual([]);
    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::Integration')[0].IntegrationSubtype).toBe('SQS-SendMesage');
  });
});

describe('parameters', () => {
  const mapping = (entries: Record<string, string>) =>
    Object.entries(entries).reduce((all, [key, value]) => all.custom(key, value), new apigwv2.ParameterMapping());

  test('replaces defaults by the caller’s parameters, except those that identify the resource', () => {
    expectProblem(() => new Backend({ parameterMapping: mapping({ DelaySeconds: '5' }) }), 'ServiceParameterMissing');
    expect(parametersOf({ parameterMapping: mapping({ MessageBody: 'text' }) })).toEqual({ QueueUrl, MessageBody: 'text' });
    expect(parametersOf({ parameterMapping: mapping({ MessageBody: 'text', QueueUrl: `${QueueUrl}2` }) })).toEqual({
      QueueUrl: `${QueueUrl}2`,
      MessageBody: 'text',
    });
  });

  test('adds the caller’s parameters to the defaults with keepDefaults', () => {
    const keepDefaults = true;
    expect(parametersOf({ keepDefaults, parameterMapping: mapping({ DelaySeconds: '5' }) })).toEqual({
      QueueUrl,
      MessageBody: '$request.body',
      DelaySeconds: '5',
    });
    expect(parametersOf({ keepDefaults, parameterMapping: mapping({ MessageBody: 'text' }) })).toEqual({ QueueUrl, MessageBody: 'text' });
  });

  test('replaces defaults by options, which clash with the caller’s parameters', () => {
    const parameters = ParameterMapping.of({ MessageBody: MappingValue.requestHeader('x') });

    expect(parametersOf({}, { parameters })).toEqual({ QueueUrl, MessageBody: '$request.header.x' });
    expect(parametersOf({ parameterMapping: mapping({ DelaySeconds: '5' }) }, { parameters })).toEqual({
      QueueUrl,
      MessageBody: '$request.header.x',
      DelaySeconds: '5',
    });
    expectProblem(() => new Backend({ parameterMapping: mapping({ MessageBody: 'text' }) }, { parameters }), 'MappingClash');
  });

  test('uses only the caller’s parameters if the backend has none', () => {
    const alone = { resourceParameters: undefined, defaultParameters: undefined };
    expect(parametersOf({ parameterMapping: mapping({ QueueUrl, MessageBody: 'a' }) }, alone)).toEqual({ QueueUrl, MessageBody: 'a' });
  });

  test('never modifies the caller’s mapping', () => {
    const parameterMapping = mapping({ MessageBody: 'text' });
    Object.freeze(parameterMapping.mappings);
    const templates = bind(
      new Backend({ parameterMapping }),
      new Backend({ parameterMapping }, { resourceParameters: mapping({ QueueUrl: `${QueueUrl}2` }) }),
    );

    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::Integration').map(({ RequestParameters }) => RequestParameters)).toEqual([
      { QueueUrl, MessageBody: 'text' },
      { QueueUrl: `${QueueUrl}2`, MessageBody: 'text' },
    ]);
  });

  test('writes and checks parameters added after binding', () => {
    const late = (key: string) =>
      synthesize((app) => {
        const parameterMapping = mapping({ MessageBody: 'text' });
        apiIn(new Stack(app, 'Stack'), new Backend({ parameterMapping }));
        parameterMapping.custom(key, key === 'DelaySeconds' ? '5' : '');
      });

    expect(resourcesOf(late('DelaySeconds'), 'AWS::ApiGatewayV2::Integration')[0].RequestParameters).toEqual({
      QueueUrl,
      MessageBody: 'text',
      DelaySeconds: '5',
    });
    expect(() => late('MessageGroupId')).toThrow('[ServiceParameterEmpty] the parameter MessageGroupId has no value');
  });

  test.each([
    ['ServiceParameterEmpty', { MessageBody: '' }],
    ['ServiceJsonLiteral', { MessageBody: 'x', MessageAttributes: '{"a":{}}' }],
    ['SourceUnknown', { MessageBody: '$request.heder.x' }],
    ['MappingValueTooLong', { MessageBody: 'x'.repeat(513) }],
  ])('checks that parameters have %s', (code, entries) => {
    expectProblem(() => new Backend({ parameterMapping: mapping(entries) }), code);
  });

  test('reports a misspelled parameter as a missing one and an unknown one', () => {
    const { problems } = expectError(
      () => new Backend({ parameterMapping: mapping({ QueuUrl: QueueUrl }) }, { resourceParameters: undefined }),
    );

    expect(problems.map(({ code, remedy }) => [code, remedy])).toEqual([
      ['ServiceParameterMissing', 'rename "QueuUrl" to QueueUrl'],
      ['ServiceParameterMissing', 'map MessageBody: the message'],
    ]);
    const [warning] = warningsOf(() => new Backend({ parameterMapping: mapping({ MessageBody: 'x', QueuUrl: QueueUrl }) }), ['/books']);
    expect(warning.message).toContain('[ServiceParameterUnknown]');
    expect(warning.message).toContain('did you mean QueueUrl?');
  });

  test('rejects text that is an expression', () => {
    const text = (value: string) => () => new Backend({}, { parameters: ParameterMapping.of({ MessageBody: MappingValue.text(value) }) });

    expectProblem(text('$request.body'), 'TextIsExpression');
    expect(warningsOf(text('5 $ each'), ['/books'])).toEqual([]);
  });

  test('checks path variables on the route', () => {
    const make = () => new Backend({ parameterMapping: mapping({ MessageBody: '$request.path.id' }) });

    expect(warningsOf(make, ['/books/{id}'])).toEqual([]);
    expect(warningsOf(make, ['/books/{id}', '/books']).map(({ message }) => message)).toEqual([
      expect.stringContaining('[PathVariableUnknown] MessageBody reads the path variable id'),
    ]);
  });

  test.each([
    ['FifoGroupMissing', { fifo: true }],
    [['FifoGroupMissing', 'FifoDeduplicationMissing'], { fifo: true, contentBasedDeduplication: false }],
  ])('checks parameters by the facts of the resource: %s', (codes, resourceFacts) => {
    expectProblem(() => new Backend({}, { resourceFacts }), codes);
  });

  test('accepts tokens in parameters', () => {
    const token = { resourceParameters: ParameterMapping.of({ QueueUrl: MappingValue.custom(Stack.of(new Stack()).stackId) }) };
    expect(warningsOf(() => new Backend({}, token), ['/books'])).toEqual([]);
  });
});

describe('the region', () => {
  const inRegion = (stackRegion: string | undefined, region: string | undefined, options: HttpEncryptedServiceIntegrationOptions = {}) => {
    const templates = synthesize((app) => {
      apiIn(new Stack(app, 'Stack', { env: { region: stackRegion } }), new Backend(options, { region }));
    });
    return (resourcesOf(templates, 'AWS::ApiGatewayV2::Integration')[0].RequestParameters as { Region?: string }).Region;
  };

  test.each([
    ['eu-west-1', 'eu-west-1', undefined],
    ['eu-west-1', 'us-east-1', 'us-east-1'],
    ['eu-west-1', undefined, undefined],
    [undefined, 'us-east-1', undefined],
  ])('for a stack in %s and a resource in %s is %s', (stackRegion, region, expected) => {
    expect(inRegion(stackRegion, region)).toBe(expected);
  });

  test('uses the given region', () => {
    expect(inRegion(undefined, undefined, { region: 'us-east-1' })).toBe('us-east-1');
    expect(inRegion('eu-west-1', 'eu-central-1', { region: 'us-east-1' })).toBe('us-east-1');
    expectProblem(
      () =>
        new Backend({ region: 'us-east-1', keepDefaults: true, parameterMapping: new ParameterMapping().custom('Region', 'eu-west-1') }),
      'MappingClash',
    );
  });
});

describe('the role', () => {
  test('trusts only API Gateway, and allows only the action on the resource', () => {
    const templates = bind(new Backend({}, { statementId: 'AllowIt' }));

    expect(trustsOf(templates)).toEqual([trusting()]);
    expect(statementsOf(templates)).toEqual([{ Sid: 'AllowIt', Action: 'sqs:SendMessage', Effect: 'Allow', Resource: ARN }]);
    expect(resourcesOf(templates, 'AWS::IAM::Role')[0].ManagedPolicyArns).toBeUndefined();
  });

  test('restricts the trust to the stack’s account', () => {
    const condition = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };

    expect(trustsOf(bind(new Backend({ sourceAccountCondition: true })))).toEqual([trusting(condition)]);
  });

  test('adds nothing to the given role', () => {
    const templates = synthesize((app) => {
      const stack = new Stack(app, 'Stack');
      const credentialsRole = new Role(stack, 'Own', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
      const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1');
      apiIn(stack, new Backend({ credentialsRole }, { encryptionKey }), new Backend({ credentialsRole }));
    });

    expect(resourcesOf(templates, 'AWS::IAM::Role')).toHaveLength(1);
    expect(statementsOf(templates)).toEqual([]);
    expect(resourcesOf(templates, 'AWS::ApiGatewayV2::Integration').map(({ CredentialsArn }) => CredentialsArn)).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] },
      { 'Fn::GetAtt': [expect.stringMatching(/^Own/), 'Arn'] },
    ]);
  });

  test.each([{ sharedRole: true }, { sourceAccountCondition: true }, { grantKeyUse: true }])('rejects a given role with %j', (other) => {
    const message = expectProblem(
      (stack) =>
        new Backend({
          credentialsRole: new Role(stack, 'Own', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') }),
          ...other,
        }),
      'RoleOptionsClash',
    );
    expect(message).toContain(`so ${Object.keys(other)[0]} cannot apply to it`);
  });

  test('shares one role with the permissions of all integrations', () => {
    const shared = (resourceArns: string[], options: HttpEncryptedServiceIntegrationOptions = {}) =>
      new Backend({ sharedRole: true, ...options }, { resourceArns, statementId: 'AllowIt' });
    const templates = bind(
      shared([ARN]),
      shared([ARN]),
      shared([`${ARN}2`]),
      new Backend(),
      shared([ARN], { sourceAccountCondition: true }),
    );
    const roles = resourcesOf(templates, 'AWS::ApiGatewayV2::Integration').map(({ CredentialsArn }) => JSON.stringify(CredentialsArn));

    expect(roles[0]).toMatch(/ApiServiceRole[0-9A-F]{8}/);
    expect([roles[1], roles[2]]).toEqual([roles[0], roles[0]]);
    expect(roles[3]).toContain('InvokeRole');
    expect(roles[4]).toContain('ApiServiceRoleOfAccount');
    expect(resourcesOf(templates, 'AWS::IAM::Role')).toHaveLength(3);
    // One statement, or one a resource: no id occurs twice in a policy.
    const [policy] = resourcesOf(templates, 'AWS::IAM::Policy') as Statements[];
    expect(policy.PolicyDocument.Statement.flatMap(({ Resource }) => Resource)).toEqual([ARN, `${ARN}2`]);
    expect(policy.PolicyDocument.Statement.every(({ Sid }) => Sid === undefined)).toBe(true);
  });

  test('creates a shared role in the stack of the routes', () => {
    const templates = synthesize((app) => {
      const httpApi = apiIn(new Stack(app, 'ApiStack'), new Backend({ sharedRole: true }));
      const stack = new Stack(app, 'RouteStack');
      for (const path of ['/a', '/b']) {
        const integration = new Backend({ sharedRole: true });
        new apigwv2.HttpRoute(stack, path.slice(1), { httpApi, integration, routeKey: apigwv2.HttpRouteKey.with(path) });
      }
    });

    const rolesIn = (file: string) => Object.values(templates[file].Resources ?? {}).filter(({ Type }) => Type === 'AWS::IAM::Role').length;
    expect(rolesIn('ApiStack.template.json')).toBe(1);
    expect(rolesIn('RouteStack.template.json')).toBe(1);
  });

  test('prefixes the ID of the role if the integration is not a child of its route', () => {
    const stack = new Stack();
    const api = apiIn(stack, new Backend());
    const route = api.node.findChild('ANY--0') as apigwv2.HttpRoute;
    new Backend().bind({ route, scope: stack });

    expect(stack.node.tryFindChild('BackendInvokeRole')).toBeDefined();
  });

  test.each<[string, HttpEncryptedServiceIntegrationOptions, unknown[]]>([
    [
      'may use the key of the resource',
      {},
      [{ Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Effect: 'Allow', Resource: expect.anything() }],
    ],
    ['may not, if the user says so', { grantKeyUse: false }, []],
  ])('%s', (_what, options, expected) => {
    const templates = synthesize((app) => {
      const stack = new Stack(app, 'Stack');
      apiIn(stack, new Backend(options, { encryptionKey: new Key(stack, 'Key') }));
    });

    expect(statementsOf(templates).slice(1)).toEqual(expected);
  });

  test.each<[string, object, HttpEncryptedServiceIntegrationOptions, number]>([
    ['account', { account: '222222222222' }, {}, 1],
    ['region', { region: 'us-east-1' }, {}, 1],
    ['region, shared', { region: 'us-east-1' }, { sharedRole: true }, 1],
    ['region, as the user wants', { region: 'us-east-1' }, { grantKeyUse: false }, 0],
  ])('warns that it gets no permission on a key of another %s', (_what, elsewhere, options, reported) => {
    const env = { account: '111111111111', region: 'eu-west-1' };
    let warnings: string[] = [];
    const templates = synthesize((app) => {
      const encryptionKey = new Key(new Stack(app, 'There', { env: { ...env, ...elsewhere } }), 'Key');
      apiIn(new Stack(app, 'Here', { env }), new Backend(options, { encryptionKey }));
      warnings = warningsIn(app).map(({ message }) => message);
    });

    expect(statementsOf(templates).map(({ Action }) => Action)).toEqual(['sqs:SendMessage']);
    expect(warnings).toEqual(
      Array.from({ length: reported }, () =>
        expect.stringMatching(/\[KeyElsewhere\] the key There\/Key .* kms:GenerateDataKey and kms:Decrypt/),
      ),
    );
  });

  test('gets no permission on a key that the action does not use', () => {
    const templates = synthesize((app) => {
      const stack = new Stack(app, 'Stack');
      const subtype = apigwv2.HttpIntegrationSubtype.SQS_PURGE_QUEUE;
      apiIn(stack, new Backend({}, { subtype, defaultParameters: undefined, encryptionKey: new Key(stack, 'Key') }));
    });

    expect(statementsOf(templates).map(({ Action }) => Action)).toEqual(['sqs:PurgeQueue']);
  });
});
