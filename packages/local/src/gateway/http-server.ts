import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { EMPTY_BODY, hasContent, streamedBody } from './body';
import type { Field, GatewayResponse, IncomingRequest, RequestBody } from './message';

/** Answers a request that came over the wire. What is answered at once is written before the parser reads on. */
export type Respond = (request: IncomingRequest) => GatewayResponse | Promise<GatewayResponse>;

/** Above what the service takes, so that it is this gateway that answers 431. */
const PARSER_HEAD_BYTES = 64 * 1024;
/** A client that sends slower than this is cut off. */
const HEAD_MILLIS = 30_000;
const REQUEST_MILLIS = 120_000;

/** A server that hands each request on and writes what comes back. */
export function createHttpServer(respond: Respond): Server {
  const answer = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const answered = respond(new WireRequest(message, response));
      writeResponse(answered instanceof Promise ? await answered : answered, message, response);
    } catch {
      response.destroy();
    }
  };
  const server = createServer(
    { maxHeaderSize: PARSER_HEAD_BYTES, headersTimeout: HEAD_MILLIS, requestTimeout: REQUEST_MILLIS, keepAliveTimeout: 65_000 },
    (message, response) => void answer(message, response),
  );
  // This is no way out to other hosts.
  server.on('connect', (_message, socket) => send(socket, 400, 'Bad Request'));
  server.on('clientError', (error, socket) => refuse(error, socket as Socket));
  return server;
}

/** What the parser could not read is answered before the connection ends. */
function refuse(error: Error & { readonly code?: string }, socket: Socket): void {
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
  send(socket, status, text);
}

function send(socket: Duplex, status: number, text: string): void {
  const body = JSON.stringify({ message: text });
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** A request that came over the wire. */
class WireRequest implements IncomingRequest {
  public readonly method: string;
  public readonly target: string;
  public readonly headers: readonly Field[];
  public readonly body: RequestBody;
  public readonly sourceIp: string;
  private gone: AbortSignal | undefined;

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

  /** Made only for a backend that asks. */
  public get signal(): AbortSignal {
    this.gone ??= whenGone(this.response);
    return this.gone;
  }
}

function bodyOf(message: IncomingMessage): RequestBody {
  const { 'content-length': length, 'transfer-encoding': encoding } = message.headers;
  if (encoding === undefined && (length === undefined || length === '0')) {
    return EMPTY_BODY;
  }
  return streamedBody(message, length === undefined ? undefined : Number(length));
}

function whenGone(response: ServerResponse): AbortSignal {
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

/** An IPv4 address that arrives over IPv6 is an IPv4 address. */
function address(remote = '127.0.0.1'): string {
  return remote.startsWith('::ffff:') ? remote.slice('::ffff:'.length) : remote;
}

/** Up to this size a body goes out in one piece with the head. */
const SMALL_BYTES = 16 * 1024;

/** Writes an answer to the wire. */
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
    // What nobody read must not be taken for the next request.
    message.resume();
  }
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    const size = Buffer.byteLength(body);
    // An answer to HEAD without a body does not tell how long the one to GET is.
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
 * Node.js joins the head and a text, and writes both in the text's encoding: in Latin-1 that is one write, and the bytes
 * of the head stay what they are. A body that is given to `end` would go out with an empty piece behind it, which makes
 * a list of pieces of it and takes a fifth more of the time that a plain server needs for a request.
 */
function end(response: ServerResponse, body: Buffer | string, size: number): void {
  if (size > SMALL_BYTES) {
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

/** The bytes of a body, each as one character. */
function latin1(body: Buffer | string, size: number): string {
  if (typeof body === 'string' && size === body.length) {
    return body;
  }
  return (typeof body === 'string' ? Buffer.from(body) : body).toString('latin1');
}
