import type { Stack } from 'aws-cdk-lib';
import { CfnIntegration, CfnRoute, HttpApi, HttpMethod, type HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { cfnHttpApi, executeApi } from './cfn-api';
import { cfnFunctionsIn, functionsIn, ROUTES_A_FUNCTION } from './functions';
import { addMinimal } from './minimal';
import type { Classes, Scenario } from './scenario';

interface Shape {
  /** Routes per integration. */
  readonly routesEach: number;
  /** Routes per function. */
  readonly routesAFunction: number;
  readonly scopePermissionToRoute?: boolean;
}

/** Routes of an HTTP API to functions. */
function lambda(shape: Shape): Scenario {
  return {
    package: 'lambda',
    className: 'HttpLambdaIntegration',
    l2: (stack, routes, classes) => addRoutes(stack, routes, classes, shape),
    l1: (stack, routes) => addCfnRoutes(stack, routes, shape),
    bare: (stack) => {
      new HttpApi(stack, 'Api');
      functionsIn(stack, shape.routesAFunction)(0);
    },
  };
}

function addRoutes(stack: Stack, routes: number, { HttpLambdaIntegration }: Classes, shape: Shape): void {
  const { routesEach, routesAFunction, scopePermissionToRoute } = shape;
  const api = new HttpApi(stack, 'Api');
  const functionOf = functionsIn(stack, routesAFunction);
  const integrations: HttpRouteIntegration[] = [];
  for (let route = 0; route < routes; route++) {
    const index = Math.floor(route / routesEach);
    integrations[index] ??= new HttpLambdaIntegration('Integration', functionOf(route), { scopePermissionToRoute });
    api.addRoutes({ path: `/books/${route}/{id}`, methods: [HttpMethod.GET], integration: integrations[index] });
  }
}

function addCfnRoutes(stack: Stack, routes: number, { routesEach, routesAFunction, scopePermissionToRoute = true }: Shape): void {
  const api = cfnHttpApi(stack);
  const functionOf = cfnFunctionsIn(stack, routesAFunction);
  const integrations: CfnIntegration[] = [];
  for (let route = 0; route < routes; route++) {
    const index = Math.floor(route / routesEach);
    const path = `/books/${route}/{id}`;
    const { attrArn } = functionOf(route);
    integrations[index] ??= new CfnIntegration(stack, `Integration${index}`, {
      apiId: api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: attrArn,
      payloadFormatVersion: '2.0',
    });
    if (scopePermissionToRoute || route === 0) {
      new CfnPermission(stack, `Permission${route}`, {
        action: 'lambda:InvokeFunction',
        functionName: attrArn,
        principal: 'apigateway.amazonaws.com',
        sourceArn: executeApi(stack, api.ref, scopePermissionToRoute ? `*/*${path}` : '*'),
      });
    }
    new CfnRoute(stack, `Route${route}`, {
      apiId: api.ref,
      routeKey: `GET ${path}`,
      target: `integrations/${integrations[index].ref}`,
      authorizationType: 'NONE',
    });
  }
}

const ALL = Number.POSITIVE_INFINITY;

/** One integration for all routes of a function. */
export const shared = lambda({ routesEach: ROUTES_A_FUNCTION, routesAFunction: ROUTES_A_FUNCTION });

/** One integration per route. */
export const each = lambda({ routesEach: 1, routesAFunction: ROUTES_A_FUNCTION });

/** One function, one integration and one permission for all routes. */
export const apiWide: Scenario = {
  ...lambda({ routesEach: ALL, routesAFunction: ALL, scopePermissionToRoute: false }),
  minimal: addMinimal,
};

/** The same with one permission per route. They exceed the size of a policy, which does not matter here. */
export const routeScoped = lambda({ routesEach: ALL, routesAFunction: ALL, scopePermissionToRoute: true });
