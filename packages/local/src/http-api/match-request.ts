import type { ApiPlan } from '../definitions/http-api';
import { MAX_BODY_BYTES } from '../gateway/body';
import { gatewayError } from '../gateway/errors';
import type { Field, GatewayResponse, IncomingRequest } from '../gateway/message';
import { decodePath, parseQuery, splitTarget } from '../gateway/request-target';
import type { Caller, RoutedRequest } from '../gateway/routed-request';
import type { CorsPolicy } from './cors';
import { compileRoutes } from './router';
import { type SelectedStage, selectStage } from './stages';
import { isHeadTooLarge, validateHeaders } from './validate-request';

/** The route of a request, or the answer without one. */
export type Match =
  | { readonly kind: 'routed'; readonly routed: RoutedRequest }
  | {
      readonly kind: 'preflight' | 'refused';
      readonly response: GatewayResponse;
      readonly reason: string;
      /** Absent if the request is refused before its stage is known. */
      readonly stage?: SelectedStage;
      /** Only of a request that is refused for its body. */
      readonly route?: string;
    };

/** Finds the stage and the route of requests. */
export type MatchRequest = (request: IncomingRequest, requestId: string) => Match;

const NO_CALLER: Caller = { kind: 'none' };
/** What follows on the connection cannot be trusted, so it is closed. */
const CLOSE_CONNECTION: readonly Field[] = [['connection', 'close']];

/**
 * Compiles the routes of an API once, for all its requests.
 *
 * @param only the only stage served, without its name in the path, as behind a custom domain
 */
export function compileMatch(api: ApiPlan, cors: CorsPolicy, only?: string): MatchRequest {
  const routes = compileRoutes(api.routes);
  return (request, requestId) => {
    const refused = (response: GatewayResponse, reason: string, more: { stage?: SelectedStage; route?: string } = {}): Match => ({
      kind: 'refused',
      response,
      reason,
      ...more,
    });
    const refusal = validateHeaders(request.headers);
    if (refusal !== undefined) {
      return refused(gatewayError(refusal.statusCode, undefined, CLOSE_CONNECTION), refusal.reason);
    }
    if (isHeadTooLarge(request)) {
      return refused(gatewayError(431), 'request line and headers are larger than 10,240 bytes, or there are more than 1,000 headers');
    }
    const target = splitTarget(request.target);
    const stage = selectStage(api, target.rawPath, only);
    if (stage === undefined) {
      return refused(gatewayError(404), 'no stage matches this path');
    }
    const path = decodePath(stage.rawPath);
    const selected = routes.select(request.method, path);
    if (selected === undefined) {
      return cors.isPreflight(request.method, request.headers)
        ? { kind: 'preflight', response: cors.preflight(request.headers), reason: 'answered by the CORS configuration', stage }
        : refused(gatewayError(404), 'no route matches this method and path', { stage });
    }
    if ((request.body.length ?? 0) > MAX_BODY_BYTES) {
      return refused(gatewayError(413), 'the body is larger than 10 MB', { stage, route: selected.route.key });
    }
    const routed: RoutedRequest = {
      request,
      api,
      stage: stage.stage,
      route: selected.route,
      requestId,
      startedAt: new Date(),
      path,
      rawPath: stage.rawPath,
      pathVariables: selected.pathVariables,
      rawQuery: target.rawQuery,
      query: parseQuery(target.rawQuery),
      caller: NO_CALLER,
    };
    return { kind: 'routed', routed };
  };
}
