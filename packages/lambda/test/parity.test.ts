import { PermissionScope } from '@apigwv2-integrations/core';
import { NestedStack, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { functions, handlerIn } from 'test-support/functions';
import { expectSameTemplate } from 'test-support/parity/expect-same-template';
import type { TwinApp } from 'test-support/parity/twins';
import { describe, test } from 'vitest';

const API_WIDE = 'api-wide-permission-reaches-default-route';

describe.each(functions)('$what', ({ permitted, make }) => {
  test.each([true, false])('is a drop-in with scopePermissionToRoute: %s', (scopePermissionToRoute) => {
    expectSameTemplate(
      (app, { HttpLambdaIntegration }) => {
        const stack = new Stack(app, 'Stack');
        const api = new HttpApi(stack, 'Api');
        const integration = new HttpLambdaIntegration('Books', make(stack), { scopePermissionToRoute });
        api.addRoutes({ path: '/books', integration });
        api.addRoutes({ path: '/books/{id}', integration });
        new HttpRoute(stack, 'Default', { httpApi: api, integration, routeKey: HttpRouteKey.DEFAULT });
      },
      ...(scopePermissionToRoute || !permitted ? [] : [API_WIDE]),
    );
  });
});

test.each([true, false])('creates one permission for the API across nested stacks, nested one first: %s', (nestedFirst) => {
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

test('permits one function in two APIs in two stacks', () => {
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

describe('at the size limit of the policy', () => {
  const routes =
    (count: number, options?: object): TwinApp =>
    (app, { HttpLambdaIntegration }) => {
      const stack = new Stack(app, 'Stack');
      const api = new HttpApi(stack, 'Api');
      const integration = new HttpLambdaIntegration('Books', handlerIn(stack), options);
      for (let index = 0; index < count; index++) {
        api.addRoutes({ path: `/books/${index}`, integration });
      }
    };

  test('creates the CDK’s permissions while they fit', () => {
    expectSameTemplate(routes(42));
    expectSameTemplate(routes(42, { permissionScope: PermissionScope.AUTO }));
  });

  test('creates one permission for the API when they do not fit, unless set to one per route', () => {
    expectSameTemplate(routes(54), 'permissions-folded');
    expectSameTemplate(routes(54, { scopePermissionToRoute: true }));
    expectSameTemplate(routes(54, { permissionScope: PermissionScope.ROUTE }));
  });
});
