import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { splitTarget } from '../gateway/request-target';
import { UserError } from '../user-error';
import { ApiFailure } from './api-failure';
import { type Endpoint, type EndpointAnswer, objectOf } from './endpoints';
import type { EventStream } from './event-stream';
import { type Guard, SECURITY_HEADERS } from './guard';
import { fileOf, type PageFiles } from './static-files';

/** How large the body of a request to the API can be: a replayed body of 10 MB in base64. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;
const MAX_HEAD_MILLIS = 10_000;
const MAX_REQUEST_MILLIS = 60_000;

/** What the server of the inspector serves. */
export interface ApiServerOptions {
  readonly guard: Guard;
  readonly endpoints: readonly Endpoint[];
  readonly events: EventStream;
  /** Data of the first event. */
  readonly generation: () => number;
  /** Undefined if the page was not built. */
  readonly page: () => PageFiles | undefined;
}

/** The path of the event stream. */
export const EVENTS_PATH = '/api/events';

/** Creates the server of the page and its API. */
export function createApiServer(options: ApiServerOptions): Server {
  const server = createServer({ headersTimeout: MAX_HEAD_MILLIS, requestTimeout: MAX_REQUEST_MILLIS }, (message, response) => {
    answer(message, response, options).catch(() => response.destroy());
  });
  server.on('upgrade', (_message, socket) => socket.destroy());
  server.on('connect', (_message, socket) => socket.destroy());
  return server;
}

async function answer(message: IncomingMessage, response: ServerResponse, options: ApiServerOptions): Promise<void> {
  const { guard, events, page, generation } = options;
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    response.setHeader(name, value);
  }
  const foreign = guard.checkOrigin(message);
  if (foreign !== undefined) {
    sendError(response, foreign.status, foreign.message);
    return;
  }
  const { rawPath: path, rawQuery } = splitTarget(message.url ?? '/');
  if (!path.startsWith('/api/')) {
    sendFile(message, response, path, page());
    return;
  }
  const unauthorized = guard.checkToken(message);
  if (unauthorized !== undefined) {
    response.setHeader('www-authenticate', 'Bearer');
    sendError(response, unauthorized.status, unauthorized.message);
    return;
  }
  if (path === EVENTS_PATH && message.method === 'GET') {
    if (events.isFull) {
      sendError(response, 503, 'too many event streams are open: close another page');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    events.subscribe(response, { generation: generation() });
    return;
  }
  try {
    send(response, await callEndpoint(message, path, rawQuery, options.endpoints));
  } catch (error) {
    if (error instanceof ApiFailure) {
      sendError(response, error.status, error.message, error.exchange);
    } else if (error instanceof UserError) {
      sendError(response, 400, error.message);
    } else {
      sendError(response, 500, error instanceof Error ? error.message : String(error));
    }
  }
}

async function callEndpoint(message: IncomingMessage, path: string, rawQuery: string, all: readonly Endpoint[]): Promise<EndpointAnswer> {
  const matches = all.flatMap((endpoint) => {
    const values = valuesOf(endpoint.path, path);
    return values === undefined ? [] : [{ endpoint, values }];
  });
  const found = matches.find(({ endpoint }) => endpoint.method === message.method);
  if (found === undefined) {
    throw matches.length === 0 && path !== EVENTS_PATH
      ? new ApiFailure(404, 'there is no such endpoint')
      : new ApiFailure(405, `the endpoint has ${matches.map(({ endpoint }) => endpoint.method).join(', ') || 'GET'}`);
  }
  const body = message.method === 'POST' ? objectOf(await readBody(message)) : {};
  return found.endpoint.answer({ path: found.values, query: new URLSearchParams(rawQuery), body });
}

/** The values of a path's variables, decoded; undefined if the path does not match. */
function valuesOf(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  const values: Record<string, string> = {};
  if (wanted.length !== given.length) {
    return undefined;
  }
  for (const [index, part] of wanted.entries()) {
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    const segment = given[index] ?? '';
    if (name === undefined && part !== segment) {
      return undefined;
    }
    if (name !== undefined) {
      try {
        values[name] = decodeURIComponent(segment);
      } catch {
        return undefined;
      }
    }
  }
  return values;
}

async function readBody(message: IncomingMessage): Promise<string> {
  if (!/^application\/json\s*(?:;|$)/i.test(message.headers['content-type'] ?? '')) {
    // A page of another origin can send other types without asking the server first.
    throw new ApiFailure(415, 'the content type must be application/json');
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_REQUEST_BYTES) {
      throw new ApiFailure(413, `the body is larger than ${MAX_REQUEST_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function sendFile(message: IncomingMessage, response: ServerResponse, path: string, page: PageFiles | undefined): void {
  if (message.method !== 'GET' && message.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    sendError(response, 405, 'files can only be read');
    return;
  }
  const file = page && fileOf(page, path);
  if (file === undefined) {
    const missing = path === '/' ? 'the page is not built: run npm run build; its API is served' : 'there is no such file';
    sendError(response, 404, missing);
    return;
  }
  response.writeHead(200, { 'content-type': file.type, 'content-length': Buffer.byteLength(file.content) });
  response.end(message.method === 'HEAD' ? undefined : file.content);
}

function send(response: ServerResponse, answered: EndpointAnswer): void {
  const [type, body] =
    'text' in answered ? ['text/plain; charset=utf-8', answered.text] : ['application/json', JSON.stringify(answered.json)];
  response.writeHead(answered.status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function sendError(response: ServerResponse, status: number, message: string, exchange?: string): void {
  if (response.req.method === 'POST') {
    // An unread body must not be taken for the next request.
    response.setHeader('connection', 'close');
  }
  send(response, { status, json: { message, exchange } });
}
