import { Body, Fields, type Sources } from '@apigwv2-integrations/core/engine';
import type { StagePlan } from '../../definitions/stage';
import { firstHeader } from '../../gateway/header';
import { claimText, domainOf, fullPath, iamCaller, logTime } from '../../gateway/request-context';
import type { RoutedRequest } from '../../gateway/routed-request';

type Read = (routed: RoutedRequest) => string | undefined;

const ofIam =
  (read: (caller: ReturnType<typeof iamCaller>) => string): Read =>
  ({ caller, api }) =>
    caller.kind === 'iam' ? read(iamCaller(api.accountId, caller.accessKey)) : undefined;

/** Variables that have a value before the backend is called. The service's other variables have none locally. */
const VARIABLES: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['accountId', ({ api }) => api.accountId],
  ['apiId', ({ api }) => api.id],
  ['domainName', (routed) => domainOf(routed).name],
  ['domainPrefix', (routed) => domainOf(routed).prefix],
  ['extendedRequestId', ({ requestId }) => requestId],
  ['httpMethod', ({ request }) => request.method],
  ['identity.accessKey', ofIam(({ accessKey }) => accessKey)],
  ['identity.accountId', ofIam(({ accountId }) => accountId)],
  ['identity.caller', ofIam(({ userId }) => userId)],
  ['identity.sourceIp', ({ request }) => request.sourceIp],
  ['identity.user', ofIam(({ userId }) => userId)],
  ['identity.userAgent', ({ request }) => firstHeader(request.headers, 'user-agent')],
  ['identity.userArn', ofIam(({ userArn }) => userArn)],
  ['path', fullPath],
  ['protocol', () => 'HTTP/1.1'],
  ['requestId', ({ requestId }) => requestId],
  ['requestTime', ({ startedAt }) => logTime(startedAt)],
  ['requestTimeEpoch', ({ startedAt }) => String(startedAt.getTime())],
  ['routeKey', ({ route }) => route.key],
  ['stage', ({ stage }) => stage.name],
]);

const CLAIMS = 'authorizer.claims.';
const AUTHORIZER = 'authorizer.';

/**
 * The value of a `$context` variable, as text.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function contextVariable(routed: RoutedRequest, name: string): string | undefined {
  const read = VARIABLES.get(name);
  if (read !== undefined) {
    return read(routed);
  }
  const { caller } = routed;
  if (caller.kind === 'jwt' && name.startsWith(CLAIMS)) {
    return textOf(caller.claims, name.slice(CLAIMS.length));
  }
  if (caller.kind !== 'lambda' || !name.startsWith(AUTHORIZER)) {
    return undefined;
  }
  const member = name.slice(AUTHORIZER.length);
  return textOf(caller.context ?? {}, member) ?? (member === 'principalId' ? caller.principalId : undefined);
}

function textOf(values: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value === undefined || value === null ? undefined : claimText(value);
}

/** The value of a stage variable; own members only. */
export function stageVariable({ variables }: StagePlan, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

/** The value of a `$context` variable after the integration answered. */
export function responseContextVariable(routed: RoutedRequest, status: number, name: string): string | undefined {
  switch (name) {
    case 'status':
    case 'integration.status':
      return String(status);
    case 'integrationStatus':
    case 'integration.integrationStatus':
      // For a function this is the status of the invocation, not the status code that the function returned.
      return isFunction(routed) ? '200' : String(status);
    case 'integrationLatency':
    case 'integration.latency':
    case 'responseLatency':
      return String(Math.max(0, Date.now() - routed.startedAt.getTime()));
    default:
      return contextVariable(routed, name);
  }
}

function isFunction({ route: { integration } }: RoutedRequest): boolean {
  return integration.kind === 'served' && integration.target.kind.startsWith('lambda');
}

/**
 * What the variables of a request mapping read.
 *
 * @param body as text; undefined if no variable reads it
 */
export function requestSources(routed: RoutedRequest, body: string | undefined): Sources {
  const { request, query, path, pathVariables, stage } = routed;
  return {
    headers: new Fields(request.headers, true),
    query: new Fields(query, false),
    body: new Body(body),
    path,
    pathVariable: (name) => (Object.hasOwn(pathVariables, name) ? pathVariables[name] : undefined),
    context: (name) => contextVariable(routed, name),
    stageVariable: (name) => stageVariable(stage, name),
  };
}
