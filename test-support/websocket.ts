import { IntegrationErrors, ProblemSeverity } from '@apigwv2-integrations/core';
import { App, Stack } from 'aws-cdk-lib';
import { WebSocketApi, type WebSocketRouteIntegration, type WebSocketRouteOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { expect } from 'vitest';
import { type Warning, warningsIn } from './problems';

/** Creates an integration, in a stack for the constructs that it needs. */
export type MakeWebSocketIntegration = (stack: Stack) => WebSocketRouteIntegration;

/** The key of a route, or the key with further options. */
export type WebSocketRouteSpec = string | (Omit<WebSocketRouteOptions, 'integration'> & { readonly key: string });

export interface BoundWebSocketApi {
  readonly app: App;
  readonly stack: Stack;
  readonly api: WebSocketApi;
}

/** Creates an app with one WebSocket API whose routes share the integration. */
export function bindToWebSocketRoutes(
  make: MakeWebSocketIntegration,
  routes: readonly WebSocketRouteSpec[],
  context?: Record<string, unknown>,
): BoundWebSocketApi {
  const app = new App({ context, analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Stack');
  const api = new WebSocketApi(stack, 'Api');
  const integration = make(stack);
  for (const route of routes) {
    const { key, ...options } = typeof route === 'string' ? { key: route } : route;
    api.addRoute(key, { ...options, integration });
  }
  return { app, stack, api };
}

/** Binds the integration, expects one error with exactly these codes, and returns its message. */
export function expectWebSocketProblem(
  make: MakeWebSocketIntegration,
  codes: string | string[],
  { key = 'send', context }: { key?: string; context?: Record<string, unknown> } = {},
): string {
  try {
    bindToWebSocketRoutes(make, [key], context);
  } catch (error) {
    const errors = IntegrationErrors.problemsOf(error).filter(({ severity }) => severity !== ProblemSeverity.WARNING);
    expect(
      errors.map(({ code }) => code),
      `of ${error}`,
    ).toEqual([codes].flat());
    return (error as Error).message;
  }
  throw new Error('the integration was bound without an error');
}

/** Binds the integration to routes, synthesizes, and returns the warnings of this family that the CDK would print. */
export function webSocketWarningsOf(
  make: MakeWebSocketIntegration,
  routes: readonly WebSocketRouteSpec[],
  before: (bound: BoundWebSocketApi) => void = () => {},
): Warning[] {
  const bound = bindToWebSocketRoutes(make, routes);
  before(bound);
  bound.app.synth();
  return warningsIn(bound.app);
}
