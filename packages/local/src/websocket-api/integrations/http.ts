import type { StagePlan } from '../../definitions/stage';
import type { WebSocketIntegrationPlan, WebSocketTargetPlan } from '../../definitions/websocket-integration';
import { wireValue } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import type { Connections } from '../../integrations/http/connections';
import { type Egress, privateUpstream, publicUpstream, type Upstream } from '../../integrations/http/destination';
import { exchange } from '../../integrations/http/exchange';
import { encodePath, encodeQuery, encodeQueryPart, fill, parseUri, type Uri, variablesOf } from '../../integrations/http/uri';
import { withStageVariables } from '../../template/stage-variables';
import type { RouteRun } from '../route-run';
import { type BackendCall, internalError, type WebSocketBackend } from './backend';
import type { RequestParameters } from './request-parameters';
import { answerOf, gatewayHeaders, handshakeHeaders, mergeHeaders } from './send';

export interface HttpDependencies extends Egress {
  readonly connections: Connections;
}

export type HttpTarget = Extract<WebSocketTargetPlan, { kind: 'url' | 'private' }>;

interface Destination {
  readonly upstream: Upstream;
  readonly path: string;
}

interface Unreachable {
  readonly reason: string;
}

/** Calls a URL, or the target of a private integration. */
export function httpBackend(plan: WebSocketIntegrationPlan, target: HttpTarget, dependencies: HttpDependencies): WebSocketBackend {
  const uris = new Map<StagePlan, Uri | Unreachable>();
  const uriIn = (stage: StagePlan): Uri | Unreachable => {
    const uri = uris.get(stage) ?? readUri(plan, target, stage);
    uris.set(stage, uri);
    return uri;
  };
  return async (call) => {
    const uri = uriIn(call.run.connection.stage);
    const destination = 'reason' in uri ? uri : locate(uri, plan, target, call.parameters, dependencies);
    if ('reason' in destination) {
      return internalError(destination.reason);
    }
    const { upstream, path } = destination;
    const body = hasBody(target.method) ? call.body : undefined;
    return answerOf(
      await exchange({
        pool: await dependencies.connections.to(upstream),
        shown: upstream.shown,
        servername: upstream.tlsName,
        method: target.method,
        path,
        headers: headersOf(call, plan.type === 'HTTP_PROXY', upstream.host, body),
        body: body ?? null,
        clientMethod: target.method,
        timeoutMillis: plan.timeoutMillis,
        signal: () => undefined,
      }),
    );
  };
}

/** Measured for GET: a rendered body is not sent. */
function hasBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** The URL of a private target without one, of which only the path counts. */
const NO_URL = 'http://localhost/';

/** The URL in a stage, or why there is none. */
export function readUri({ name }: WebSocketIntegrationPlan, { url = NO_URL }: HttpTarget, stage: StagePlan): Uri | Unreachable {
  const filled = withStageVariables(url, stage.variables);
  if ('missing' in filled) {
    return { reason: `the URL of integration ${name} needs the stage variable ${filled.missing}, which stage ${stage.name} does not have` };
  }
  return parseUri(filled.text) ?? { reason: `the URL of integration ${name} is ${filled.text}, which must begin with http:// or https://` };
}

/** The request line is the URL as it is written, with the parameters that the integration maps. */
export function locate(
  uri: Uri,
  { name }: WebSocketIntegrationPlan,
  target: HttpTarget,
  parameters: RequestParameters,
  egress: Egress,
): Destination | Unreachable {
  const { path: values, query } = parameters;
  const missing = variablesOf(uri).find((variable) => !Object.hasOwn(values, variable));
  if (missing !== undefined) {
    return { reason: `the URL of integration ${name} needs {${missing}}: map a value to integration.request.path.${missing}` };
  }
  const upstream = target.kind === 'private' ? privateUpstream(target, egress) : upstreamOf(uri, name, values, egress);
  if ('reason' in upstream) {
    return upstream;
  }
  const parts = [fill(uri.query, values, encodeQueryPart), encodeQuery(query)].filter((part) => part !== '');
  const path = upstream.basePath + fill(uri.path, values, encodePath) || '/';
  return { upstream, path: parts.length === 0 ? path : `${path}?${parts.join('&')}` };
}

function upstreamOf({ protocol, authority }: Uri, name: string, values: RequestParameters['path'], egress: Egress): Upstream | Unreachable {
  // A value must not end the host, nor add user information or a port.
  const origin = `${protocol}//${fill(authority, values, (value) => value.replace(/[^\w.-]/g, '%'))}`;
  return URL.canParse(origin)
    ? publicUpstream(new URL(origin).origin, egress)
    : { reason: `the URL of integration ${name} has the invalid host ${origin}` };
}

const JSON_TYPE: Field = ['Content-Type', 'application/json; charset=UTF-8'];

/** A proxy passes on the headers of a handshake; messages have none. */
function headersOf({ run, parameters }: BackendCall, isProxy: boolean, host: string, body: Buffer | undefined): string[] {
  const merged = mergeHeaders(
    gatewayHeaders(run),
    body === undefined ? [] : [JSON_TYPE],
    isProxy ? passedOn(run) : [],
    [['Host', host]],
    parameters.headers,
    body === undefined ? [] : [['Content-Length', String(body.length)]],
  );
  return merged.flatMap(([name, value]) => [name, wireValue(value)]);
}

function passedOn(run: RouteRun): readonly Field[] {
  return run.eventType === 'CONNECT' ? handshakeHeaders(run) : [];
}
