import type { Permission } from '@apigwv2-integrations/core/engine';
import type { StagePlan } from '../definitions/stage';
import type { WebSocketApiPlan, WebSocketRoutePlan } from '../definitions/websocket-api';
import type { WebSocketIntegrationPlan } from '../definitions/websocket-integration';
import type { DetailEntry, TemplateEntry } from '../gateway/detail-entry';
import { type BackendCall, internalError } from '../websocket-api/integrations/backend';
import { integrationWith, mockBackend } from '../websocket-api/integrations/create-integration';
import { compileModels } from '../websocket-api/integrations/models';
import { readRequestParameters } from '../websocket-api/integrations/request-parameters';
import type { RouteResult, RouteRun } from '../websocket-api/route-run';
import { compileRouteSelection, type MessageSelection } from '../websocket-api/route-table';
import type { ExplainContext } from './explain-request';
import type { ExplainedCandidate, ExplainedMappingEntry, ExplainedTemplate, WebSocketExplanation } from './explanation';
import { type ExplainedTarget, explainIntegration } from './integration';
import { explainMessageTarget } from './message-target';

/** Explains what becomes of a message to a WebSocket API, with the code that handles messages. Nothing is called. */
export async function explainMessage(
  api: WebSocketApiPlan,
  message: string,
  context: ExplainContext<WebSocketRoutePlan>,
): Promise<WebSocketExplanation> {
  const selection = compileRouteSelection(api)(message);
  const stage = stageOf(api, context.stage);
  const route = api.routes.find(({ key }) => key === selection.key);
  const { findings, permission } = context.onTheWay({ api: api.location, stage: stage.name, route: route?.location });
  const candidates = candidatesOf(api, selection);
  const head = {
    protocol: 'WEBSOCKET',
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
  const explained = await explainRoute(route, runOf(api, stage, route, message), permission, context);
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
const CONNECTION_ID = 'EXPLAINCONNECT=';
const REQUEST_ID = 'EXPLAINEDREQUES=';

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

type ExplainedRoute = Pick<
  WebSocketExplanation,
  'validation' | 'mapping' | 'template' | 'integration' | 'integrationResponses' | 'frame' | 'outcome'
>;

async function explainRoute(
  route: WebSocketRoutePlan,
  run: RouteRun,
  permission: Permission | undefined,
  context: ExplainContext<WebSocketRoutePlan>,
): Promise<ExplainedRoute> {
  const { key, integration, models, isTwoWay } = route;
  if (integration === undefined || integration.kind === 'unserved') {
    const reason = integration?.reason ?? 'it has no integration';
    return {
      ...(integration === undefined ? {} : { integration: explainIntegration(integration, { permission, route: key }) }),
      integrationResponses: [],
      outcome: `${key} is not served: ${reason}`,
    };
  }
  const obstacle = context.obstacle(route);
  const invalid = models && (await compileModels(models)(run));
  const dry = await runDry(integration, run);
  const target = explainMessageTarget(integration, run, dry.call);
  const mapping = explainParameters(integration, run);
  const frame = dry.result?.kind === 'response' && isTwoWay ? dry.result.body : undefined;
  return {
    ...(models === undefined
      ? {}
      : { validation: { selection: models.selection, ...(invalid === undefined ? {} : { problem: invalid.reason }) } }),
    ...(mapping.length === 0 ? {} : { mapping }),
    ...(dry.template === undefined ? {} : { template: dry.template }),
    integration: explainIntegration(integration, { explained: target, permission, obstacle, route: key }),
    integrationResponses: integration.responses.map((response) => ({ key: response.key, templates: [...response.templates.keys()] })),
    ...(frame === undefined ? {} : { frame }),
    outcome: `${key} ${outcomeOf(route, invalid ?? dry.failure, target, dry.result)}`,
  };
}

/** What an integration does before its backend is called; all that it does for a mock integration. */
interface DryRun {
  /** Undefined if no request can be created. */
  readonly call?: BackendCall;
  /** Why no request can be created. */
  readonly failure?: Extract<RouteResult, { kind: 'failed' }>;
  readonly template?: ExplainedTemplate;
  /** Of a mock integration. */
  readonly result?: RouteResult;
}

async function runDry(plan: WebSocketIntegrationPlan, run: RouteRun): Promise<DryRun> {
  // A function gets the message in its event, without templates.
  if (plan.type === 'AWS_PROXY') {
    return {};
  }
  const details: DetailEntry[] = [];
  let call: BackendCall | undefined;
  const isMock = plan.target.kind === 'mock';
  const integration = integrationWith(
    plan,
    async (request) => {
      call = request;
      return isMock ? mockBackend(request) : internalError('not called');
    },
    { areWanted: true, add: (entry) => details.push(entry) },
  );
  const result = await integration.run(run);
  const rendered = details.find((entry): entry is TemplateEntry => entry.kind === 'template' && entry.direction === 'request');
  const failure = result.kind === 'failed' && (call === undefined || isMock) ? result : undefined;
  const { requestTemplates, passthrough } = plan;
  const body = (call as BackendCall | undefined)?.body?.toString();
  const problem = call === undefined ? failure?.reason : undefined;
  const template: ExplainedTemplate = {
    ...(requestTemplates.selection === undefined ? {} : { selection: requestTemplates.selection }),
    ...(rendered?.key === undefined ? {} : { key: rendered.key }),
    passthrough,
    ...(body === undefined ? {} : { body }),
    ...(problem === undefined ? {} : { problem }),
  };
  return { call, failure, ...(plan.type === 'HTTP_PROXY' ? {} : { template }), ...(isMock ? { result } : {}) };
}

function explainParameters({ requestParameters }: WebSocketIntegrationPlan, run: RouteRun): readonly ExplainedMappingEntry[] {
  const known = new Map(readRequestParameters(requestParameters).map((parameter) => [parameter.destination, parameter]));
  return requestParameters.map(([key, expression]): ExplainedMappingEntry => {
    const parameter = known.get(key);
    if (parameter === undefined) {
      return { key, expression, effect: 'has no effect' };
    }
    const value = parameter.read(run);
    const place = { header: 'header', querystring: 'query parameter', path: 'path variable' }[parameter.location];
    return value === undefined
      ? { key, expression, effect: 'is skipped: the message has no value for it' }
      : { key, expression, value, effect: `sets the ${place} ${parameter.name}` };
  });
}

function outcomeOf(
  { isTwoWay, notPermitted, integration }: WebSocketRoutePlan,
  failure: Extract<RouteResult, { kind: 'failed' }> | undefined,
  target: ExplainedTarget,
  result: RouteResult | undefined,
): string {
  if (failure !== undefined) {
    return `answers with the error ${failure.message}: ${failure.reason}`;
  }
  if (target.failure !== undefined) {
    return `answers with the error Internal server error: ${target.failure.reason}`;
  }
  if (notPermitted !== undefined) {
    return `answers with the error Internal server error after deployment: ${notPermitted}`;
  }
  if (!isTwoWay) {
    return `${target.action}; the client gets no response, because the route has no route response`;
  }
  if (result === undefined) {
    const proxies = integration?.kind === 'served' && /_PROXY$/.test(integration.type);
    return `${target.action}, and ${proxies ? 'its response' : 'what the integration response makes of its response'} is sent to the client`;
  }
  return result.kind === 'response' && result.body !== undefined
    ? `${target.action}, and sends a frame to the client`
    : `${target.action}; no frame is sent, because the response template is empty`;
}
