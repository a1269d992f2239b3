import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@apigwv2-integrations/core';
import * as ours from '@apigwv2-integrations/lambda';
import { HttpAlbIntegration } from '@apigwv2-integrations/load-balancer';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { type App, CfnParameter, Duration, LegacyStackSynthesizer, NestedStack, SecretValue, Stack, Stage } from 'aws-cdk-lib';
import {
  CfnIntegration,
  CfnRoute,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  MappingValue,
  ParameterMapping,
  VpcLink,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpLambdaAuthorizer, HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { type ApplicationListener, ApplicationLoadBalancer, ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Code, type IFunction, Function as LambdaFunction, LayerVersion, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { readPlan } from '../../src/definitions/plan';
import { files, synth } from '../support';
import { diagnosticTexts, functionOf, onlyApi, routeOf, servedIntegration, unservedBecause } from './support';

/** A function whose code is an asset. */
function packed(
  scope: Construct,
  id: string,
  props: { environment?: Record<string, string>; layers?: LayerVersion[] } = {},
): LambdaFunction {
  const code = Code.fromAsset(files({ 'index.js': 'exports.handler = async () => 1' }));
  return new LambdaFunction(scope, id, { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code, ...props });
}

interface Backends {
  readonly api: HttpApi;
  readonly fn: IFunction;
  readonly listener: ApplicationListener;
  readonly vpcLink: VpcLink;
}

const MAKERS: readonly { readonly by: string; add(stack: Stack, backends: Backends): void }[] = [
  {
    by: 'our classes',
    add(_, { api, fn, listener, vpcLink }) {
      const parameterMapping = new core.ParameterMapping().appendHeader('header2', core.MappingValue.requestHeader('header1'));
      const responseParameterMapping = new core.ResponseParameterMapping().overwriteStatusCode(404, '403');
      const docs = { parameterMapping, responseParameterMapping, timeout: Duration.seconds(5) };
      const get = { methods: [HttpMethod.GET] };
      api.addRoutes({ path: '/fn', ...get, integration: new ours.HttpLambdaIntegration('Fn', fn) });
      api.addRoutes({
        path: '/docs/{proxy+}',
        ...get,
        integration: new HttpUrlIntegration('Docs', 'https://docs.example.com/{proxy}', docs),
      });
      api.addRoutes({ path: '/alb', ...get, integration: new HttpAlbIntegration('Alb', listener, { vpcLink }) });
    },
  },
  {
    by: "the CDK's",
    add(stack, { api, fn, listener, vpcLink }) {
      const parameterMapping = new ParameterMapping().appendHeader('header2', MappingValue.requestHeader('header1'));
      const docs = { parameterMapping, timeout: Duration.seconds(5) };
      const get = { methods: [HttpMethod.GET] };
      api.addRoutes({ path: '/fn', ...get, integration: new cdk.HttpLambdaIntegration('Fn', fn) });
      api.addRoutes({
        path: '/docs/{proxy+}',
        ...get,
        integration: new cdk.HttpUrlIntegration('Docs', 'https://docs.example.com/{proxy}', docs),
      });
      api.addRoutes({ path: '/alb', ...get, integration: new cdk.HttpAlbIntegration('Alb', listener, { vpcLink }) });
      const [integration] = stack.node.findAll().filter((each) => each instanceof CfnIntegration && each.node.path.includes('Docs'));
      (integration as CfnIntegration).responseParameters = {
        '404': { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '403' }] },
      };
    },
  },
  {
    by: 'L1',
    add(stack, { api: { apiId }, fn, listener, vpcLink }) {
      const add = (id: string, path: string, props: object) => {
        const integration = new CfnIntegration(stack, id, { apiId, integrationType: 'HTTP_PROXY', payloadFormatVersion: '1.0', ...props });
        new CfnRoute(stack, `${id}Route`, { apiId, routeKey: `GET ${path}`, target: `integrations/${integration.ref}` });
      };
      fn.addPermission('Invoke', { principal: new ServicePrincipal('apigateway.amazonaws.com') });
      add('Fn', '/fn', { integrationType: 'AWS_PROXY', integrationUri: fn.functionArn, payloadFormatVersion: '2.0' });
      add('Docs', '/docs/{proxy+}', {
        integrationMethod: 'ANY',
        integrationUri: 'https://docs.example.com/{proxy}',
        timeoutInMillis: 5_000,
        requestParameters: { 'append:header.header2': '$request.header.header1' },
        responseParameters: { '404': { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '403' }] } },
      });
      add('Alb', '/alb', {
        integrationMethod: 'ANY',
        integrationUri: listener.listenerArn,
        connectionType: 'VPC_LINK',
        connectionId: vpcLink.vpcLinkId,
      });
    },
  },
];

