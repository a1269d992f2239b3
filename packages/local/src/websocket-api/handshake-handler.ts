import { type Refusal, refuse } from '../authorizers/authorizer';
import type { ConnectionAuthorizer, ConnectionCaller } from '../authorizers/connection-authorizer';
import type { Handshake } from '../authorizers/handshake';
import type { StagePlan } from '../definitions/stage';
import type { WebSocketApiPlan } from '../definitions/websocket-api';
import type { Details } from '../gateway/detail-entry';
import { gatewayError } from '../gateway/errors';
import { firstHeader, isHeaderValue, isHopByHop } from '../gateway/header';
import type { Field, GatewayResponse, IncomingRequest } from '../gateway/message';
import { newRequestId, traceId } from '../gateway/request-context';
import { parseQuery, splitTarget } from '../gateway/request-target';
import { selectStage } from '../http-api/stages';
import type { ConnectionDetails, RouteResult } from './route-run';
import type { WebSocketRouteTable } from './route-table';
import { type HandshakeRefusal, validateHandshake } from './validate-handshake';

/** What handshakes of an API are handled with. */
export interface HandshakeContext {
  readonly api: WebSocketApiPlan;
  readonly routes: WebSocketRouteTable;
  /** Of the `$connect` route; undefined if it cannot run here. */
  readonly authorizer?: ConnectionAuthorizer;
  readonly isAllowedOrigin: (origin: string | undefined) => boolean;
  /** The only stage to serve, without its name in the path. */
  readonly stage?: string;
  readonly newConnectionId: () => string;
  /** @default nobody wants details */
  readonly details?: Details;
}

/** The outcome of a handshake, with what is logged about it. */
export type HandledHandshake = {
  readonly requestId: string;
  readonly connectionId: string;
  readonly stage?: string;
  readonly integration?: string;
} & (
  | { readonly kind: 'refused'; readonly response: GatewayResponse; readonly reason: string }
  | {
      readonly kind: 'accepted';
      readonly details: ConnectionDetails;
      /** The subprotocol that the integration chose. */
      readonly subprotocol?: string;
    }
);

const FORBIDDEN = 403;
const NOT_IMPLEMENTED = 501;

/** Checks a handshake, then runs the authorizer and the integration of `$connect`. */
export async function handleHandshake(request: IncomingRequest, context: HandshakeContext): Promise<HandledHandshake> {
  const ids = { requestId: newRequestId(), connectionId: context.newConnectionId() };
  if (context.details?.areWanted === true) {
    const { method, target, headers } = request;
    context.details.add({ kind: 'received', ...ids, api: context.api.name, method, target, headers });
  }
  const refused = ({ statusCode, reason, headers = [] }: HandshakeRefusal, more: object = {}): HandledHandshake => ({
    ...ids,
    ...more,
    kind: 'refused',
    response: withIds(statusCode, headers, ids),
    reason,
  });
  const stage = findStage(request, context);
  if ('statusCode' in stage) {
    return refused(stage);
  }
  const more = { stage: stage.name };
  const connect = context.routes.get('$connect');
  const handshake = handshakeOf(request, stage, context.api, ids);
  const apiKey = firstHeader(handshake.headers, 'x-api-key');
  if (connect?.plan.needsApiKey === true && apiKey === undefined) {
    return refused({ statusCode: FORBIDDEN, reason: 'the route $connect needs an API key in the header x-api-key' }, more);
  }
  if (connect !== undefined && context.authorizer === undefined) {
    return refused({ statusCode: NOT_IMPLEMENTED, reason: 'the authorizer of $connect is not served' }, more);
  }
  const caller = await callerOf(handshake, context.authorizer);
  if (caller.kind === 'refused') {
    return refused(caller, more);
  }
  const { api, sourceIp, domainName, connectedAt } = handshake;
  const userAgent = firstHeader(handshake.headers, 'user-agent');
  const details: ConnectionDetails = {
    connectionId: ids.connectionId,
    connectedAt,
    api,
    stage,
    domainName,
    sourceIp,
    userAgent,
    apiKey,
    caller,
  };
  const result = await connect?.run?.({
    connection: details,
    eventType: 'CONNECT',
    routeKey: '$connect',
    requestId: ids.requestId,
    requestTime: connectedAt,
    headers: handshake.headers.filter(([name]) => !isHopByHop(name.toLowerCase())),
    query: handshake.query,
  });
  const withIntegration = { ...more, integration: connect?.integration };
  const refusal = result && refusalOf(result);
  return refusal === undefined
    ? { ...ids, ...withIntegration, kind: 'accepted', details, subprotocol: subprotocolOf(result) }
    : refused(refusal, withIntegration);
}

