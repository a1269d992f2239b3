import { createServer, type IncomingHttpHeaders, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { expect, onTestFinished } from 'vitest';
import type { ApiPlan } from '../../../src/definitions/http-api';
import type { IntegrationPlan, TargetPlan } from '../../../src/definitions/integration';
import type { MappingPair } from '../../../src/definitions/mapping';
import type { RoutePlan } from '../../../src/definitions/route';
import type { StagePlan } from '../../../src/definitions/stage';
import type { Backend, Outcome } from '../../../src/gateway/backend';
import type { Field, GatewayResponse, IncomingRequest, RequestBody } from '../../../src/gateway/message';
import type { MappedRequest, RoutedRequest } from '../../../src/gateway/routed-request';
import { Connections } from '../../../src/integrations/http/connections';
import { httpBackend } from '../../../src/integrations/http/http-backend';
import { parseTargets } from '../../../src/integrations/http/targets';

const location = { logicalId: 'Int', path: 'App/Int', stack: 'App', file: 'app.template.json' };

/** Listens on a port of this machine until the test ends. */
export async function listening<T extends Server | ReturnType<typeof createTcpServer>>(server: T): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) {
      socket.destroy();
    }
  });
  return (server.address() as AddressInfo).port;
}

/** An HTTP server. */
export async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createServer(listener))}`;
}

/** What answers whatever it is sent in bytes of its own. */
export async function serveBytes(talk: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => talk(socket));
  });
  return `http://127.0.0.1:${await listening(server)}`;
}

/** What a backend saw. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

/** A server that keeps what it is sent. */
export async function recorder(): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const url = await serve(async (request, response) => {
    seen.push({ ...pick(request), body: await text(request) });
    response.end('ok');
  });
  return { url, seen };
}

function pick({ method = '', url = '', headers, rawHeaders }: IncomingMessage) {
  return { method, url, headers, rawHeaders };
}

export async function text(stream: Readable): Promise<string> {
  return Buffer.concat(await stream.toArray()).toString();
}

export const stage = (name = '$default', variables: Record<string, string> = {}): StagePlan => ({ name, variables });

/** What an integration is, as far as a test cares. */
export interface Given {
  readonly target?: TargetPlan;
  readonly url?: string;
  readonly method?: string;
  readonly routeKey?: string;
  readonly timeoutMillis?: number;
  readonly requestMapping?: readonly MappingPair[];
  readonly targets?: readonly string[];
  readonly allowInternet?: boolean;
  readonly ca?: string;
}

export const privateTarget = (given: Partial<Extract<TargetPlan, { kind: 'private' }>> = {}): TargetPlan => ({
  kind: 'private',
  names: ['App/Listener', 'Listener', 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/a/1/2'],
  service: 'listener',
  method: 'ANY',
  ...given,
});

export function integration({ target, url = '', method = 'ANY', timeoutMillis = 30_000, requestMapping = [] }: Given): IntegrationPlan {
  return {
    kind: 'served',
    name: 'Int',
    location,
    target: target ?? { kind: 'url', url, method },
    timeoutMillis,
    requestMapping,
    responseMapping: new Map(),
  };
}

export function routePlan(given: Given): RoutePlan {
  return { key: given.routeKey ?? 'ANY /books/{id}', location, authorizer: { kind: 'none' }, integration: integration(given) };
}

export function apiPlan(routes: readonly RoutePlan[], stages: readonly StagePlan[] = [stage()]): ApiPlan {
  return { id: 'abcdefghij', name: 'Api', location, accountId: '111122223333', region: 'eu-west-1', stages, routes };
}

export function backend(given: Given): Backend {
  const connections = new Connections(given.ca);
  onTestFinished(() => connections.close());
  const targets = parseTargets(given.targets ?? [], { allowInternet: given.allowInternet });
  return httpBackend(integration(given), { route: routePlan(given), targets, allowInternet: given.allowInternet, connections });
}

/** A request, as far as a test cares. */
export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly rawQuery?: string;
  readonly headers?: readonly Field[];
  readonly body?: string | RequestBody;
  readonly pathVariables?: Readonly<Record<string, string>>;
  readonly stage?: StagePlan;
  readonly sourceIp?: string;
  readonly signal?: AbortSignal;
  readonly mapped?: Partial<MappedRequest>;
  readonly caller?: RoutedRequest['caller'];
}

const NO_BODY: RequestBody = { isEmpty: true, read: async () => Buffer.alloc(0), stream: () => Readable.from([]) };

export function bodyOf(content: string | undefined): RequestBody {
  const bytes = Buffer.from(content ?? '');
  return content === undefined
    ? NO_BODY
    : { isEmpty: false, length: bytes.length, read: async () => bytes, stream: () => Readable.from([bytes]) };
}

/** Calls a backend as the pipeline does. */
export function call(to: Backend, asked: Asked = {}): Promise<Outcome> {
  const { method = 'GET', path = '/books/42', rawQuery = '', headers = [['Host', 'api.local:3000']], pathVariables = { id: '42' } } = asked;
  const request: IncomingRequest = {
    method,
    target: rawQuery === '' ? path : `${path}?${rawQuery}`,
    headers,
    body: typeof asked.body === 'object' ? asked.body : bodyOf(asked.body),
    sourceIp: asked.sourceIp ?? '203.0.113.7',
    signal: asked.signal,
  };
  const route = routePlan({});
  const routed: RoutedRequest = {
    request,
    api: apiPlan([route]),
    stage: asked.stage ?? stage(),
    route,
    requestId: 'JKJaXmPLvHcESHA=',
    startedAt: new Date(0),
    path,
    rawPath: path,
    pathVariables,
    rawQuery,
    query: [],
    caller: asked.caller ?? { kind: 'none' },
  };
  return to.call(routed, { path, pathOverwritten: false, headers, query: [], queryChanged: false, ...asked.mapped });
}

/** The response of a call, its body read. */
export async function answer(to: Backend, asked: Asked = {}): Promise<GatewayResponse & { readonly text: string }> {
  const outcome = await call(to, asked);
  expect(outcome).toMatchObject({ kind: 'response' });
  const { response } = outcome as Extract<Outcome, { kind: 'response' }>;
  return { ...response, text: response.body instanceof Readable ? await text(response.body) : response.body.toString() };
}

/** What a call failed with. */
export async function failure(to: Backend, asked: Asked = {}): Promise<{ readonly statusCode: number; readonly reason: string }> {
  const outcome = await call(to, asked);
  expect(outcome).toMatchObject({ kind: 'failure' });
  return outcome as Extract<Outcome, { kind: 'failure' }>;
}