describe.each(MAKERS)('integrations by $by', ({ add }) => {
  const plan = () =>
    readPlan(
      synth((app: App) => {
        const stack = new Stack(app, 'Books');
        const vpc = new Vpc(stack, 'Vpc');
        const balancer = new ApplicationLoadBalancer(stack, 'Balancer', { vpc });
        const listener = balancer.addListener('Http', { port: 80, defaultAction: ListenerAction.fixedResponse(200) });
        const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
        const fn = packed(stack, 'Handler', { environment: { TABLE: table.tableName, HOST: balancer.loadBalancerDnsName } });
        const api = new HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: ['https://a.example'] } });
        new HttpStage(stack, 'Dev', { httpApi: api, stageName: 'dev' });
        add(stack, { api, fn, listener, vpcLink: new VpcLink(stack, 'Link', { vpc }) });
      }),
    );

  test('are planned', () => {
    const found = plan();
    expect(onlyApi(found)).toMatchObject({
      name: 'Api',
      cors: { allowOrigins: ['https://a.example'] },
      stages: [{ name: '$default' }, { name: 'dev' }],
    });
    const { source } = found;
    expect(servedIntegration(found, 'GET /fn')).toMatchObject({
      name: expect.stringMatching(/^Books\/(?:Api\/GET--fn\/)?Fn$/),
      target: { kind: 'lambda', payloadFormatVersion: '2.0' },
    });
    expect(functionOf(found, 'GET /fn')).toMatchObject({
      location: { path: 'Books/Handler' },
      code: { kind: 'folder', path: expect.stringContaining(join(source, 'asset.')) },
      environment: {
        TABLE: expect.stringMatching(/^Table[0-9A-F]{8}$/),
        HOST: expect.stringMatching(/^Balancer.*\.us-east-1\.elb\.amazonaws\.com$/),
      },
    });
    expect(servedIntegration(found, 'GET /docs/{proxy+}')).toMatchObject({
      name: expect.stringMatching(/^Books\/(?:.*\/)?Docs$/),
      target: { kind: 'url', url: 'https://docs.example.com/{proxy}', method: 'ANY' },
      timeoutMillis: 5_000,
      requestMapping: [['append:header.header2', '$request.header.header1']],
      responseMapping: new Map([[404, [['overwrite:statuscode', '403']]]]),
    });
    expect(servedIntegration(found, 'GET /alb').target).toMatchObject({
      kind: 'private',
      service: 'listener',
      method: 'ANY',
      names: expect.arrayContaining(['Books/Balancer/Http']),
    });
    expect(diagnosticTexts(found)).toEqual([]);
  });
});

