import { PermissionScope } from '@apigwv2-integrations/core';
import { HttpLambdaIntegration, type HttpLambdaIntegrationProps } from '@apigwv2-integrations/lambda';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alias, type IFunction, Function as LambdaFunction, Version } from 'aws-cdk-lib/aws-lambda';
import { handlerIn } from 'test-support/functions';
import { bindToRoutes, expectProblem, warningsIn } from 'test-support/problems';
import { describe, expect, test } from 'vitest';

type MakeHandler = (stack: Stack) => IFunction;

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:books';

function bind(paths: string[], handler: MakeHandler = handlerIn, props?: HttpLambdaIntegrationProps) {
  const { app, stack } = bindToRoutes((scope) => new HttpLambdaIntegration('Books', handler(scope), props), paths);
  return { app, template: Template.fromStack(stack) };
}

/** The last part of the ARN that each permission allows. */
function permitted(template: Template): string[] {
  return Object.values(template.findResources('AWS::Lambda::Permission')).map(({ Properties }) =>
    Properties.SourceArn['Fn::Join'][1].at(-1),
  );
}

test('invokes the function with payload format 2.0 by default', () => {
  bind(['/books']).template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::GetAtt': ['Handler886CB40B', 'Arn'] },
    PayloadFormatVersion: '2.0',
  });
  bind(['/books'], handlerIn, { payloadFormatVersion: PayloadFormatVersion.VERSION_1_0 }).template.hasResourceProperties(
    'AWS::ApiGatewayV2::Integration',
    { PayloadFormatVersion: '1.0' },
  );
});

describe('permissions', () => {
  test('creates one permission per route', () => {
    const { template } = bind(['/books', '/books/{id}', '$default']);

    expect(permitted(template)).toEqual(['/*/*/books', '/*/*/books/{id}', '/*/*']);
    template.allResourcesProperties('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' });
  });

  test('creates one permission for all routes with scopePermissionToRoute: false', () => {
    const { template } = bind(['/books', '/books/{id}', '$default'], handlerIn, { scopePermissionToRoute: false });

    expect(permitted(template)).toEqual(['/*']);
  });

  test('creates one permission per function, API and stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const integrationFor = (id: string) => new HttpLambdaIntegration('Books', handlerIn(stack, id), { scopePermissionToRoute: false });
    for (const api of ['One', 'Two']) {
      const httpApi = new HttpApi(stack, api);
      httpApi.addRoutes({ path: '/a', integration: integrationFor('First') });
      httpApi.addRoutes({ path: '/b', methods: [HttpMethod.GET, HttpMethod.PUT], integration: integrationFor('First') });
      httpApi.addRoutes({ path: '/c', integration: integrationFor('Second') });
    }

    Template.fromStack(stack).resourceCountIs('AWS::Lambda::Permission', 4);
  });

  test('reuses a permission of a nested stack in its parent, but not vice versa', () => {
    const count = (nestedFirst: boolean) => {
      const stack = new Stack(new App(), 'Stack');
      const nested = new NestedStack(stack, 'Nested');
      const handler = handlerIn(stack);
      const httpApi = HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc' });
      for (const scope of nestedFirst ? [nested, stack] : [stack, nested]) {
        for (const path of ['/a', '/b']) {
          const integration = new HttpLambdaIntegration('Books', handler, { scopePermissionToRoute: false });
          new HttpRoute(scope, `Route${path.slice(1)}`, { httpApi, integration, routeKey: HttpRouteKey.with(path) });
        }
      }
      return [stack, nested].map((scope) => Object.keys(Template.fromStack(scope).findResources('AWS::Lambda::Permission')).length);
    };

    expect(count(true)).toEqual([0, 1]);
    expect(count(false)).toEqual([1, 1]);
  });

  test.each<[string, MakeHandler, RegExp]>([
    ['a version', (stack) => new Version(stack, 'Version', { lambda: handlerIn(stack) }), /^Version/],
    ['an alias', (stack) => new Alias(stack, 'Alias', { aliasName: 'live', version: handlerIn(stack).currentVersion }), /^Alias/],
  ])('invokes and permits %s itself', (_what, handler, logicalId) => {
    const { template } = bind(['/books'], handler);
    const [{ Properties: integration }] = Object.values(template.findResources('AWS::ApiGatewayV2::Integration'));
    const [{ Properties: permission }] = Object.values(template.findResources('AWS::Lambda::Permission'));

    expect(integration.IntegrationUri).toEqual({ Ref: expect.stringMatching(logicalId) });
    expect(permission.FunctionName).toEqual(integration.IntegrationUri);
  });
});

describe('permissionScope with scopePermissionToRoute', () => {
  const { ROUTE, METHOD, API, AUTO } = PermissionScope;

  test.each([
    [true, API],
    [true, AUTO],
    [false, ROUTE],
    [false, METHOD],
    [false, AUTO],
  ])('rejects scopePermissionToRoute %s with $name', (scopePermissionToRoute, permissionScope) => {
    const message = expectProblem(
      (stack) => new HttpLambdaIntegration('Books', handlerIn(stack), { scopePermissionToRoute, permissionScope }),
      'PermissionScopeContradiction',
    );

    expect(message).toContain(
      `scopePermissionToRoute ${scopePermissionToRoute} corresponds to PermissionScope.${scopePermissionToRoute ? 'ROUTE' : 'API'}`,
    );
  });

  test.each([
    [true, ROUTE, ['/*/*/a', '/*/*/b']],
    [true, METHOD, ['/*/*/a', '/*/*/b']],
    [false, API, ['/*']],
  ])('accepts scopePermissionToRoute %s with $name', (scopePermissionToRoute, permissionScope, expected) => {
    expect(permitted(bind(['/a', '/b'], handlerIn, { scopePermissionToRoute, permissionScope }).template)).toEqual(expected);
  });
});

describe('an imported function', () => {
  const attributes =
    (more: object): MakeHandler =>
    (stack) =>
      LambdaFunction.fromFunctionAttributes(stack, 'Imported', { functionArn: ARN, ...more });

  test.each([true, false])('warns once about a function of an unknown account (scopePermissionToRoute: %s)', (scopePermissionToRoute) => {
    const { app, template } = bind(['/a', '/b'], attributes({}), { scopePermissionToRoute });
    const [warning, ...others] = warningsIn(app);

    template.resourceCountIs('AWS::Lambda::Permission', 0);
    expect(others).toEqual([]);
    expect(warning.path).toBe('Stack/a');
    expect(warning.message).toMatch(
      /\[FunctionNotAuthorized\] the imported function Stack\/Imported .*sameEnvironment: true.*skipPermissions: true/,
    );
  });

  test('creates a permission for an imported function of the same environment', () => {
    const { app, template } = bind(['/a', '/b'], attributes({ sameEnvironment: true }));

    template.resourceCountIs('AWS::Lambda::Permission', 2);
    expect(warningsIn(app)).toEqual([]);
  });

  test('creates no permission with skipPermissions', () => {
    const { app, template } = bind(['/a'], attributes({ skipPermissions: true }));

    template.resourceCountIs('AWS::Lambda::Permission', 0);
    expect(warningsIn(app)).toEqual([]);
  });
});
