import { IntegrationErrors, type IntegrationProblem, ProblemSeverity } from '@apigwv2-integrations/core';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, type HttpMethod, HttpRoute, type HttpRouteIntegration, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { expect } from 'vitest';

/** Creates an integration, in a stack for the constructs that it needs. */
export type MakeIntegration = (stack: Stack) => HttpRouteIntegration;

export interface RouteOptions {
  /** @default "/books" */
  readonly path?: string;
  readonly method?: HttpMethod;
  readonly context?: Record<string, unknown>;
}

/** Creates an app with one API that has one route per path, which share the integration. */
export function bindToRoutes(
  make: MakeIntegration,
  paths: readonly string[],
  context?: Record<string, unknown>,
): { app: App; stack: Stack } {
  const app = new App({ context, analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Stack');
  const httpApi = new HttpApi(stack, 'Api');
  const integration = make(stack);
  for (const path of paths) {
    const routeKey = path === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path);
    new HttpRoute(stack, path === '/' ? 'Root' : path.slice(1), { httpApi, integration, routeKey });
  }
  return { app, stack };
}

/** Binds the integration and returns the one error that it throws. */
export function expectError(
  make: MakeIntegration,
  { path = '/books', context }: RouteOptions = {},
): Error & { problems: IntegrationProblem[] } {
  try {
    bindToRoutes(make, [path], context);
  } catch (error) {
    expect(IntegrationErrors.is(error), `an error of an integration, not ${error}`).toBe(true);
    return Object.assign(error as Error, { problems: IntegrationErrors.problemsOf(error) });
  }
  throw new Error('the integration was bound without an error');
}

/** Binds the integration and expects one error with exactly these codes. */
export function expectProblem(make: MakeIntegration, codes: string | string[], options?: RouteOptions): string {
  const error = expectError(make, options);
  const errors = error.problems.filter(({ severity }) => severity !== ProblemSeverity.WARNING);
  expect(errors.map(({ code }) => code)).toEqual([codes].flat());
  return error.message;
}

export interface Warning {
  readonly path: string;
  readonly message: string;
}

/** Binds the integration to routes and returns the warnings of this family that the CDK would print. */
export function warningsOf(make: MakeIntegration, paths: readonly string[], context?: Record<string, unknown>): Warning[] {
  return warningsIn(bindToRoutes(make, paths, context).app);
}

/** The warnings of this family that an app would print. */
export function warningsIn(app: App): Warning[] {
  return app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type, data }) => type === 'aws:cdk:warning' && String(data).includes('@apigwv2-integrations/'))
        .map(({ data }) => ({ path: node.path, message: String(data) })),
    );
}
