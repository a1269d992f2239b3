import { type Permission, readWebSocketParameters } from '@apigwv2-integrations/core/engine';
import type { WebSocketRoutePlan } from '../definitions/websocket-api';
import type { WebSocketIntegrationPlan } from '../definitions/websocket-integration';
import type { DetailEntry, TemplateEntry } from '../gateway/detail-entry';
import { type BackendCall, internalError } from '../websocket-api/integrations/backend';
import { integrationWith, mockBackend } from '../websocket-api/integrations/create-integration';
import { compileModels } from '../websocket-api/integrations/models';
import { parameterInput } from '../websocket-api/integrations/request-parameters';
import type { RouteResult, RouteRun } from '../websocket-api/route-run';
import type { ExplainContext } from './explain-request';
import type { ExplainedMappingEntry, ExplainedTemplate, WebSocketExplanation } from './explanation';
import { type ExplainedTarget, explainIntegration } from './integration';
import { explainMessageTarget } from './message-target';

/** What becomes of a run of a route. */
export type ExplainedRun = Pick<
  WebSocketExplanation,
  'validation' | 'mapping' | 'template' | 'integration' | 'integrationResponses' | 'frame' | 'outcome'
>;

/** Explains a message or a handshake whose route is selected, as far as it goes without a call. */
export async function explainRun(
  route: WebSocketRoutePlan,
  run: RouteRun,
  permission: Permission | undefined,
  context: ExplainContext<WebSocketRoutePlan>,
): Promise<ExplainedRun> {
  const { key, integration, models, isTwoWay } = route;
  const isConnect = run.eventType === 'CONNECT';
  if (integration === undefined) {
    const outcome = isConnect
      ? 'the connection is opened, without calling anything: the route has no integration'
      : `${key} is not served: it has no integration`;
    return { integrationResponses: [], outcome };
  }
  if (integration.kind === 'unserved') {
    const explained = explainIntegration(integration, { permission, route: key });
    return { integration: explained, integrationResponses: [], outcome: `${key} is not served: ${integration.reason}` };
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
    outcome: `${key} ${isConnect ? handshakeOutcome(route, dry, target) : outcomeOf(route, invalid ?? dry.failure, target, dry.result)}`,
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
  const input = parameterInput(run);
  const known = new Map(readWebSocketParameters(requestParameters).map((parameter) => [parameter.destination, parameter]));
  return requestParameters.map(([key, expression]): ExplainedMappingEntry => {
    const parameter = known.get(key);
    if (parameter === undefined) {
      return { key, expression, effect: 'has no effect' };
    }
    const value = parameter.read(input);
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

/** The status with which a handshake is refused if API Gateway may not invoke the function. */
const BAD_GATEWAY = 502;

function handshakeOutcome({ notPermitted }: WebSocketRoutePlan, { failure, result }: DryRun, target: ExplainedTarget): string {
  if (failure !== undefined) {
    return `refuses the handshake with ${failure.statusCode}: ${failure.reason}`;
  }
  if (target.failure !== undefined) {
    return `refuses the handshake with ${target.failure.statusCode}: ${target.failure.reason}`;
  }
  if (notPermitted !== undefined) {
    return `refuses the handshake with ${BAD_GATEWAY} after deployment: ${notPermitted}`;
  }
  if (result?.kind !== 'response') {
    return `${target.action}; a status from 200 to 299 opens the connection`;
  }
  const opens = result.statusCode >= 200 && result.statusCode < 300;
  return `${target.action} with ${result.statusCode}, which ${opens ? 'opens' : 'refuses'} the connection`;
}
