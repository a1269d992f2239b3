import type { Authorizer } from '../authorizers/authorizer';
import type { RoutePlan } from '../definitions/api-plan';
import type { AuthorizerPlan } from '../definitions/authorizer-plan';
import type { IntegrationPlan } from '../definitions/integration-plan';
import type { Backend } from '../gateway/backend';
import { BodyTooLarge, BrokenResponse, bodyBytes } from '../gateway/body';
import { gatewayError } from '../gateway/errors';
import type { MappingEntry } from '../gateway/log-entry';
import type { GatewayResponse } from '../gateway/message';
import type { MappedRequest, RoutedRequest } from '../gateway/routed-request';
import { UnsendableHeader } from './mapping/header-values';
import { compileRequestMapping } from './mapping/request-mapping';
import { compileResponseMapping } from './mapping/response-mapping';

/** What a route came to. */
export interface Answer {
  readonly response: GatewayResponse;
  /** Why the gateway answered by itself. */
  readonly reason?: string;
  readonly mapping?: MappingEntry;
}

/** A route, compiled. */
export interface RouteHandler {
  readonly integration?: string;
  handle(routed: RoutedRequest): Promise<Answer>;
}

/** Makes what a route needs beside the pure parts. */
export interface RouteDependencies {
  authorizer(plan: AuthorizerPlan): Authorizer;
  backend(integration: IntegrationPlan, route: RoutePlan): Backend;
}

/** Compiles a route: who may call it, what becomes of the request, what answers, what becomes of the answer. */
export function compileRoute(route: RoutePlan, parts: RouteDependencies, logMappings: boolean): RouteHandler {
  const { authorizer, integration } = route;
  const closed = authorizer.kind === 'unserved' ? authorizer : integration;
  if (authorizer.kind === 'unserved' || integration.kind === 'unserved') {
    const reason = closed.kind === 'unserved' ? closed.reason : '';
    return { handle: async () => ({ response: gatewayError(501, reason), reason }) };
  }
  const { authorize } = parts.authorizer(authorizer);
  const call = compileCall(integration, parts.backend(integration, route), logMappings);
  return {
    integration: integration.name,
    async handle(routed) {
      try {
        const asked = authorize(routed);
        const caller = asked instanceof Promise ? await asked : asked;
        if (caller.kind === 'refused') {
          return { response: gatewayError(caller.statusCode, undefined, caller.headers), reason: caller.reason };
        }
        return await call(caller.kind === 'none' ? routed : { ...routed, caller });
      } catch (error) {
        return failed(error);
      }
    },
  };
}

function compileCall(integration: IntegrationPlan, backend: Backend, logMappings: boolean) {
  const request = compileRequestMapping(integration.requestMapping);
  const response = compileResponseMapping(integration.responseMapping);
  return async (routed: RoutedRequest): Promise<Answer> => {
    const text = request.readsBody ? (await routed.request.body.read()).toString() : undefined;
    const mapped = request.apply(routed, text);
    const mapping = logMappings && !request.isEmpty ? mappingEntry(routed, mapped) : undefined;
    const outcome = await backend.call(routed, mapped);
    if (outcome.kind === 'failure') {
      const { statusCode, reason } = outcome;
      return { response: gatewayError(statusCode, statusCode === 501 ? reason : undefined), reason, mapping };
    }
    if (response.isEmpty) {
      return { response: outcome.response, mapping };
    }
    const { statusCode, headers } = outcome.response;
    const body = response.readsBody(statusCode) ? await bodyBytes(outcome.response.body) : outcome.response.body;
    const changed = response.apply(routed, statusCode, headers, Buffer.isBuffer(body) ? body.toString() : undefined);
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

/** What nothing below has an answer for. */
function failed(error: unknown): Answer {
  if (error instanceof BodyTooLarge) {
    return { response: gatewayError(413), reason: error.message };
  }
  if (error instanceof BrokenResponse) {
    return { response: gatewayError(error.statusCode), reason: error.message };
  }
  if (error instanceof UnsendableHeader || error instanceof RangeError) {
    return { response: gatewayError(500), reason: error.message };
  }
  return { response: gatewayError(500), reason: `the gateway itself failed: ${error instanceof Error ? error.stack : String(error)}` };
}
