import type { ServiceActionPlan, WebSocketIntegrationPlan } from '../../definitions/websocket-integration';
import { firstHeader, wireValue } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import type { Endpoints } from '../../integrations/aws/endpoints';
import { type Service, serviceNamed } from '../../integrations/aws/services';
import { signedHeaders } from '../../integrations/aws/sign';
import type { Connections } from '../../integrations/http/connections';
import { exchange } from '../../integrations/http/exchange';
import { encodePath, encodeQuery } from '../../integrations/http/uri';
import { withStageVariables } from '../../template/stage-variables';
import { type BackendAnswer, type BackendCall, type Failed, internalError, type WebSocketBackend } from './backend';
import { jsonOfQueryXml } from './query-xml';
import { answerOf, gatewayHeaders, mergeHeaders } from './send';

export interface ActionDependencies {
  readonly endpoints: Endpoints;
  readonly connections: Connections;
}

const FORM = 'application/x-www-form-urlencoded';

/** Calls an AWS service at its local endpoint, with a request that templates and parameters create. */
export function actionBackend(
  { name, timeoutMillis }: WebSocketIntegrationPlan,
  action: ServiceActionPlan,
  { endpoints, connections }: ActionDependencies,
): WebSocketBackend {
  const service = serviceNamed(action.serviceName);
  const endpoint = service && endpoints.of(service);
  return async (call) => {
    if (service === undefined || endpoint === undefined) {
      return internalError(`calls to ${action.serviceName} are not served`);
    }
    if ('reason' in endpoint) {
      return internalError(endpoint.reason);
    }
    const target = targetOf(action, call, name);
    if ('reason' in target) {
      return internalError(target.reason);
    }
    const { origin, host, hostname, pathname } = new URL(endpoint.url);
    const request = requestOf(action, service, call, target, endpoint.url);
    const path = pathname.replace(/\/$/, '') + request.path;
    const unsigned = { ...request, host, path, method: action.method };
    const headers = mergeHeaders(
      await signedHeaders(unsigned, service.signingName, action.region),
      [['host', host]],
      lengthOf(request.body),
    );
    const outcome = await exchange({
      pool: await connections.to({ origin }),
      shown: origin,
      flag: '--endpoint',
      servername: hostname,
      method: action.method,
      path: request.query.length === 0 ? path : `${path}?${encodeQuery(request.query)}`,
      headers: headers.flatMap(([header, value]) => [header, wireValue(value)]),
      body: request.body ?? null,
      clientMethod: action.method,
      timeoutMillis,
      signal: () => undefined,
    });
    return withJson(await answerOf(outcome), service);
  };
}

interface ActionTarget {
  /** Encoded. */
  readonly path: string;
  readonly query: readonly Field[];
}

/** Fills in stage variables and mapped path parameters. */
export function targetOf(
  { path }: ServiceActionPlan,
  { run, parameters }: BackendCall,
  name: string,
): ActionTarget | { readonly reason: string } {
  const { stage } = run.connection;
  const filled = withStageVariables(path, stage.variables);
  if ('missing' in filled) {
    return { reason: `the URI of integration ${name} needs the stage variable ${filled.missing}, which stage ${stage.name} does not have` };
  }
  let missing: string | undefined;
  const text = (part: string) =>
    part.replace(/\{([^{}]+)\}/g, (_, parameter: string) => {
      const value = parameters.path[parameter];
      missing ??= value === undefined ? parameter : undefined;
      return value ?? '';
    });
  const [before = '', after = ''] = filled.text.split(/\?(.*)/s);
  const query =
    after === ''
      ? []
      : after.split('&').map((pair): Field => {
          const [key = '', ...value] = pair.split('=');
          return [text(key), text(value.join('='))];
        });
  const target = { path: encodePath(text(before)), query: [...query, ...parameters.query] };
  return missing === undefined
    ? target
    : { reason: `the URI of integration ${name} needs {${missing}}: map a value to integration.request.path.${missing}` };
}

interface ServiceRequest extends ActionTarget {
  readonly headers: readonly Field[];
  readonly body: Buffer | undefined;
}

/** Adds the name of the action in the form that the service reads. */
function requestOf(
  { action, method }: ServiceActionPlan,
  { name, protocol }: Service,
  { run, parameters, body }: BackendCall,
  { path, query }: ActionTarget,
  endpoint: string,
): ServiceRequest {
  const isBodyless = method === 'GET' || method === 'HEAD';
  const sent = isBodyless ? undefined : body;
  const base = mergeHeaders(gatewayHeaders(run), [['Accept', 'application/json']]);
  const contentType = firstHeader(parameters.headers, 'content-type');
  const request = (defaults: readonly Field[], more: Partial<ServiceRequest> = {}): ServiceRequest => ({
    path,
    query,
    headers: mergeHeaders(base, defaults, parameters.headers),
    body: sent,
    ...more,
  });
  if (protocol.kind === 'json' && action !== undefined) {
    return request([
      ['Content-Type', protocol.contentType],
      ['X-Amz-Target', `${protocol.targetPrefix}.${action}`],
    ]);
  }
  const isForm = protocol.kind === 'query' && (contentType === undefined ? action !== undefined : contentType.startsWith(FORM));
  if (!isForm) {
    return request(sent === undefined ? [] : [['Content-Type', 'application/json']]);
  }
  const form = new URLSearchParams(isBodyless ? [] : sent?.toString());
  const added: Field[] = [];
  if (action !== undefined && !form.has('Action')) {
    added.push(['Action', action]);
  }
  if (!form.has('Version')) {
    added.push(['Version', protocol.version]);
  }
  // The service takes the queue from the path. Emulators do not always, but all of them read the parameter.
  if (name === 'sqs' && path !== '/' && !form.has('QueueUrl')) {
    added.push(['QueueUrl', endpoint + path]);
  }
  if (isBodyless) {
    return request([], { query: [...query, ...added] });
  }
  const text = [sent?.toString() ?? '', encodeQuery(added)].filter((part) => part !== '').join('&');
  return request([['Content-Type', FORM]], { body: Buffer.from(text) });
}

function lengthOf(body: Buffer | undefined): readonly Field[] {
  return body === undefined ? [] : [['content-length', String(body.length)]];
}

/** The service asks for JSON, which emulators of the query protocol mostly do not send. */
function withJson(answer: BackendAnswer | Failed, { protocol }: Service): BackendAnswer | Failed {
  if (answer.kind === 'failed' || protocol.kind !== 'query') {
    return answer;
  }
  const json = jsonOfQueryXml(answer.body.toString());
  return json === undefined
    ? answer
    : { ...answer, headers: mergeHeaders(answer.headers, [['Content-Type', 'application/json']]), body: Buffer.from(json) };
}
