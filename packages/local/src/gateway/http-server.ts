import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { GatewayResponse, IncomingRequest } from './message';
import { WireRequest } from './wire-request';
import { writeResponse } from './write-response';

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
