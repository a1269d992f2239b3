import { suggest } from '@apigwv2-integrations/core/engine';
import type { FunctionPlan } from './definitions/function';
import type { ApiPlan } from './definitions/http-api';
import type { TargetPlan } from './definitions/integration';
import type { Plan } from './definitions/plan';
import type { WebSocketApiPlan } from './definitions/websocket-api';
import type { WebSocketTargetPlan } from './definitions/websocket-integration';
import { displayPath } from './diagnostics/diagnostics';
import type { Listening } from './gateway/port-listeners';
import type { ServedApi } from './http-api/served-api';
import { UserError } from './user-error';
import type { ServedWebSocketApi } from './websocket-api/served-websocket-api';

/** An API of the app, whatever its protocol is. */
export type AnyServedApi = ServedApi | ServedWebSocketApi;

/** An API and the port on which it is served. */
export interface ListeningApi {
  readonly api: AnyServedApi;
  readonly listening: Listening;
}

/** An API that can be served. */
export type AnyApiPlan = ApiPlan | WebSocketApiPlan;

/** Whether an API is a WebSocket API. */
export function isWebSocket(plan: AnyApiPlan): plan is WebSocketApiPlan {
  return 'routeSelectionExpression' in plan;
}

/**
 * The APIs to serve.
 *
 * @param name of the only one
 * @throws UserError if there is none
 */
export function selectApis({ apis, webSocketApis, found, source, diagnostics }: Plan, name: string | undefined): readonly AnyApiPlan[] {
  const all: readonly AnyApiPlan[] = [...apis, ...webSocketApis];
  const selected = name === undefined ? all : all.filter((api) => isNamed(api, name));
  if (selected.length > 0) {
    return selected;
  }
  if (all.length > 0) {
    const names = all.map((api) => api.name);
    const nearest = suggest(name ?? '', names);
    const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
    throw new UserError(`there is no API ${name}${hint}, expected: ${names.join(', ')}`);
  }
  const [cause] = diagnostics.map(({ location, text }) => ` (${displayPath(location)}: ${text})`);
  throw new UserError(
    found.length === 0
      ? `there is no API in ${source}: pass the cdk.out folder of an app that has one${cause ?? ''}`
      : `there is no API in ${source} that can be served, only ${found.map((api) => api.name).join(', ')}${cause ?? ''}`,
  );
}

/** Whether an API has this name, construct path or logical ID. */
export function isNamed({ name, location }: AnyApiPlan, wanted: string): boolean {
  return wanted === name || wanted === location.path || wanted === location.logicalId;
}

/** All functions behind routes and authorizers. */
export function functionsOf(apis: readonly AnyApiPlan[]): readonly FunctionPlan[] {
  const functions = new Map<string, FunctionPlan>();
  for (const { authorizer, integration } of apis.flatMap<AnyApiPlan['routes'][number]>(({ routes }) => routes)) {
    for (const fn of integration?.kind === 'served' ? functionsBehind(integration.target) : []) {
      functions.set(fn.key, fn);
    }
    if (authorizer.kind === 'lambda' && authorizer.function !== undefined) {
      functions.set(authorizer.function.key, authorizer.function);
    }
  }
  return [...functions.values()];
}

function functionsBehind(target: TargetPlan | WebSocketTargetPlan): readonly FunctionPlan[] {
  switch (target.kind) {
    case 'lambda':
      return [target.function];
    case 'lambda-by-stage':
      return [...target.functions.values()].filter((fn): fn is FunctionPlan => !('kind' in fn));
    default:
      return [];
  }
}

/** The API of the version before, which answers as the new one from now on. */
export function become(before: AnyServedApi, after: AnyServedApi): AnyServedApi {
  if (before.protocol === 'HTTP' && after.protocol === 'HTTP') {
    before.become(after);
  } else if (before.protocol === 'WEBSOCKET' && after.protocol === 'WEBSOCKET') {
    before.become(after);
  }
  return before;
}
