import type { StagePlan } from '../definitions/stage';
import type { WebSocketApiPlan, WebSocketRoutePlan } from '../definitions/websocket-api';
import type { RouteRun } from '../websocket-api/route-run';
import { compileRouteSelection, type MessageSelection } from '../websocket-api/selection-expression';
import type { ExplainContext } from './explain-request';
import { explainRun } from './explain-run';
import type { ExplainedCandidate, WebSocketExplanation } from './explanation';

/** Explains what becomes of a message to a WebSocket API, with the code that handles messages. Nothing is called. */
export async function explainMessage(
  api: WebSocketApiPlan,
  message: string,
  context: ExplainContext<WebSocketRoutePlan>,
): Promise<WebSocketExplanation> {
  const selection = compileRouteSelection(api)(message);
  const stage = stageOf(api, context.stage);
  const route = api.routes.find(({ key }) => key === selection.key);
  const { findings, permission } = context.onTheWay({ api: api.location, stage: stage.name, route });
  const candidates = candidatesOf(api, selection);
  const head = {
    protocol: 'WEBSOCKET',
    event: 'MESSAGE',
    api: api.name,
    message,
    stage: { name: stage.name },
    routeSelectionExpression: api.routeSelectionExpression,
    selectedKey: selection.value,
    candidates,
    otherRoutes: api.routes.length - candidates.length,
    findings,
  } as const;
  if (route === undefined) {
    const outcome = 'the client gets the error Forbidden: no route matches the message, and the API has no $default route';
    return { ...head, answered: false, returnsResponse: false, integrationResponses: [], outcome };
  }
  const explained = await explainRun(route, runOf(api, stage, route, message), permission, context);
  return { ...head, route: route.key, answered: true, returnsResponse: route.isTwoWay, ...explained };
}

/** Messages do not name their stage: it is that of the connection. */
function stageOf({ stages }: WebSocketApiPlan, name: string | undefined): StagePlan {
  return stages.find((stage) => stage.name === name) ?? stages[0] ?? { name: CATCH_ALL, variables: {} };
}

function candidatesOf({ routes }: WebSocketApiPlan, { value, key }: MessageSelection): readonly ExplainedCandidate[] {
  const keys = new Set(routes.map((route) => route.key));
  const candidates: ExplainedCandidate[] = [];
  if (keys.has(value) && value !== key) {
    candidates.push({ route: value, selected: false, because: 'messages never reach it: it is for the begin and the end of connections' });
  } else if (keys.has(value) && value !== CATCH_ALL) {
    candidates.push({ route: value, selected: true, because: 'the route selection expression evaluates to its key' });
  }
  if (keys.has(CATCH_ALL)) {
    const because = key === CATCH_ALL ? 'no other route has the key' : 'it is used only if no other route has the key';
    candidates.push({ route: CATCH_ALL, selected: key === CATCH_ALL, because });
  }
  return candidates;
}

const CATCH_ALL = '$default';

/** The values of a run that only a connection has are placeholders. */
export const CONNECTION_ID = 'EXPLAINCONNECT=';
export const REQUEST_ID = 'EXPLAINEDREQUES=';

function runOf(api: WebSocketApiPlan, stage: StagePlan, { key }: WebSocketRoutePlan, body: string): RouteRun {
  const now = new Date();
  return {
    connection: {
      connectionId: CONNECTION_ID,
      connectedAt: now,
      api,
      stage,
      domainName: `${api.id}.execute-api.${api.region}.amazonaws.com`,
      sourceIp: '127.0.0.1',
      caller: { kind: 'none' },
    },
    eventType: 'MESSAGE',
    routeKey: key,
    requestId: REQUEST_ID,
    requestTime: now,
    messageId: REQUEST_ID,
    body,
    headers: [],
    query: [],
  };
}
