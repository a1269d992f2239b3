import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constructPaths } from '@apigwv2-integrations/core/assembly';
import { type App, CfnOutput, Fn, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute, HttpApi, HttpMethod, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test } from 'vitest';
import { loadApis } from '../src/index';
import { files, lambda, lambdaResource, onlyApi, permission, routeOf, run, synth } from './support';

describe('API, route and function in three stacks', () => {
  const app = () =>
    synth((root: App) => {
      const httpApi = new HttpApi(new Stack(root, 'Apis'), 'Api');
      const fn = lambda(new Stack(root, 'Functions'), 'Fn');
      httpApi.addRoutes({ path: '/a', integration: new HttpLambdaIntegration('A', fn) });
      const routes = new Stack(root, 'Routes');
      new HttpRoute(routes, 'Route', {
        httpApi,
        routeKey: HttpRouteKey.with('/b', HttpMethod.GET),
        integration: new HttpLambdaIntegration('B', lambda(routes, 'Other')),
      });
    });

  test('groups routes under one API', () => {
    expect(onlyApi(app()).routes.map(({ key }) => key)).toEqual(['ANY /a', 'GET /b']);
  });

  test('resolves the imported function', () => {
    expect(routeOf(app(), 'ANY /a')).toMatchObject({
      integration: { target: { name: 'Functions/Fn' } },
      permission: { summary: 'this path' },
    });
  });

  test('shows full names of resources in other stacks', () => {
    expect(routeOf(app(), 'GET /b')).toMatchObject({
      integration: { target: { name: 'Routes/Other' } },
      permission: { summary: 'this path' },
    });
  });

  test('lists the templates of the API', () => {
    expect(run(['routes', app()]).out).toMatch(/Templates {2}\S+Apis\.template\.json\n {11}\S+Routes\.template\.json\n$/);
  });
});

describe.each([
  ['found by its asset', {}],
  ['named by the metadata', { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true }],
])('a nested stack %s', (_, context) => {
  test('shares API and functions with its parent', () => {
    const app = synth((root: App) => {
      const stack = new Stack(root, 'Books');
      const httpApi = new HttpApi(stack, 'Api');
      const nested = new NestedStack(stack, 'Nest');
      const fn = lambda(nested, 'Fn');
      // Has the logical id of the one in the nested stack.
      lambda(stack, 'Fn');
      httpApi.addRoutes({ path: '/parent', integration: new HttpLambdaIntegration('P', fn) });
      new HttpRoute(nested, 'Route', {
        httpApi,
        routeKey: HttpRouteKey.with('/nested', HttpMethod.GET),
        integration: new HttpLambdaIntegration('N', fn),
      });
    }, context);
    expect(onlyApi(app).routes).toMatchObject([
      { key: 'GET /nested', location: { path: 'Books/Nest/Route', stack: 'Books/Nest' }, permission: { summary: 'this path' } },
      { key: 'ANY /parent', integration: { target: { name: 'Nest/Fn' } }, permission: { summary: 'this path' } },
    ]);
  });
});

test('separates the exports of stages', () => {
  const app = synth((root: App) => {
    for (const name of ['Beta', 'Prod']) {
      const location = new Stage(root, name);
      const fn = lambda(new Stack(location, 'Functions', { stackName: 'functions' }), 'Fn');
      new HttpApi(new Stack(location, 'Apis', { stackName: 'apis' }), 'Api').addRoutes({
        path: '/a',
        integration: new HttpLambdaIntegration('A', fn),
      });
    }
  });
  const targets = loadApis(app).apis.map(({ routes: [route] }) => route?.integration?.target);
  expect(targets).toMatchObject([{ name: 'Beta/Functions/Fn' }, { name: 'Prod/Functions/Fn' }]);
});

