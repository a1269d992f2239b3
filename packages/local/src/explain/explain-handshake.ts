import { identityInput } from '../authorizers/connection-authorizer';
import type { Handshake } from '../authorizers/handshake';
import type { AuthorizerPlan } from '../definitions/authorizer';
import type { WebSocketApiPlan, WebSocketRoutePlan } from '../definitions/websocket-api';
import { displayPath } from '../diagnostics/diagnostics';
import { firstHeader } from '../gateway/header';
import { findStage, handshakeOf } from '../websocket-api/handshake-handler';
import type { RouteRun } from '../websocket-api/route-run';
import { type ConnectRequest, handshakeRequest } from '../websocket-api/test-client';
import { explainIam, explainLambda, type ForeseenDecision } from './authorizer';
import { CONNECTION_ID, REQUEST_ID } from './explain-message';
import type { ExplainContext } from './explain-request';
import { explainRun } from './explain-run';
import type { WebSocketExplanation } from './explanation';

const CONNECT = '$connect';

/** Explains what becomes of a handshake with a WebSocket API: stage, authorizer, integration of `$connect`. Nothing is called. */
export async function explainHandshake(
  api: WebSocketApiPlan,
  request: ConnectRequest,
  context: ExplainContext<WebSocketRoutePlan>,
): Promise<WebSocketExplanation> {
  const incoming = handshakeRequest(request);
  const stage = findStage(incoming, { api, stage: context.stage, isAllowedOrigin: () => true });
  const isRefused = 'statusCode' in stage;
  const route = api.routes.find(({ key }) => key === CONNECT);
  const { findings, permission } = context.onTheWay({
    api: api.location,
    stage: isRefused ? undefined : stage.name,
    route,
  });
  const head = {
    protocol: 'WEBSOCKET',
    event: 'CONNECT',
    api: api.name,
    message: '',
    path: request.path,
    ...(isRefused ? {} : { stage: { name: stage.name } }),
    routeSelectionExpression: api.routeSelectionExpression,
    selectedKey: CONNECT,
    candidates: route === undefined ? [] : [{ route: CONNECT, selected: true, because: 'handshakes take it, whatever they contain' }],
    otherRoutes: api.routes.length - (route === undefined ? 0 : 1),
    returnsResponse: false,
    findings,
  } as const;
  const refused = (statusCode: number, reason: string) => `the handshake is refused with ${statusCode}: ${reason}`;
  if (isRefused) {
    return { ...head, answered: false, integrationResponses: [], outcome: refused(stage.statusCode, stage.reason) };
  }
  if (route === undefined) {
    const outcome = 'the connection is opened, without calling anything: the API has no $connect route';
    return { ...head, answered: true, integrationResponses: [], outcome };
  }
  const handshake = handshakeOf(incoming, stage, api, { connectionId: CONNECTION_ID, requestId: REQUEST_ID });
  const decision = route.authorizer.kind === 'unserved' ? undefined : await explainAuthorizer(route.authorizer, handshake, api.region);
  const explained = await explainRun(route, runOf(handshake), permission, context);
  const { authorizer, refusal } = decision ?? {};
  const outcome = (): string => {
    if (route.needsApiKey && firstHeader(handshake.headers, 'x-api-key') === undefined) {
      return refused(403, 'the route $connect needs an API key in the header x-api-key');
    }
    if (route.authorizer.kind === 'unserved') {
      return `${CONNECT} is not served: ${route.authorizer.reason}`;
    }
    if (refusal !== undefined) {
      return refused(refusal.statusCode, refusal.reason);
    }
    return authorizer === undefined ? explained.outcome : `if ${authorizer.name} allows it: ${explained.outcome}`;
  };
  return { ...head, ...explained, route: CONNECT, answered: true, ...(authorizer === undefined ? {} : { authorizer }), outcome: outcome() };
}

async function explainAuthorizer(plan: AuthorizerPlan, handshake: Handshake, region: string): Promise<ForeseenDecision> {
  switch (plan.kind) {
    case 'none':
      return { caller: { kind: 'none' }, isKnown: true };
    case 'lambda':
      return explainLambda(plan, 'WEBSOCKET', identityInput(handshake));
    case 'iam': {
      const { target, query, headers } = handshake;
      const [path = ''] = target.split('?');
      return explainIam({ method: 'GET', path, query, headers, body: async () => Buffer.alloc(0) }, region);
    }
    case 'jwt': {
      const refusal = {
        statusCode: 500,
        reason: `WebSocket APIs do not support JWT authorizers such as ${displayPath(plan.location)}`,
      } as const;
      return { refusal, caller: { kind: 'none' }, isKnown: true };
    }
  }
}

function runOf(handshake: Handshake): RouteRun {
  const { headers, query, requestId, connectedAt } = handshake;
  return {
    connection: { ...handshake, userAgent: firstHeader(headers, 'user-agent'), caller: { kind: 'none' } },
    eventType: 'CONNECT',
    routeKey: CONNECT,
    requestId,
    requestTime: connectedAt,
    headers,
    query,
  };
}
