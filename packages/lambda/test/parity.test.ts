import { NestedStack, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alias, Code, type IFunction, Function as LambdaFunction, Runtime, SingletonFunction, Version } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { expectSameTemplate } from 'test-support/parity/expect-same-template';
import { describe, test } from 'vitest';
import { handlerIn } from './variants';

const ARN = 'arn:aws:lambda:eu-west-1:111111111111:function:books';
const API_WIDE = 'api-wide-permission-reaches-default-route';

const handlers: Record<string, (scope: Construct) => IFunction> = {
  'a function': handlerIn,
  'a version': (scope) => new Version(scope, 'Version', { lambda: handlerIn(scope) }),
  'an alias': (scope) => new Alias(scope, 'Alias', { aliasName: 'live', version: handlerIn(scope).currentVersion }),
  'a singleton': (scope) =>
    new SingletonFunction(scope, 'Singleton', {
      uuid: 'f2c1c3a4',
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('x'),
    }),
  'a function by ARN': (scope) => LambdaFunction.fromFunctionArn(scope, 'Imported', ARN),
  'a function by name': (scope) => LambdaFunction.fromFunctionName(scope, 'Imported', 'books'),
  'an imported function of the same environment': (scope) =>
    LambdaFunction.fromFunctionAttributes(scope, 'Imported', { functionArn: ARN, sameEnvironment: true }),
  'an imported function without permissions': (scope) =>
    LambdaFunction.fromFunctionAttributes(scope, 'Imported', { functionArn: ARN, skipPermissions: true }),
  'an imported version': (scope) => Version.fromVersionArn(scope, 'Imported', `${ARN}:7`),
};

/** Those that the CDK cannot give a permission. */
const unpermitted = ['a function by ARN', 'an imported function without permissions', 'an imported version'];

describe.each(Object.entries(handlers))('%s', (what, handler) => {
  test.each([true, false])('is a drop-in with scopePermissionToRoute: %s', (scopePermissionToRoute) => {
    expectSameTemplate(
      (app, { HttpLambdaIntegration }) => {
        const stack = new Stack(app, 'Stack');
        const api = new HttpApi(stack, 'Api');
        const integration = new HttpLambdaIntegration('Books', handler(stack), { scopePermissionToRoute });
        api.addRoutes({ path: '/books', integration });
        api.addRoutes({ path: '/books/{id}', integration });
        new HttpRoute(stack, 'Default', { httpApi: api, integration, routeKey: HttpRouteKey.DEFAULT });
      },
      ...(scopePermissionToRoute || unpermitted.includes(what) ? [] : [API_WIDE]),
    );
  });
});

test.each([true, false])('one permission for the API over nested stacks, the nested one first: %s', (nestedFirst) => {
  expectSameTemplate((app, { HttpLambdaIntegration }) => {
    const stack = new Stack(app, 'Stack');
    const nested = new NestedStack(stack, 'Nested');
    const handler = handlerIn(stack);
    const httpApi = HttpApi.fromHttpApiAttributes(stack, 'Api', { httpApiId: 'abc' });
    for (const scope of nestedFirst ? [nested, stack] : [stack, nested]) {
      for (const path of ['/a', '/b']) {
        const integration = new HttpLambdaIntegration('Books', handler, { scopePermissionToRoute: false });
        new HttpRoute(scope, `Route${path.slice(1)}`, { httpApi, integration, routeKey: HttpRouteKey.with(path) });
      }
    }
  }, API_WIDE);
});

test('one function behind two APIs in two stacks', () => {
  expectSameTemplate((app, { HttpLambdaIntegration }) => {
    const handler = handlerIn(new Stack(app, 'Functions'));
    for (const id of ['One', 'Two']) {
      const stack = new Stack(app, id);
      const api = new HttpApi(stack, 'Api');
      for (const path of ['/a', '/b']) {
        api.addRoutes({ path, integration: new HttpLambdaIntegration('Books', handler, { scopePermissionToRoute: false }) });
      }
    }
  }, API_WIDE);
});
