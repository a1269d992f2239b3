import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { createHttpServer, type Respond, refuseUpgrade, upgradeRequest } from '../gateway/http-server';
import type { GatewayResponse, IncomingRequest } from '../gateway/message';
import type { PortServer } from '../gateway/port-listeners';
import { acceptTls } from '../gateway/tls/accept-tls';
import type { LocalCertificate } from '../gateway/tls/certificate';
import type { Connection } from './connection';
import type { Connections } from './connections';
import { FrameCounter } from './frame-counter';
import type { WebSocketLimits } from './limits';
import type { Transport } from './transport';

/** What a port needs of its API. */
export interface SocketPortOptions {
  readonly connections: Connections;
  readonly limits: Required<WebSocketLimits>;
  /** For TLS, which the port accepts as well. */
  readonly certificate: () => LocalCertificate;
  /** Answers requests that are no handshakes. */
  readonly respond: Respond;
  /** Refuses a handshake because of its Host header. */
  readonly refuseHost: (request: IncomingRequest) => GatewayResponse | undefined;
}

const ABNORMAL_CLOSURE = 1006;

/** Creates a server that accepts WebSocket connections. */
export function createSocketPort({ connections, limits, respond, refuseHost, certificate }: SocketPortOptions): PortServer {
  const server = createHttpServer(respond);
  acceptTls(server, certificate);
  const sockets = new Set<Duplex>();
  const subprotocols = new WeakMap<IncomingMessage, string>();
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
    // The integration chooses, and its choice is sent even if the client did not offer it.
    handleProtocols: () => false,
  });
  webSockets.on('headers', (headers, message) => {
    const chosen = subprotocols.get(message);
    if (chosen !== undefined) {
      headers.push(`Sec-WebSocket-Protocol: ${chosen}`);
    }
  });

  const upgrade = async (message: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const request = upgradeRequest(message);
    const refusal = refuseHost(request);
    const opening = refusal === undefined ? await connections.handshake(request) : ({ kind: 'refused', response: refusal } as const);
    if (opening.kind === 'refused') {
      refuseUpgrade(socket, opening.response);
      return;
    }
    const { connection, subprotocol } = opening;
    if (!socket.readable || !socket.writable) {
      // The client left while $connect was running, which may have stored the connection.
      connections.ended(connection, ABNORMAL_CLOSURE, '');
      socket.destroy();
      return;
    }
    if (subprotocol !== undefined) {
      subprotocols.set(message, subprotocol);
    }
    let isCarried = false;
    webSockets.handleUpgrade(message, socket, head, (webSocket) => {
      isCarried = true;
      carry(connection, webSocket, socket, connections, limits);
    });
    if (!isCarried) {
      // The library has refused what was accepted here.
      connections.ended(connection, ABNORMAL_CLOSURE, '');
    }
  };

  server.on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    upgrade(message, socket, head).catch(() => socket.destroy());
  });
  const drain = async (): Promise<void> => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  return { server, drain };
}

/** Connects a socket with its connection. */
function carry(
  connection: Connection,
  webSocket: WebSocket,
  socket: Duplex,
  connections: Connections,
  { frameBytes }: Required<WebSocketLimits>,
): void {
  const frames = new FrameCounter(frameBytes);
  let received = 0;
  // Before the listener of the library, which may emit messages at once.
  socket.prependListener('data', (chunk: Buffer) => {
    if (frames.messagesBeforeViolation === undefined) {
      frames.add(chunk);
      if (frames.messagesBeforeViolation !== undefined) {
        setImmediate(() => connection.receiveTooLarge());
      }
    }
  });
  webSocket.on('message', (data: Buffer, isBinary) => {
    received++;
    if (received > (frames.messagesBeforeViolation ?? Number.POSITIVE_INFINITY)) {
      return;
    }
    if (isBinary) {
      connection.receiveBinary();
    } else {
      connection.receive(data.toString());
    }
  });
  // The library has already begun to close the connection; what it closes with is the code of $disconnect, too.
  webSocket.on('error', (error: Error & { readonly code?: string }) => connection.close(closeCodeOf(error), ''));
  webSocket.on('close', (code, reason) => connections.ended(connection, code, reason.toString()));
  connections.start(connection, transportOf(webSocket));
}

/** @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
function closeCodeOf({ code }: { readonly code?: string }): number {
  switch (code) {
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
    case 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH':
      return 1009;
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return 1008;
    case 'WS_ERR_INVALID_UTF8':
      return 1007;
    default:
      return 1002;
  }
}

function transportOf(webSocket: WebSocket): Transport {
  return {
    get isOpen() {
      return webSocket.readyState === webSocket.OPEN;
    },
    get bufferedBytes() {
      return webSocket.bufferedAmount;
    },
    // With a callback, a failure is not thrown: the end of the connection is reported by its own event.
    send: (text) => webSocket.send(text, () => undefined),
    close(code, reason) {
      webSocket.resume();
      webSocket.close(code, reason);
    },
    terminate: () => webSocket.terminate(),
    pause: () => webSocket.pause(),
    resume: () => webSocket.resume(),
  };
}
