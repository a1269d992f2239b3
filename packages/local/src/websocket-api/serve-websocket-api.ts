import type { AuthorizerDependencies } from '../authorizers/compile-authorizer';
import { compileConnectionAuthorizer } from '../authorizers/connection-authorizer';
import type { WebSocketApiPlan } from '../definitions/websocket-api';
import type { InFlight } from '../gateway/in-flight';
import type { Log } from '../gateway/log-entry';
import type { LocalCertificate } from '../gateway/tls/certificate';
import type { GatewayOptions } from '../gateway-options';
import { Connections } from './connections';
import { createWebSocketIntegration, type WebSocketIntegrationDependencies } from './integrations/create-integration';
import { lambdaProxy } from './lambda-proxy';
import { effectiveLimits } from './limits';
import type { CallerOptions } from './management/caller';
import { ManagementApi } from './management/management-api';
import { compileRouteTable } from './route-table';
import { ServedWebSocketApi, type ServedWebSocketApiOptions } from './served-websocket-api';
import { compileOriginCheck } from './validate-handshake';

/** What WebSocket APIs share. */
export interface WebSocketDependencies {
  readonly integrations: WebSocketIntegrationDependencies;
  readonly authorizers: AuthorizerDependencies;
  /** Who may manage connections. */
  readonly callers: CallerOptions;
  /** With which ports accept TLS. */
  readonly certificate: () => LocalCertificate;
  readonly inFlight: InFlight;
  readonly log: Log;
}

/** Compiles the routes of a WebSocket API, and makes it ready to accept connections. */
export function serveWebSocketApi(
  api: WebSocketApiPlan,
  options: GatewayOptions,
  { integrations, authorizers, callers, certificate, inFlight, log }: WebSocketDependencies,
  served: Pick<ServedWebSocketApiOptions, 'explaining' | 'isAllowedHost' | 'obstacles' | 'prefix'>,
): ServedWebSocketApi {
  const limits = effectiveLimits(options.webSocketLimits);
  const routes = compileRouteTable(api, {
    integration: (plan) =>
      plan.type === 'AWS_PROXY' ? lambdaProxy(plan, integrations.functions) : createWebSocketIntegration(plan, integrations),
    strictPermissions: options.strictPermissions,
  });
  const authorizer = routes.get('$connect')?.plan.authorizer;
  const connections = new Connections({
    api,
    routes,
    authorizer:
      authorizer === undefined || authorizer.kind === 'unserved'
        ? undefined
        : compileConnectionAuthorizer(authorizer, options, authorizers),
    limits,
    details: integrations.details,
    isAllowedOrigin: compileOriginCheck(options.allowOrigins ?? []),
    stage: options.stage,
    inFlight,
    log,
  });
  const management = new ManagementApi({
    ...callers,
    api,
    stages: api.stages.map(({ name }) => name),
    connections,
    stage: options.stage,
  });
  return new ServedWebSocketApi({ ...served, plan: api, connections, management, certificate, limits, inFlight, log });
}