test('an API, its routes and its functions in several stacks, stages and nested stacks', () => {
  const path = synth((app: App) => {
    for (const name of ['Beta', 'Prod']) {
      const location = new Stage(app, name, { env: { account: '111111111111', region: name === 'Beta' ? 'eu-west-1' : 'eu-north-1' } });
      const apis = new Stack(location, 'Apis');
      const functions = new Stack(location, 'Functions');
      const nested = new NestedStack(new Stack(location, 'Routes'), 'Nest');
      const queue = new Queue(new Stack(location, 'Data'), 'Queue');
      const httpApi = new HttpApi(apis, 'Api');
      httpApi.addRoutes({ path: '/a', integration: new cdk.HttpLambdaIntegration('A', packed(functions, 'Fn')) });
      new HttpRoute(nested, 'Route', {
        httpApi,
        routeKey: HttpRouteKey.with('/nested', HttpMethod.GET),
        integration: new cdk.HttpLambdaIntegration(
          'N',
          packed(nested, 'Inner', { environment: { QUEUE: queue.queueUrl, STACK: nested.stackName } }),
        ),
      });
    }
  });
  const plan = readPlan(path);
  expect(plan.apis.map(({ region, routes }) => [region, routes.map(({ key }) => key)])).toEqual([
    ['eu-west-1', ['ANY /a', 'GET /nested']],
    ['eu-north-1', ['ANY /a', 'GET /nested']],
  ]);
  const [beta, prod] = plan.apis.map((api) => functionOf({ ...plan, apis: [api] }, 'GET /nested'));
  expect(beta).toMatchObject({
    region: 'eu-west-1',
    location: { path: 'Beta/Routes/Nest/Inner' },
    code: { kind: 'folder', path: expect.stringContaining(join(path, 'asset.')) },
    environment: {
      QUEUE: expect.stringMatching(/^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/111111111111\/Beta-Data-Queue/),
      STACK: expect.stringMatching(/^Beta-Routes-Nest/),
    },
  });
  expect(prod?.key).not.toBe(beta?.key);
  expect(prod?.environment.QUEUE).toContain('sqs.eu-north-1.');
  expect(diagnosticTexts(plan)).toEqual([]);
});

test('a parameter of a nested stack: what the parent passes, else the default, overridden by its name', () => {
  const path = synth((app: App) => {
    const nested = new NestedStack(new Stack(app, 'Books'), 'Nest', { parameters: { Size: 'big' } });
    const [size, color] = [
      new CfnParameter(nested, 'Size', { default: 'small' }).valueAsString,
      new CfnParameter(nested, 'Color', { default: 'blue' }).valueAsString,
    ];
    const fn = packed(nested, 'Fn', { environment: { SIZE: size, COLOR: color } });
    new HttpApi(nested, 'Api').addRoutes({ path: '/a', integration: new cdk.HttpLambdaIntegration('A', fn) });
  });
  const values = (overrides = {}) => functionOf(readPlan(path, { overrides }), 'ANY /a').environment;
  expect(values()).toMatchObject({ SIZE: 'big', COLOR: 'blue' });
  expect(values({ values: { Size: 'huge' } })).toMatchObject({ SIZE: 'huge', COLOR: 'blue' });
});

test('a value from another region', () => {
  const path = synth((app: App) => {
    const env = (region: string) => ({ env: { account: '111111111111', region }, crossRegionReferences: true });
    const table = new Table(new Stack(app, 'Data', env('eu-west-1')), 'Table', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
    });
    const stack = new Stack(app, 'Apis', env('us-east-1'));
    const fn = packed(stack, 'Fn', { environment: { TABLE_ARN: table.tableArn } });
    new HttpApi(stack, 'Api').addRoutes({ path: '/a', integration: new cdk.HttpLambdaIntegration('A', fn) });
  });
  const plan = readPlan(path);
  expect(functionOf(plan, 'ANY /a').environment.TABLE_ARN).toMatch(/^arn:aws:dynamodb:eu-west-1:111111111111:table\/Table/);
  expect(diagnosticTexts(plan)).toEqual([]);
});

test('deploy-time values are reported', () => {
  const path = synth((app: App) => {
    const stack = new Stack(app, 'Books');
    const environment = {
      STORED: StringParameter.valueForStringParameter(stack, '/a/b'),
      SECRET: SecretValue.secretsManager('db', { jsonField: 'password' }).unsafeUnwrap(),
      URL: new HttpApi(stack, 'Other').apiEndpoint,
    };
    const api = new HttpApi(stack, 'Api');
    api.addRoutes({
      path: '/a',
      integration: new cdk.HttpLambdaIntegration('A', packed(stack, 'Fn', { environment: { ...environment, SELF: api.url ?? '' } })),
    });
  });
  const plan = readPlan(path, { endpoint: ({ name }) => (name === 'Api' ? 'http://127.0.0.1:3000' : undefined) });
  expect(functionOf(plan, 'ANY /a').environment).toMatchObject({
    STORED: 'a-b',
    SELF: 'http://127.0.0.1:3000/',
    URL: expect.stringMatching(/^https:/),
  });
  expect(diagnosticTexts(plan)).toEqual([
    expect.stringContaining('set "/a/b"'),
    expect.stringContaining('set "{{resolve:secretsmanager:db:SecretString:password::}}"'),
  ]);
});