/** The caller, or why it is refused. An authorizer that fails unexpectedly lets nobody in. */
async function callerOf(handshake: Handshake, authorizer: ConnectionAuthorizer | undefined): Promise<ConnectionCaller | Refusal> {
  try {
    return (await authorizer?.authorize(handshake)) ?? { kind: 'none' };
  } catch (error) {
    return refuse(500, `internal error of the gateway: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

/** The stage, or why the request is not a handshake of one. */
export function findStage(
  request: IncomingRequest,
  { api, isAllowedOrigin, stage: only }: Pick<HandshakeContext, 'api' | 'isAllowedOrigin' | 'stage'>,
): StagePlan | HandshakeRefusal {
  const refusal = validateHandshake(request);
  if (refusal !== undefined) {
    return refusal;
  }
  const origin = firstHeader(request.headers, 'origin');
  if (!isAllowedOrigin(origin)) {
    return {
      statusCode: FORBIDDEN,
      reason: `the page ${JSON.stringify(origin)} is not of this machine: pass --allow-origin ${origin} to let it connect`,
    };
  }
  const { rawPath } = splitTarget(request.target);
  const staged = selectStage(api, rawPath, only);
  return staged === undefined || staged.rawPath.replace(/\/$/, '') !== ''
    ? { statusCode: FORBIDDEN, reason: `the path must be that of a stage: ${pathsOf(api, only)}` }
    : staged.stage;
}

function pathsOf({ stages }: WebSocketApiPlan, only: string | undefined): string {
  return stages.map(({ name }) => (only !== undefined || name === '$default' ? '/' : `/${name}`)).join(', ');
}

/** The handshake as authorizers see it. */
export function handshakeOf(
  { target, headers, sourceIp }: IncomingRequest,
  stage: StagePlan,
  api: WebSocketApiPlan,
  ids: { readonly requestId: string; readonly connectionId: string },
): Handshake {
  const connectedAt = new Date();
  const domainName = firstHeader(headers, 'host') || `${api.id}.execute-api.${api.region}.amazonaws.com`;
  const forwardedFor = headers.filter(([name]) => name.toLowerCase() === 'x-forwarded-for').map(([, value]) => value);
  const received = headers.filter(([name]) => !/^x-forwarded-(?:for|port|proto)$/i.test(name));
  const isTraced = firstHeader(headers, 'x-amzn-trace-id') !== undefined;
  const added: readonly Field[] = [
    ...(isTraced ? [] : [['X-Amzn-Trace-Id', traceId({ requestId: ids.requestId, startedAt: connectedAt })] as const]),
    ['X-Forwarded-For', [...forwardedFor, sourceIp].join(', ')],
    ['X-Forwarded-Port', /:(\d+)$/.exec(domainName)?.[1] ?? '80'],
    ['X-Forwarded-Proto', 'http'],
  ];
  return {
    api,
    stage,
    target,
    headers: [...received, ...added],
    query: parseQuery(splitTarget(target).rawQuery),
    sourceIp,
    domainName,
    connectedAt,
    ...ids,
  };
}

/** Why the result of `$connect` refuses the handshake. Its body is not sent to the client. */
function refusalOf(result: RouteResult): HandshakeRefusal | undefined {
  if (result.kind === 'failed') {
    return { statusCode: result.statusCode, reason: result.reason };
  }
  const { statusCode } = result;
  if (statusCode >= 200 && statusCode < 300) {
    return undefined;
  }
  return { statusCode: statusCode < 200 ? 502 : statusCode, reason: `the integration of $connect answered ${statusCode}` };
}

function subprotocolOf(result: RouteResult | undefined): string | undefined {
  const chosen = result?.kind === 'response' ? firstHeader(result.headers, 'sec-websocket-protocol') : undefined;
  return chosen !== undefined && isHeaderValue(chosen) ? chosen : undefined;
}

/** The bodies of refused handshakes are not recorded anywhere; they take the form of the service's error frames. */
function withIds(
  statusCode: number,
  headers: readonly Field[],
  ids: { readonly requestId: string; readonly connectionId: string },
): GatewayResponse {
  const { body, headers: own } = gatewayError(statusCode, undefined, headers);
  const { message } = JSON.parse(body as string) as { readonly message: string };
  return {
    statusCode,
    headers: [...own, ['x-amzn-requestid', ids.requestId]],
    body: JSON.stringify({ message, connectionId: ids.connectionId, requestId: ids.requestId }),
  };
}
