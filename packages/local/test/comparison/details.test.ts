import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { subjectOf } from '../../src/comparison/change';
import { compareApps } from '../../src/index';
import { api, files, folder, integration, lambdaResource, route, run, stage, template } from '../support';

const changesBetween = (before: object, after: object) => compareApps(template(before), template(after)).comparison?.changes ?? [];
const messages = (before: object, after: object) => changesBetween(before, after).map(({ message }) => message);

const proxy = (properties: object) => integration({ IntegrationUri: undefined, PayloadFormatVersion: undefined, ...properties });

describe('a target is described', () => {
  const app = (int: object | undefined) => ({
    Api: api(),
    Fn: lambdaResource,
    ...(int === undefined ? {} : { Int: int }),
    Get: route('GET /a'),
  });

  test.each([
    [
      'a listener',
      { IntegrationType: 'HTTP_PROXY', ConnectionType: 'VPC_LINK', ConnectionId: 'link', IntegrationUri: 'arn:listener' },
      'arn:listener through link',
    ],
    [
      'an AWS service',
      { IntegrationSubtype: 'SQS-SendMessage', RequestParameters: { QueueUrl: 'https://q.example' } },
      'SQS-SendMessage https://q.example',
    ],
    ['an AWS service without its resource', { IntegrationSubtype: 'SQS-SendMessage' }, 'SQS-SendMessage'],
    ['a mock', { IntegrationType: 'MOCK' }, 'a mock response'],
    ['of an unknown type', { IntegrationType: 'OTHER', IntegrationUri: 'https://a.example' }, 'https://a.example'],
    ['no URI', {}, 'no target'],
    [
      'a URL with its own method',
      { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://a.example', IntegrationMethod: 'PUT' },
      'https://a.example as PUT',
    ],
  ])('that is %s', (_, properties, text) => {
    expect(messages(app(integration()), app(proxy(properties)))[0]).toBe(`moved from the function Fn to ${text}`);
  });

  test('that is missing', () => {
    const without = { Api: api(), Fn: lambdaResource, Int: integration(), Get: route('GET /a', { Target: undefined }) };
    expect(messages(app(integration()), without)).toEqual(['moved from the function Fn to no integration']);
    expect(messages(without, app(integration()))).toEqual(['moved from no integration to the function Fn']);
  });
});

test('routes are listed up to five', () => {
  const routes = ['GET /1', 'GET /2', 'GET /3', 'GET /4', 'GET /5', 'GET /6', 'GET /7'];
  expect(subjectOf({ api: 'books', routes })).toBe('GET /1, GET /2, GET /3, GET /4, GET /5 and 2 more');
  expect(subjectOf({ api: 'books', routes: [] })).toBe('books');
  expect(subjectOf({ routes: [] })).toBe('custom domain name');
});

describe('settings', () => {
  const app = (variables: object) => ({ Api: api(), Stage: stage('prod', { StageVariables: variables }) });

  test('are listed up to four', () => {
    expect(messages(app({}), app({ a: '1', b: '2', c: '3', d: '4', e: '5' }))).toEqual([
      'settings of the stage prod change: StageVariables.a set to 1, StageVariables.b set to 2, StageVariables.c set to 3, StageVariables.d set to 4 and 1 more property',
    ]);
    expect(messages(app({}), app({ a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' }))[0]).toContain(' and 2 more properties');
  });

  test('are shortened', () => {
    expect(messages(app({ a: 'x'.repeat(500) }), app({}))).toEqual([
      `settings of the stage prod change: StageVariables.a removed (was ${'x'.repeat(80)}…)`,
    ]);
  });

  test('that are nested too deeply are compared as a whole', () => {
    const nested = (text: string) => app({ a: JSON.parse(`${'{"a":'.repeat(60)}"${text}"${'}'.repeat(60)}`) });
    expect(messages(nested('x'), nested('x'))).toEqual([]);
    expect(messages(nested('x'), nested('y'))).toHaveLength(1);
  });

  test('of a stage that is equal but for AWS::NoValue are no change', () => {
    expect(messages(app({}), app({ a: { Ref: 'AWS::NoValue' } }))).toEqual([]);
  });
});

test('an API that moves to another stack is replaced', () => {
  const synth = (stackName: string): string => {
    const app = new App({ outdir: folder(), analyticsReporting: false });
    const stacks = ['One', 'Two'].map((name) => new Stack(app, name));
    new HttpApi(stacks.find(({ node }) => node.id === stackName) ?? app, 'Api', { apiName: 'books' }).addRoutes({
      path: '/books',
      integration: new HttpUrlIntegration('Books', 'https://books.example.com'),
    });
    return app.synth().directory;
  };
  const { comparison } = compareApps(synth('One'), synth('Two'));
  const [replaced] = comparison?.changes ?? [];
  expect(replaced).toMatchObject({ kind: 'api-replaced', attention: true, api: 'books', stack: 'Two', constructPath: 'Two/Api' });
  expect(replaced?.message).toContain('its stack changes from One to Two');
});

test('an API mapping of a domain name and an API of other apps is compared by their names', () => {
  const app = (key: string) => ({
    Mapping: {
      Type: 'AWS::ApiGatewayV2::ApiMapping',
      Properties: { ApiId: 'abc', DomainName: 'api.example', Stage: 'prod', ApiMappingKey: key },
    },
  });
  expect(changesBetween(app('a'), app('b')).map(({ kind, api: name, message }) => [kind, name, message])).toEqual([
    ['mapping-added', 'abc', 'mapped to api.example/b, the stage prod of abc'],
    ['mapping-removed', 'abc', 'no longer mapped to api.example/a, which was the stage prod of abc'],
  ]);
});

test('only the first of several routes with one key is compared', () => {
  const twice = {
    Api: api(),
    Fn: lambdaResource,
    Int: integration(),
    A: route('GET /a'),
    B: route('GET /a', { AuthorizationType: 'AWS_IAM' }),
  };
  expect(messages(twice, twice)).toEqual([]);
});

test('APIs with one name are not taken for each other', () => {
  const [first, second] = [api(), api()];
  expect(changesBetween({ A: first, B: second }, { C: first, D: second }).map(({ kind }) => kind)).toEqual([
    'api-added',
    'api-added',
    'api-removed',
    'api-removed',
  ]);
});

test('a finding that the options ignore is neither new nor resolved', () => {
  const broken = (...names: string[]) => template(Object.fromEntries(names.map((name) => [name, integration({ TimeoutInMillis: 1 })])));
  const report = compareApps(broken('A', 'B'), broken('B', 'C'), { ignore: { TimeoutOutOfRange: 'a test' } });
  expect(report.findings).toEqual([]);
  expect(report.comparison?.resolved).toEqual([]);
  expect(report.suppressed.map(({ finding }) => finding.logicalId)).toEqual(['C']);
});

test('changes of custom domain names have a group of their own', () => {
  const app = (policy: string) => ({
    Domain: {
      Type: 'AWS::ApiGatewayV2::DomainName',
      Properties: { DomainName: 'api.example', DomainNameConfigurations: [{ SecurityPolicy: policy }] },
    },
  });
  const { out } = run(['check', template(app('TLS_1_2')), '--compare', template(app('TLS_1_0'))]);
  expect(out).toMatch(/^custom domain names {2}compared with .*\n {2}- the custom domain name api\.example changes: /);
});

test('any resources are compared without an exception', () => {
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<unknown>(
        null,
        1,
        true,
        '',
        'NONE',
        'GET /a',
        '$default',
        '__proto__',
        { Ref: 'Api' },
        { Ref: 'R0' },
        { 'Fn::GetAtt': 7 },
        { 'Fn::Sub': '${' },
      ),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'Ref', 'Fn::Join', '__proto__', 'AllowOrigins'), tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  const types = ['Api', 'Route', 'Integration', 'Stage', 'Authorizer', 'ApiMapping', 'DomainName', 'RouteResponse'];
  const names = [
    'ApiId',
    'Name',
    'RouteKey',
    'Target',
    'AuthorizationType',
    'AuthorizationScopes',
    'AuthorizerId',
    'StageName',
    'DomainName',
    'ProtocolType',
    'CorsConfiguration',
    'ApiMappingKey',
  ];
  const resource = fc.record({
    Type: fc.constantFrom(...types.map((type) => `AWS::ApiGatewayV2::${type}`)),
    Properties: fc.dictionary(fc.constantFrom(...names), values, { maxKeys: 6 }),
  });
  const apps = fc
    .tuple(fc.constant({ Type: 'AWS::ApiGatewayV2::Api', Properties: {} }), fc.array(resource, { maxLength: 6 }))
    .map(([first, rest]) => Object.fromEntries([['Api', first], ...rest.map((each, index) => [`R${index}`, each])]));
  fc.assert(
    fc.property(apps, apps, (before, after) => {
      const path = files({ 'old.json': { Resources: before }, 'new.json': { Resources: after } });
      const { comparison } = compareApps(join(path, 'old.json'), join(path, 'new.json'));
      expect(comparison?.changes.every(({ message }) => message !== '')).toBe(true);
      expect(compareApps(join(path, 'new.json'), join(path, 'new.json')).comparison?.changes).toEqual([]);
    }),
    { numRuns: 40, seed: Number(process.env.TEST_SEED) },
  );
});