test('authorizers', () => {
  const path = synth((app: App) => {
    const stack = new Stack(app, 'Books');
    const api = new HttpApi(stack, 'Api');
    const integration = new cdk.HttpUrlIntegration('Url', 'https://a.example');
    const check = new LambdaFunction(stack, 'Check', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = 1'),
    });
    const users = new HttpUserPoolAuthorizer('Users', new UserPool(stack, 'Pool'));
    api.addRoutes({ path: '/jwt', integration, authorizer: users, authorizationScopes: ['read'] });
    api.addRoutes({ path: '/iam', integration, authorizer: new HttpIamAuthorizer() });
    api.addRoutes({ path: '/custom', integration, authorizer: new HttpLambdaAuthorizer('Custom', check) });
  });
  const plan = readPlan(path);
  expect(routeOf(plan, 'ANY /jwt').authorizer).toMatchObject({
    kind: 'jwt',
    location: { path: 'Books/Api/Users' },
    issuer: expect.stringMatching(/^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/us-east-1_/),
    scopes: ['read'],
  });
  expect(routeOf(plan, 'ANY /iam').authorizer).toEqual({ kind: 'iam' });
  expect(routeOf(plan, 'ANY /custom').authorizer).toMatchObject({
    kind: 'lambda',
    location: { path: 'Books/Api/Custom' },
    function: { location: { path: 'Books/Check' } },
    payloadFormatVersion: '1.0',
    identitySources: ['$request.header.Authorization'],
    ttlSeconds: 300,
  });
  expect(plan.diagnostics).toEqual([]);
});

test('a service integration', () => {
  const path = synth((app: App) => {
    const stack = new Stack(app, 'Books');
    const integration = new cdk.HttpSqsIntegration('Jobs', { queue: new Queue(stack, 'Q') });
    new HttpApi(stack, 'Api').addRoutes({ path: '/jobs', methods: [HttpMethod.POST], integration });
  });
  expect(servedIntegration(readPlan(path), 'POST /jobs').target).toEqual({
    kind: 'service',
    subtype: 'SQS-SendMessage',
    parameters: [
      ['QueueUrl', expect.stringMatching(/^https:\/\/sqs\.us-east-1\.amazonaws\.com\/123456789012\/Q[0-9A-F]{8}$/)],
      ['MessageBody', '$request.body.MessageBody'],
    ],
    region: 'us-east-1',
  });
});

test('an alias and its function', () => {
  const path = synth((app: App) => {
    const stack = new Stack(app, 'Books');
    const fn = packed(stack, 'Fn');
    const live = new Alias(stack, 'Live', { aliasName: 'live', version: fn.currentVersion });
    const api = new HttpApi(stack, 'Api');
    api.addRoutes({ path: '/live', integration: new ours.HttpLambdaIntegration('Live', live) });
    api.addRoutes({ path: '/version', integration: new ours.HttpLambdaIntegration('Version', fn.currentVersion) });
  });
  const plan = readPlan(path);
  expect(functionOf(plan, 'ANY /live')).toMatchObject({ version: '1', arn: expect.stringMatching(/:function:Fn[0-9A-F]{8}:live$/) });
  expect(functionOf(plan, 'ANY /version')).toMatchObject({ version: '1', arn: expect.stringMatching(/:function:Fn[0-9A-F]{8}:1$/) });
});

test('a layer with modules', () => {
  const layer = files({ 'nodejs/node_modules/dep/index.js': '' });
  const path = synth((app: App) => {
    const stack = new Stack(app, 'Books');
    const fn = packed(stack, 'Fn', { layers: [new LayerVersion(stack, 'Layer', { code: Code.fromAsset(layer) })] });
    new HttpApi(stack, 'Api').addRoutes({ path: '/a', integration: new cdk.HttpLambdaIntegration('A', fn) });
  });
  expect(functionOf(readPlan(path), 'ANY /a').layers).toEqual([{ kind: 'folder', path: expect.stringMatching(/asset\.[0-9a-f]{64}$/) }]);
});

