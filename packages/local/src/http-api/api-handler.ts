import type { ApiPlan } from '../definitions/api-plan';
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

/** An answer with what the log tells of it. */
export interface Handled extends Answer {
  readonly requestId: string;
  readonly route?: string;
  readonly integration?: string;
  /** Whether its CORS headers are complete. */
  readonly isPreflight?: boolean;
}

/** Answers the requests of one API; at once where no route is asked. */
export type ApiHandler = (request: IncomingRequest) => Handled | Promise<Handled>;

/** What of an API is served, and how much is told. */
export interface ServeOptions {
  /** The one stage that is served, without its name in the path, as behind a custom domain. */
  readonly stage?: string;
  /** Whether requests are told before and after their mapping. */
  readonly logMappings?: boolean;
}

/** A request with what handles it. */
interface Found {
  readonly handler: RouteHandler;
  readonly routed: RoutedRequest;
}

const NOBODY: Caller = { kind: 'none' };
/** Nothing more is read of the connection. */
const LAST: readonly Field[] = [['connection', 'close']];

/** Compiles all that can be known of an API before its first request. */
export function compileApi(api: ApiPlan, parts: RouteDependencies, options: ServeOptions = {}): ApiHandler {
  const cors = compileCors(api.cors);
  const routes = compileRoutes(api.routes);
  const handlers = new Map<unknown, RouteHandler>(
    api.routes.map((route) => [route, compileRoute(route, parts, options.logMappings === true)]),
  );

  /** All that happens before a route is known. */
  const find = (request: IncomingRequest, requestId: string): Found | Handled => {
    const own = (response: GatewayResponse, reason?: string): Handled => ({ response, reason, requestId });
    const unfit = validateHeaders(request.headers);
    if (unfit !== undefined) {
      return own(gatewayError(unfit.statusCode, undefined, LAST), unfit.reason);
    }
    if (isHeadTooLarge(request)) {
      return own(gatewayError(431), 'request line and headers are larger than 10,240 bytes');
    }
    const target = splitTarget(request.target);
    const staged = selectStage(api, target.rawPath, options.stage);
    if (staged === undefined) {
      return own(gatewayError(404), 'no stage takes this path');
    }
    const path = decodePath(staged.rawPath);
    const selected = routes.select(request.method, path);
    const handler = handlers.get(selected?.route);
    if (selected === undefined || handler === undefined) {
      if (cors.isPreflight(request.method, request.headers)) {
        return { ...own(cors.preflight(request.headers), 'answered by the CORS configuration'), isPreflight: true };
      }
      return own(gatewayError(404), 'no route takes this method and path');
    }
    if ((request.body.length ?? 0) > MAX_BODY_BYTES) {
      return { ...own(gatewayError(413), 'the body is larger than 10 MB'), route: selected.route.key };
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
      caller: NOBODY,
    };
    return { handler, routed };
  };

  const complete = (request: IncomingRequest, handled: Handled): Handled => {
    const { response, requestId, reason, mapping, route, integration, isPreflight } = handled;
    const { statusCode, body } = response;
    const headers = isPreflight === true ? response.headers : cors.apply(firstHeader(request.headers, 'origin'), response.headers);
    const all: readonly Field[] = [...headers, ['apigw-requestid', requestId]];
    return { response: { statusCode, headers: all, body }, requestId, reason, mapping, route, integration, isPreflight };
  };

  const call = async ({ handler, routed }: Found): Promise<Handled> => {
    const { request, requestId, route } = routed;
    const { response, reason, mapping } = await handler.handle(routed);
    return complete(request, { response, reason, mapping, requestId, route: route.key, integration: handler.integration });
  };

  return (request) => {
    const found = find(request, newRequestId());
    return 'response' in found ? complete(request, found) : call(found);
  };
}
