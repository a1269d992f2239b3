import type { ApiPlan } from '../definitions/http-api';
import { MAX_BODY_BYTES } from '../gateway/body';
import { gatewayError } from '../gateway/errors';
import { firstHeader } from '../gateway/header';
import type { Field, GatewayResponse, IncomingRequest } from '../gateway/message';
import { newRequestId } from '../gateway/request-context';
import { decodePath, parseQuery, splitTarget } from '../gateway/request-target';
import type { Caller, RoutedRequest } from '../gateway/routed-request';
import { compileCors } from './cors';
import { type Answer, compileRoute, type RouteDependencies, type RouteHandler } from './route-handler';
import { compileRoutes } from './router';
import { selectStage } from './stages';
import { isHeadTooLarge, validateHeaders } from './validate-request';

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

/** A request and the handler of its route. */
interface MatchedRequest {
  readonly handler: RouteHandler;
  readonly routed: RoutedRequest;
}

const NO_CALLER: Caller = { kind: 'none' };
/** What follows on the connection cannot be trusted, so it is closed. */
const CLOSE_CONNECTION: readonly Field[] = [['connection', 'close']];

/** Compiles routes, mappings and CORS of an API once, before its first request. */
export function compileApi(api: ApiPlan, dependencies: RouteDependencies, options: ServeOptions = {}): ApiHandler {
  const cors = compileCors(api.cors);
  const routes = compileRoutes(api.routes);
  const handlers = new Map<unknown, RouteHandler>(
    api.routes.map((route) => [route, compileRoute(route, dependencies, options.logMappings === true)]),
  );

  /** Finds the route of a request, or answers it without one. */
  const match = (request: IncomingRequest, requestId: string): MatchedRequest | HandledRequest => {
    const answer = (response: GatewayResponse, reason?: string): HandledRequest => ({ response, reason, requestId });
    const refusal = validateHeaders(request.headers);
    if (refusal !== undefined) {
      return answer(gatewayError(refusal.statusCode, undefined, CLOSE_CONNECTION), refusal.reason);
    }
    if (isHeadTooLarge(request)) {
      return answer(gatewayError(431), 'request line and headers are larger than 10,240 bytes, or there are more than 1,000 headers');
    }
    const target = splitTarget(request.target);
    const staged = selectStage(api, target.rawPath, options.stage);
    if (staged === undefined) {
      return answer(gatewayError(404), 'no stage matches this path');
    }
    const path = decodePath(staged.rawPath);
    const selected = routes.select(request.method, path);
    const handler = handlers.get(selected?.route);
    if (selected === undefined || handler === undefined) {
      if (cors.isPreflight(request.method, request.headers)) {
        return { ...answer(cors.preflight(request.headers), 'answered by the CORS configuration'), isPreflight: true };
      }
      return answer(gatewayError(404), 'no route matches this method and path');
    }
    if ((request.body.length ?? 0) > MAX_BODY_BYTES) {
      return { ...answer(gatewayError(413), 'the body is larger than 10 MB'), route: selected.route.key };
    }
    const routed: RoutedRequest = {
      request,
      api,
      stage: staged.stage,
      route: selected.route,
      requestId,
      startedAt: new Date(),
      path,
      rawPath: staged.rawPath,
      pathVariables: selected.pathVariables,
      rawQuery: target.rawQuery,
      query: parseQuery(target.rawQuery),
      caller: NO_CALLER,
    };
    return { handler, routed };
  };

  const complete = (request: IncomingRequest, handled: HandledRequest): HandledRequest => {
    const { response, requestId, reason, mapping, route, integration, isPreflight } = handled;
    const { statusCode, body } = response;
    const headers = isPreflight === true ? response.headers : cors.apply(firstHeader(request.headers, 'origin'), response.headers);
    const all: readonly Field[] = [...headers, ['apigw-requestid', requestId]];
    return { response: { statusCode, headers: all, body }, requestId, reason, mapping, route, integration, isPreflight };
  };

  const call = async ({ handler, routed }: MatchedRequest): Promise<HandledRequest> => {
    const { request, requestId, route } = routed;
    const { response, reason, mapping } = await handler.handle(routed);
    return complete(request, { response, reason, mapping, requestId, route: route.key, integration: handler.integration });
  };

  return (request) => {
    const matched = match(request, newRequestId());
    return 'response' in matched ? complete(request, matched) : call(matched);
  };
}
