import { readFileSync } from 'node:fs';
import { type Plan, readPlan } from '../definitions/plan';
import { explainHandshake } from '../explain/explain-handshake';
import { explainMessage } from '../explain/explain-message';
import { type ExplainContext, explainRequest } from '../explain/explain-request';
import type { AnyExplanation } from '../explain/explanation';
import { searchAssembly } from '../explain/on-the-way';
import { type InjectRequest, incomingFrom } from '../gateway/inject';
import { readEndpoints } from '../integrations/aws/endpoints';
import { parseTargets } from '../integrations/http/targets';
import { type ObstacleSettings, obstacleOf } from '../integrations/obstacles';
import { type AnyApiPlan, isNamed, isWebSocket } from '../served-apis';
import { wantsColor } from '../terminal/line';
import { renderExplanation, renderExplanationJson } from '../terminal/render-explanation';
import { UserError } from '../user-error';
import { ALLOW_PATH_FLAG, APP_ARGUMENT, type Command, type FlagValues, JSON_FLAG, readOptions, widthFor } from './command';
import { headerFlag, headersOf, listOf } from './header-flag';
import { withProgress } from './progress';

/** `apigwv2-local explain`: what becomes of a request or a message, and why, without calling anything. */
export const explain: Command = {
  name: 'explain',
  summary: 'explain what becomes of a request or a message, and why, without calling anything',
  operands: [
    { name: 'method', description: 'method of a request (GET for a handshake); for a message, the name of a WebSocket API' },
    { name: 'target', description: 'path with the query string, or a URL; for a message, its text' },
  ],
  argument: APP_ARGUMENT,
  flags: [
    headerFlag('header of the request'),
    { name: 'data', short: 'd', value: '<text>', description: 'body of the request; @<file> reads a file' },
    { name: 'api', value: '<name>', description: 'name, construct path or logical ID of the API, if there are several' },
    { name: 'stage', value: '<name>', description: 'the stage, without its name in the path, as behind a custom domain' },
    ALLOW_PATH_FLAG,
    JSON_FLAG,
  ],
  examples: [
    ["explain GET '/books/1?full=true' -H 'origin: https://shop.example.com'", 'explain a request to the HTTP API in cdk.out'],
    [`explain Chat/ChatApi '{"action":"send"}' --json`, 'explain a message to a WebSocket API, as JSON'],
  ],
  page: 'docs/local/explain.md',
  async run(invocation, io) {
    const { operands: [first = '', second = ''] = [], path, flags } = invocation;
    const explained = isRequest(first, second)
      ? { request: requestOf(first, second, flags) }
      : { message: messageOf(first, second, flags) };
    const plan = withProgress(io, `reading ${path}`, () => readPlan(path, readOptions(invocation)));
    if (plan.staleWarning !== undefined) {
      io.stderr.write(`apigwv2-local: ${plan.staleWarning}\n`);
    }
    const settings: ObstacleSettings = {
      targets: parseTargets([]),
      endpoints: readEndpoints({}, { environment: io.env }),
      options: {},
    };
    const stage = flags['stage'] as string | undefined;
    const onTheWay = searchAssembly(plan.assembly);
    const contextOf = <R extends AnyApiPlan['routes'][number]>(api: AnyApiPlan & { readonly routes: readonly R[] }): ExplainContext<R> => ({
      stage: stageIn(api, stage),
      obstacle: (route) => obstacleOf(route, api, settings),
      onTheWay,
    });
    const explanation = await withProgress(io, 'checking', (): Promise<AnyExplanation> => {
      if (explained.request === undefined) {
        const api = selectApi(plan.webSocketApis, 'WebSocket', first, plan);
        return explainMessage(api, explained.message, contextOf(api));
      }
      const api = selectApi(requestedApis(plan, flags['api']), 'HTTP', flags['api'] as string | undefined, plan);
      if (!isWebSocket(api)) {
        return explainRequest(api, incomingFrom(explained.request), contextOf(api));
      }
      const { method, body } = explained.request;
      if (method !== 'GET' || body !== undefined) {
        throw new UserError(`${api.name} is a WebSocket API: explain a handshake (GET without a body), or a message`, 'usage');
      }
      return explainHandshake(api, explained.request, contextOf(api));
    });
    io.stdout.write(
      flags['json'] === true
        ? renderExplanationJson(explanation)
        : renderExplanation(explanation, { color: wantsColor(io.stdout, io.env), width: widthFor(io) }),
    );
    return explanation.answered ? 0 : 1;
  },
};

