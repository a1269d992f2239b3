import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { clearTimeout, setTimeout } from '../functions/timers';
import { EMPTY_BODY, hasContent, streamedBody } from './body';
import { gatewayError } from './errors';
import type { Field, GatewayResponse, IncomingRequest, RequestBody } from './message';

/** Answers a request. A response that is not a promise is written before the parser reads on. */
export type Respond = (request: IncomingRequest) => GatewayResponse | Promise<GatewayResponse>;

/** Above the service's limit, so that the gateway answers 431 and not the parser. */
const MAX_PARSER_HEAD_BYTES = 64 * 1024;
/** A client that sends its request more slowly is disconnected. */
const MAX_HEAD_MILLIS = 30_000;
const MAX_REQUEST_MILLIS = 120_000;
/** A client that keeps a refused connection open is disconnected after this time. */
const MAX_CLOSE_MILLIS = 2000;

/** Creates an HTTP server that passes each request to `respond` and writes the response. */
export function createHttpServer(respond: Respond): Server {
  const latest = new WeakMap<Duplex, ServerResponse>();
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    latest.set(message.socket, response);
    try {
      if (message.httpVersionMajor !== 1) {
        writeResponse({ ...gatewayError(400), headers: [['connection', 'close']] }, message, response);
        return;
      }
      const answered = respond(new WireRequest(message, response));
      writeResponse(answered instanceof Promise ? await answered : answered, message, response);
    } catch {
      response.destroy();
    }
  };
  const server = createServer(
    { maxHeaderSize: MAX_PARSER_HEAD_BYTES, headersTimeout: MAX_HEAD_MILLIS, requestTimeout: MAX_REQUEST_MILLIS, keepAliveTimeout: 65_000 },
    (message, response) => void answer(message, response),
  );
  // The gateway is not a forward proxy.
  server.on('connect', (_message, socket) => {
    // Node.js has removed its own listeners from the socket, and no longer closes it.
    socket.on('error', () => socket.destroy());
    socket.once('finish', () => socket.destroy());
    socket.resume();
    endWith(socket, 400, 'Bad Request');
  });
  // A limit would drop headers without a trace.
  server.maxHeadersCount = 0;
  server.on('clientError', (error, socket) => {
    const pending = latest.get(socket);
    // An error behind a complete request waits for the response to that request.
    if (pending?.req.complete === true && !pending.writableFinished && !pending.destroyed && socket.writable) {
      pending.once('finish', () => answerParserError(error, socket as Socket));
    } else {
      answerParserError(error, socket as Socket);
    }
  });
  return server;
}

/** Answers what the parser could not read, then ends the connection. */
function answerParserError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text]: readonly [number, string] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  endWith(socket, status, text);
}

function endWith(socket: Duplex, status: number, text: string): void {
  const body = JSON.stringify({ message: text });
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** The request of a client that wants to change the protocol of its connection. It has no body. */
export function upgradeRequest(message: IncomingMessage): IncomingRequest {
  return {
    method: message.method ?? 'GET',
    target: message.url ?? '/',
    headers: pairs(message.rawHeaders),
    body: EMPTY_BODY,
    sourceIp: address(message.socket.remoteAddress),
  };
}

/** Refuses to change the protocol of a connection, and ends it. */
export function refuseUpgrade(socket: Duplex, { statusCode, headers, body }: GatewayResponse): void {
  const lines = headers
    .filter(([name]) => name.toLowerCase() !== 'connection')
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const reason = STATUS_CODES[statusCode] ?? 'Error';
  const bytes = Buffer.from(body as string | Buffer);
  // What the client sent is not read by anybody else, and hides the end of the connection.
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), MAX_CLOSE_MILLIS).unref();
  socket.once('close', () => clearTimeout(timer));
  socket.end(
    Buffer.concat([
      Buffer.from(`HTTP/1.1 ${statusCode} ${reason}\r\n${lines}content-length: ${bytes.length}\r\nconnection: close\r\n\r\n`, 'latin1'),
      bytes,
    ]),
  );
}

/** A request that arrived over HTTP. */
class WireRequest implements IncomingRequest {
  public readonly method: string;
  public readonly target: string;
  public readonly headers: readonly Field[];
  public readonly body: RequestBody;
  public readonly sourceIp: string;
  private clientGone: AbortSignal | undefined;

  public constructor(
    message: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.method = message.method ?? 'GET';
    this.target = message.url ?? '/';
    this.headers = pairs(message.rawHeaders);
    this.body = bodyOf(message);
    this.sourceIp = address(message.socket.remoteAddress);
  }

  /** Created on first use: most requests are answered before a backend asks for it. */
  public get signal(): AbortSignal {
    this.clientGone ??= clientGoneSignal(this.response);
    return this.clientGone;
  }
}

function bodyOf(message: IncomingMessage): RequestBody {
  const { 'content-length': length, 'transfer-encoding': encoding } = message.headers;
  if (encoding === undefined && (length === undefined || length === '0')) {
    return EMPTY_BODY;
  }
  return streamedBody(message, length === undefined ? undefined : Number(length));
}

function clientGoneSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.destroyed) {
    controller.abort();
  }
  response.once('close', () => {
    if (!response.writableFinished) {
      controller.abort();
    }
  });
  return controller.signal;
}

function pairs(raw: readonly string[]): readonly Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    fields.push([raw[at] as string, raw[at + 1] as string]);
  }
  return fields;
}

/** IPv4 addresses arrive in their IPv6-mapped form on a dual-stack socket. */
function address(remote = '127.0.0.1'): string {
  return remote.startsWith('::ffff:') ? remote.slice('::ffff:'.length) : remote;
}

/** A body up to this size is written together with the head. */
const MAX_JOINED_BODY_BYTES = 16 * 1024;

/** Writes a response. */
function writeResponse({ statusCode, headers, body }: GatewayResponse, message: IncomingMessage, response: ServerResponse): void {
  if (response.destroyed) {
    return;
  }
  const flat: string[] = [];
  let hasLength = false;
  for (const [name, value] of headers) {
    flat.push(name, value);
    hasLength ||= name.length === 14 && name.toLowerCase() === 'content-length';
  }
  if (!message.complete && message.readableFlowing !== true) {
    // An unread body must not be taken for the next request.
    message.resume();
  }
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    const size = Buffer.byteLength(body);
    // The empty body of a HEAD response says nothing about the length for GET.
    if (!hasLength && hasContent(statusCode) && (size > 0 || message.method !== 'HEAD')) {
      flat.push('content-length', String(size));
    }
    response.writeHead(statusCode, flat);
    end(response, body, size);
    return;
  }
  response.writeHead(statusCode, flat);
  body.on('error', () => response.destroy());
  response.on('close', () => body.destroy());
  body.pipe(response);
}

/**
 * Writes head and body in one system call. Node.js joins the head with a string body in the body's encoding; Latin-1 keeps
 * the bytes of both as they are. Passing the body to `end` adds an empty chunk, which costs a fifth of a plain server's time
 * per request.
 */
function end(response: ServerResponse, body: Buffer | string, size: number): void {
  if (size > MAX_JOINED_BODY_BYTES) {
    response.end(typeof body === 'string' ? Buffer.from(body) : body);
    return;
  }
  if (size > 0) {
    response.cork();
    response.write(latin1(body, size), 'latin1');
    response.uncork();
  }
  response.end();
}

/** The bytes of a body, one character each. */
function latin1(body: Buffer | string, size: number): string {
  if (typeof body === 'string' && size === body.length) {
    return body;
  }
  return (typeof body === 'string' ? Buffer.from(body) : body).toString('latin1');
}
