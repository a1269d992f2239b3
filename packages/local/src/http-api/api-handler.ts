import type { ApiPlan } from '../definitions/http-api';
import type { RoutePlan } from '../definitions/route';
import { captureAnswer, captureRequest } from '../gateway/capture-body';
import { NO_DETAILS } from '../gateway/detail-entry';
import { firstHeader } from '../gateway/header';
import type { Field, IncomingRequest } from '../gateway/message';
import { newRequestId } from '../gateway/request-context';
import type { RoutedRequest } from '../gateway/routed-request';
import { compileCors } from './cors';
import { compileMatch } from './match-request';
import { type Answer, compileRoute, type RouteDependencies, type RouteHandler } from './route-handler';

/** A response with what is logged about it. */
export interface HandledRequest extends Answer {
  readonly requestId: string;
  readonly route?: string;
  readonly integration?: string;
  /** Whether the response is a preflight response, whose CORS headers are complete. */
  readonly isPreflight?: boolean;
}

/** Answers the requests of one API; synchronously where the gateway answers by itself. */
export type ApiHandler = (request: IncomingRequest) => HandledRequest | Promise<HandledRequest>;

/** Which stages of an API are served, and what is logged. */
export interface ServeOptions {
  /** The only stage to serve, without its name in the path, as behind a custom domain. @default all stages */
  readonly stage?: string;
  /** Whether log entries hold requests before and after their mapping. @default false */
  readonly logMappings?: boolean;
}

/** Compiles routes, mappings and CORS of an API once, before its first request. */
export function compileApi(api: ApiPlan, dependencies: RouteDependencies, options: ServeOptions = {}): ApiHandler {
  const cors = compileCors(api.cors);
  const match = compileMatch(api, cors, options.stage);
  const { details = NO_DETAILS } = dependencies;
  const handlers = new Map<RoutePlan, RouteHandler>(
    api.routes.map((route) => [route, compileRoute(route, dependencies, options.logMappings === true)]),
  );

  const complete = (request: IncomingRequest, handled: HandledRequest): HandledRequest => {
    const { response, requestId, reason, mapping, route, integration, isPreflight } = handled;
    const { statusCode, body } = response;
    const headers = isPreflight === true ? response.headers : cors.apply(firstHeader(request.headers, 'origin'), response.headers);
    const all: readonly Field[] = [...headers, ['apigw-requestid', requestId]];
    const sent = { statusCode, headers: all, body };
    if (details.areWanted) {
      details.add({ kind: 'answer', requestId, status: statusCode, headers: all });
    }
    return {
      response: details.areWanted ? captureAnswer(sent, requestId, details) : sent,
      requestId,
      reason,
      mapping,
      route,
      integration,
      isPreflight,
    };
  };

  const call = async (routed: RoutedRequest): Promise<HandledRequest> => {
    const { request, requestId, route } = routed;
    const handler = handlers.get(route) as RouteHandler;
    const { response, reason, mapping } = await handler.handle(routed);
    return complete(request, { response, reason, mapping, requestId, route: route.key, integration: handler.integration });
  };

  const receive = (request: IncomingRequest, requestId: string): IncomingRequest => {
    const { method, target, headers } = request;
    details.add({ kind: 'received', requestId, api: api.name, method, target, headers });
    return captureRequest(request, requestId, details);
  };

  return (received) => {
    const requestId = newRequestId();
    const request = details.areWanted ? receive(received, requestId) : received;
    const matched = match(request, requestId);
    if (matched.kind === 'routed') {
      return call(matched.routed);
    }
    const { response, reason, route } = matched;
    return complete(request, { response, reason, requestId, route, isPreflight: matched.kind === 'preflight' });
  };
}