const METHODS = /^(?:get|head|post|put|patch|delete|options)$/i;
const URL_WITH_ORIGIN = /^https?:\/\/([^/?#]+)/i;

/** `GET /books` is a request, `Chat/Api {"action":"send"}` a message. */
function isRequest(first: string, second: string): boolean {
  return METHODS.test(first) || (/^[A-Z]+$/.test(first) && (second.startsWith('/') || URL_WITH_ORIGIN.test(second)));
}

function requestOf(method: string, target: string, flags: FlagValues): InjectRequest {
  const [, host] = URL_WITH_ORIGIN.exec(target) ?? [];
  if (host === undefined && !target.startsWith('/')) {
    throw new UserError(`the path is ${target}, which must begin with a slash, or be a URL such as http://127.0.0.1:3000/books`, 'usage');
  }
  const headers = headersOf(flags);
  const hasHost = Object.keys(headers).some((name) => name.toLowerCase() === 'host');
  const [path = ''] = target.replace(URL_WITH_ORIGIN, '').split('#');
  return {
    method: METHODS.test(method) ? method.toUpperCase() : method,
    path: path.startsWith('/') ? path : `/${path}`,
    headers: hasHost || host === undefined ? headers : { host, ...headers },
    body: bodyOf(flags),
  };
}

function bodyOf(flags: FlagValues): string | Buffer | undefined {
  const data = flags['data'] as string | undefined;
  if (data === undefined || !data.startsWith('@')) {
    return data;
  }
  try {
    return readFileSync(data.slice(1));
  } catch (error) {
    throw new UserError(`cannot read the file of --data ${data}: ${(error as Error).message}`);
  }
}

function messageOf(api: string, message: string, flags: FlagValues): string {
  const [given] = ['data', 'api'].filter((name) => flags[name] !== undefined);
  const wrong = listOf(flags, 'header').length > 0 ? 'header' : given;
  if (wrong !== undefined) {
    throw new UserError(`--${wrong} is for requests, and ${api} is no method: the message is the second argument`, 'usage');
  }
  return message;
}

/** A request to a WebSocket API is a handshake. Without a name it is meant only if there is no HTTP API. */
function requestedApis({ apis, webSocketApis }: Plan, name: FlagValues[string]): readonly AnyApiPlan[] {
  const isMeant = apis.length === 0 || webSocketApis.some((api) => typeof name === 'string' && isNamed(api, name));
  return isMeant ? [...apis, ...webSocketApis] : apis;
}

function selectApi<T extends AnyApiPlan>(apis: readonly T[], kind: string, name: string | undefined, { source }: Plan): T {
  const found = name === undefined ? apis : apis.filter((api) => isNamed(api, name));
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) {
    return first;
  }
  const expected = (list: readonly T[]) => list.map((api) => api.location.path ?? api.location.logicalId).join(', ');
  if (first !== undefined) {
    throw new UserError(
      `there are ${found.length} ${kind} APIs${name === undefined ? '' : ` with the name ${name}`}: pass ${name === undefined ? '--api with ' : ''}one of ${expected(found)}`,
    );
  }
  throw new UserError(
    apis.length === 0
      ? `there is no ${kind} API in ${source}: pass the cdk.out folder of an app that has one`
      : `there is no ${kind} API ${name}, expected: ${expected(apis)}`,
  );
}

function stageIn({ stages }: AnyApiPlan, name: string | undefined): string | undefined {
  if (name !== undefined && !stages.some((stage) => stage.name === name)) {
    throw new UserError(`there is no stage ${name}, expected: ${stages.map((stage) => stage.name).join(', ')}`);
  }
  return name;
}