test('resolves an output of another stack', () => {
  const stackOutput = (OutputName: string) => Token.asString({ 'Fn::GetStackOutput': { StackName: 'functions', OutputName } });
  const app = synth((root: App) => {
    const source = new Stack(root, 'Source', { stackName: 'functions' });
    const fn = lambda(source, 'Fn');
    source.exportValue(fn.functionArn, { name: 'fn-arn' });
    new CfnOutput(source, 'Arn', { value: fn.functionArn });
    const stack = new Stack(root, 'Apis');
    const { apiId } = new HttpApi(stack, 'Api');
    const add = (id: string, integrationUri: string) => {
      const { ref } = new CfnIntegration(stack, id, { apiId, integrationType: 'AWS_PROXY', integrationUri });
      new CfnRoute(stack, `${id}Route`, { apiId, routeKey: `GET /${id}`, target: `integrations/${ref}` });
    };
    add('by-export', Fn.importValue('fn-arn'));
    add('not-there', Fn.importValue('nobody'));
    add('by-output', stackOutput('Arn'));
    add('no-output', stackOutput('Nothing'));
  });
  expect(routeOf(app, 'GET /by-export').integration?.target).toMatchObject({ name: 'Source/Fn', inAssembly: true });
  expect(routeOf(app, 'GET /by-output').integration?.target).toMatchObject({ name: 'Source/Fn', inAssembly: true });
  expect(routeOf(app, 'GET /not-there').integration?.target).toMatchObject({ name: '${ImportValue(nobody)}', inAssembly: false });
  expect(routeOf(app, 'GET /no-output').integration?.target).toMatchObject({ name: '${GetStackOutput(functions, Nothing)}' });
});

test('finds a function by its explicit name', () => {
  const app = synth((root: App) => {
    new CfnFunction(new Stack(root, 'Functions'), 'Fn', { functionName: 'books-list', role: 'r', code: { zipFile: 'x' } });
    const stack = new Stack(root, 'Apis');
    const { apiId } = new HttpApi(stack, 'Api');
    const integrationUri = 'arn:aws:lambda:eu-west-1:123456789012:function:books-list:live';
    const { ref } = new CfnIntegration(stack, 'Int', { apiId, integrationType: 'AWS_PROXY', integrationUri });
    new CfnRoute(stack, 'Route', { apiId, routeKey: 'GET /', target: `integrations/${ref}` });
  });
  expect(routeOf(app, 'GET /')).toMatchObject({
    integration: { target: { name: 'Functions/Fn:live', inAssembly: true } },
    permission: { status: 'missing' },
  });
});

test('ignores permissions for another account or region', () => {
  const withSource = (arn: string) => {
    const app = synth((root: App) => {
      const stack = new Stack(root, 'Books', { env: { account: '111111111111', region: 'eu-west-1' } });
      new HttpApi(stack, 'Api').addRoutes({
        path: '/a',
        methods: [HttpMethod.GET],
        integration: new HttpLambdaIntegration('A', lambda(stack, 'Fn')),
      });
    });
    const file = join(app, 'Books.template.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"SourceArn": \{[\s\S]*?\n {4}\}/, `"SourceArn": ${JSON.stringify(arn)}`));
    return routeOf(app, 'GET /a').permission.summary;
  };
  expect(withSource('arn:aws:execute-api:eu-west-1:111111111111:*/*/GET/a')).toBe('any API');
  expect(withSource('arn:aws:execute-api:eu-west-1:222222222222:*/*/GET/a')).toBe('none found');
  expect(withSource('arn:aws:execute-api:us-east-1:111111111111:*/*/GET/a')).toBe('none found');
});

test('assigns a nested stack only construct paths below its own', () => {
  const entries = [
    { path: 'Books/Nest/Fn', logicalId: 'Fn1' },
    { path: 'Books/Fn', logicalId: 'Fn1' },
  ];
  expect(constructPaths({}, entries, 'Books/Nest').get('Fn1')).toBe('Books/Nest/Fn');
});

test('reads metadata in the manifest of older apps', () => {
  const path = files({
    'manifest.json': {
      version: '36.0.0',
      artifacts: {
        Old: {
          type: 'aws:cloudformation:stack',
          properties: { templateFile: 'Old.template.json' },
          metadata: { '/Old/Api/Resource': [{ type: 'aws:cdk:logicalId', data: 'ApiF7' }, { type: 'aws:cdk:warning' }] },
        },
      },
    },
    'Old.template.json': { Resources: { ApiF7: { Type: 'AWS::ApiGatewayV2::Api' }, Fn: lambdaResource, P: permission('*') } },
  });
  expect(onlyApi(path)).toMatchObject({ name: 'Api', location: { path: 'Old/Api', stack: 'Old' } });
});