describe('code', () => {
  const app = (props: object = {}, context: Record<string, unknown> = {}) =>
    synth((root: App) => {
      const stack = new Stack(root, 'Books', props);
      new HttpApi(stack, 'Api').addRoutes({ path: '/a', integration: new cdk.HttpLambdaIntegration('A', packed(stack, 'Fn')) });
    }, context);

  test.each<[string, object, Record<string, unknown>]>([
    ['by the asset manifest', {}, {}],
    ['by the metadata of the template', {}, { 'aws:cdk:enable-asset-metadata': true }],
    ['by parameters, as without bootstrap', { synthesizer: new LegacyStackSynthesizer() }, {}],
  ])('is found %s', (_, props, context) => {
    const path = app(props, context);
    expect(functionOf(readPlan(path), 'ANY /a').code).toEqual({ kind: 'folder', path: expect.stringContaining(join(path, 'asset.')) });
  });

  test('is found from a template file of the assembly', () => {
    const path = app();
    const plan = readPlan(join(path, 'Books.template.json'));
    expect(plan.kind).toBe('template');
    expect(functionOf(plan, 'ANY /a').code).toEqual({ kind: 'folder', path: expect.stringContaining(join(path, 'asset.')) });
  });

  test.each(['assembly', 'template'])('is found from the %s of a stage', (kind) => {
    const path = synth((root: App) => {
      const stack = new Stack(new Stage(root, 'Prod'), 'Books');
      new HttpApi(stack, 'Api').addRoutes({ path: '/a', integration: new cdk.HttpLambdaIntegration('A', packed(stack, 'Fn')) });
    });
    const folder = join(path, 'assembly-Prod');
    const file = readdirSync(folder).find((name) => name.endsWith('.template.json')) as string;
    const part = kind === 'assembly' ? folder : join(folder, file);
    const found = { kind: 'folder', path: expect.stringContaining(join(path, 'asset.')) };
    expect(functionOf(readPlan(part), 'ANY /a').code).toEqual(found);
    writeFileSync(join(path, 'manifest.json'), '{ "artifacts": {} }');
    expect(unservedBecause(readPlan(part), 'ANY /a')).toContain('is outside of the cloud assembly');
    writeFileSync(join(path, 'manifest.json'), 'none');
    expect(unservedBecause(readPlan(part), 'ANY /a')).toContain('is outside of the cloud assembly');
  });

  test('that was not copied into the assembly is not read', () => {
    const path = app({}, { 'aws:cdk:disable-asset-staging': true });
    expect(unservedBecause(readPlan(path), 'ANY /a')).toMatch(
      /is outside of the cloud assembly: run cdk synth again, without --no-staging/,
    );
  });
});

test('an override file beside the app', () => {
  const path = synth((app: App) => {
    const stack = new Stack(app, 'Books');
    const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    const fn = packed(stack, 'Fn', { environment: { TABLE: table.tableName, ARN: table.tableArn, LEVEL: 'info' } });
    new HttpApi(stack, 'Api').addRoutes({ path: '/a', integration: new cdk.HttpLambdaIntegration('A', fn) });
  });
  const overrides = join(files({}), 'local.json');
  writeFileSync(
    overrides,
    JSON.stringify({ values: { 'Books/Table': 'books-local' }, environment: { '*': { LEVEL: 'debug' }, 'Books/Fn': { MORE: 1 } } }),
  );
  expect(functionOf(readPlan(path, { overrides }), 'ANY /a').environment).toMatchObject({
    TABLE: 'books-local',
    ARN: expect.stringMatching(/:table\/Table[0-9A-F]{8}$/),
    LEVEL: 'debug',
    MORE: '1',
  });
  writeFileSync(overrides, JSON.stringify({ values: { Table: 'books-local' } }));
  expect(() => readPlan(path, { overrides })).toThrow(/local\.json: values\.Table matches no resource.*: did you mean Books\/Table\?/);
});
