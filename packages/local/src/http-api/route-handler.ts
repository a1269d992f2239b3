import type { Authorizer } from '../authorizers/authorizer';
import type { AuthorizerPlan } from '../definitions/authorizer';
import type { IntegrationPlan } from '../definitions/integration';
import type { RoutePlan } from '../definitions/route';
import type { Backend } from '../gateway/backend';
import { BodyTooLarge, BrokenResponse, bodyBytes } from '../gateway/body';
import { type Details, type MappedEntry, NO_DETAILS } from '../gateway/detail-entry';
import { gatewayError } from '../gateway/errors';
import type { MappingEntry } from '../gateway/log-entry';
import type { GatewayResponse } from '../gateway/message';
import type { MappedRequest, RoutedRequest } from '../gateway/routed-request';
import { UnsendableHeader } from './mapping/header-values';
import { compileRequestMapping } from './mapping/request-mapping';
import { compileResponseMapping } from './mapping/response-mapping';

/** The response of a route. */
export interface Answer {
  readonly response: GatewayResponse;
  /** Why the gateway answered by itself. */
  readonly reason?: string;
  readonly mapping?: MappingEntry;
}

/** A compiled route. */
export interface RouteHandler {
  readonly integration?: string;
  handle(routed: RoutedRequest): Promise<Answer>;
}

/** Creates the authorizer and the backend of a route. */
export interface RouteDependencies {
  authorizer(plan: AuthorizerPlan): Authorizer;
  backend(integration: IntegrationPlan, route: RoutePlan): Backend;
  /** @default nobody wants details */
  readonly details?: Details;
}

/** Compiles a route: authorizer, request mapping, backend and response mapping, in this order for each request. */
export function compileRoute(route: RoutePlan, dependencies: RouteDependencies, logMappings: boolean): RouteHandler {
  const { authorizer, integration } = route;
  if (authorizer.kind === 'unserved') {
    return notImplemented(authorizer.reason);
  }
  if (integration.kind === 'unserved') {
    return notImplemented(integration.reason);
  }
  const { authorize } = dependencies.authorizer(authorizer);
  const call = compileCall(integration, dependencies.backend(integration, route), logMappings, dependencies.details);
  return {
    integration: integration.name,
    async handle(routed) {
      try {
        const authorized = authorize(routed);
        const caller = authorized instanceof Promise ? await authorized : authorized;
        if (caller.kind === 'refused') {
          return { response: gatewayError(caller.statusCode, undefined, caller.headers), reason: caller.reason };
        }
        return await call(caller.kind === 'none' ? routed : { ...routed, caller });
      } catch (error) {
        return errorAnswer(error);
      }
    },
  };
}

function notImplemented(reason: string): RouteHandler {
  return { handle: async () => ({ response: gatewayError(501, reason), reason }) };
}

function compileCall(integration: IntegrationPlan, backend: Backend, logMappings: boolean, details: Details = NO_DETAILS) {
  const request = compileRequestMapping(integration.requestMapping);
  const response = compileResponseMapping(integration.responseMapping);
  return async (routed: RoutedRequest): Promise<Answer> => {
    const text = request.readsBody ? (await routed.request.body.read()).toString() : undefined;
    let changes: MappedEntry['changes'] | undefined;
    const report = (each: MappedEntry['changes']): void => {
      changes = each;
    };
    const mapped = request.apply(routed, text, details.areWanted ? report : undefined);
    const mapping = logMappings && !request.isEmpty ? mappingEntry(routed, mapped) : undefined;
    if (changes !== undefined) {
      details.add({ kind: 'mapped', requestId: routed.requestId, ...mappingEntry(routed, mapped), changes });
    }
    const outcome = await backend.call(routed, mapped);
    if (outcome.kind === 'failure') {
      const { statusCode, reason } = outcome;
      return { response: gatewayError(statusCode, statusCode === 501 ? reason : undefined), reason, mapping };
    }
    const { statusCode, headers } = outcome.response;
    const reportResponse = (each: MappedEntry['changes']): void =>
      details.add({ kind: 'integration-response', requestId: routed.requestId, status: statusCode, headers, changes: each });
    if (response.isEmpty) {
      if (details.areWanted) {
        reportResponse(() => []);
      }
      return { response: outcome.response, mapping };
    }
    const body = response.readsBody(statusCode) ? await bodyBytes(outcome.response.body) : outcome.response.body;
    const bodyText = Buffer.isBuffer(body) ? body.toString() : undefined;
    const changed = response.apply(routed, statusCode, headers, bodyText, details.areWanted ? reportResponse : undefined);
    return { response: { statusCode: changed.statusCode, headers: changed.headers, body }, mapping };
  };
}

function mappingEntry(routed: RoutedRequest, mapped: MappedRequest): MappingEntry {
  const { path, query, request } = routed;
  return {
    before: { path, query, headers: request.headers },
    after: { path: mapped.path, query: mapped.query, headers: mapped.headers },
  };
}

/** Maps an unexpected error to the response that the service would give. */
function errorAnswer(error: unknown): Answer {
  if (error instanceof BodyTooLarge) {
    return { response: gatewayError(413), reason: error.message };
  }
  if (error instanceof BrokenResponse) {
    return { response: gatewayError(error.statusCode), reason: error.message };
  }
  if (error instanceof UnsendableHeader || error instanceof RangeError) {
    return { response: gatewayError(500), reason: error.message };
  }
  return { response: gatewayError(500), reason: `internal error of the gateway: ${error instanceof Error ? error.stack : String(error)}` };
}
