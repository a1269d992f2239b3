import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Field, GatewayResponse, IncomingRequest } from '../gateway/message';
import { EMPTY_BODY, streamedBody } from './body';

/** Answers a request that came over the wire. */
export type Respond = (request: IncomingRequest) => Promise<GatewayResponse>;

/** Above what the service takes, so that it is this gateway that answers 431. */
const PARSER_HEAD_BYTES = 64 * 1024;
/** A client that sends slower than this is cut off. */
const HEAD_MILLIS = 30_000;
const REQUEST_MILLIS = 120_000;

/** A server that hands each request on and writes what comes back. */
export function createHttpServer(respond: Respond): Server {
  const server = createServer(
    { maxHeaderSize: PARSER_HEAD_BYTES, headersTimeout: HEAD_MILLIS, requestTimeout: REQUEST_MILLIS, keepAliveTimeout: 65_000 },
    (message, response) => {
      respond(incoming(message, response))
        .then((answer) => write(answer, message, response))
        .catch(() => response.destroy());
    },
  );
  server.on('clientError', (error, socket) => refuse(error, socket as Socket));
  return server;
}

function incoming(message: IncomingMessage, response: ServerResponse): IncomingRequest {
  const { method = 'GET', url = '/', rawHeaders, headers, socket } = message;
  const length = headers['content-length'];
  const hasBody = headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
  let gone: AbortSignal | undefined;
  return {
    method,
    target: url,
    headers: pairs(rawHeaders),
    body: hasBody ? streamedBody(message, length === undefined ? undefined : Number(length)) : EMPTY_BODY,
    sourceIp: address(socket.remoteAddress),
    get signal() {
      gone ??= whenGone(response);
      return gone;
    },
  };
}

/** Made only for a backend that asks. */
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
function address(remote: string | undefined): string {
  return remote?.replace(/^::ffff:/, '') ?? '127.0.0.1';
}

function write({ statusCode, headers, body }: GatewayResponse, message: IncomingMessage, response: ServerResponse): void {
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
    if (!hasLength && hasContent(statusCode)) {
      flat.push('content-length', String(Buffer.byteLength(body)));
    }
    response.writeHead(statusCode, flat);
    response.end(body);
    return;
  }
  response.writeHead(statusCode, flat);
  body.on('error', () => response.destroy());
  response.on('close', () => body.destroy());
  body.pipe(response);
}

function hasContent(statusCode: number): boolean {
  return statusCode >= 200 && statusCode !== 204 && statusCode !== 304;
}

/** What the parser could not read is answered before the connection ends. */
function refuse(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'Request Header Fields Too Large']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'Request Timeout']
        : [400, 'Bad Request'];
  const body = JSON.stringify({ message: text });
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}
