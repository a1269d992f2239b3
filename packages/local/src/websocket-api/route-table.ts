import type { WebSocketApiPlan, WebSocketRoutePlan } from '../definitions/websocket-api';
import type { WebSocketIntegrationPlan } from '../definitions/websocket-integration';
import { displayPath } from '../diagnostics/diagnostics';
import { compileModels } from './integrations/models';
import type { RouteResult, RouteRun, WebSocketIntegration } from './route-run';
import { compileRouteSelection } from './selection-expression';

/** A route, ready to run. */
export interface WebSocketRoute {
  readonly plan: WebSocketRoutePlan;
  /** Name of the integration, for the log. */
  readonly integration?: string;
  /** Runs the integration; undefined if there is none. Never rejects. */
  run?(run: RouteRun): Promise<RouteResult>;
}

/** The routes of a WebSocket API. */
export interface WebSocketRouteTable {
  get(key: string): WebSocketRoute | undefined;
  /** The route of a message. */
  select(text: string): WebSocketRoute | undefined;
}

/** How routes are compiled. */
export interface RouteTableOptions {
  readonly integration: (plan: WebSocketIntegrationPlan) => WebSocketIntegration;
  /** Whether routes answer with an error if no permission allows the API to invoke their function. @default false */
  readonly strictPermissions?: boolean;
}

/** Compiles the routes of an API, once before its first connection. */
export function compileRouteTable(api: WebSocketApiPlan, options: RouteTableOptions): WebSocketRouteTable {
  const table = new Map(api.routes.map((plan) => [plan.key, compileRoute(plan, options)]));
  const select = compileRouteSelection(api);
  return {
    get: (key) => table.get(key),
    select(text) {
      const { key } = select(text);
      return key === undefined ? undefined : table.get(key);
    },
  };
}

const INTERNAL_SERVER_ERROR = 500;
/** The status with which a handshake is refused if this machine cannot run the integration. */
const NOT_IMPLEMENTED = 501;
/** The status with which a handshake is refused if the service may not invoke the function. */
const BAD_GATEWAY = 502;

function compileRoute(plan: WebSocketRoutePlan, options: RouteTableOptions): WebSocketRoute {
  const { integration, models, notPermitted } = plan;
  if (integration === undefined) {
    return { plan };
  }
  if (integration.kind === 'unserved') {
    return { plan, run: failing(NOT_IMPLEMENTED, integration.reason) };
  }
  const name = displayPath(integration.location);
  if (options.strictPermissions === true && notPermitted !== undefined) {
    return { plan, integration: name, run: failing(BAD_GATEWAY, notPermitted) };
  }
  const compiled = options.integration(integration);
  const validate = models && compileModels(models);
  return {
    plan,
    integration: name,
    async run(run) {
      try {
        return (await validate?.(run)) ?? (await compiled.run(run));
      } catch (error) {
        // A rejection that nobody handles would end the process.
        const reason = `integration ${name} cannot be called: ${(error as Error).message}`;
        return { kind: 'failed', message: 'Internal server error', statusCode: INTERNAL_SERVER_ERROR, reason };
      }
    },
  };
}

function failing(statusCode: number, reason: string): WebSocketRoute['run'] {
  return async () => ({ kind: 'failed', message: 'Internal server error', statusCode, reason });
}
