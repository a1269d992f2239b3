import { randomBytes } from 'node:crypto';
import { firstHeader } from '../gateway/header';
import type { InFlight } from '../gateway/in-flight';
import { type InjectRequest, type InjectResponse, incomingFrom, readInjected } from '../gateway/inject';
import type { IncomingRequest } from '../gateway/message';
import type { Connections } from './connections';
import type { WebSocketLimits } from './limits';
import type { Transport } from './transport';

/** A connection that is opened without a port. */
export interface ConnectRequest extends Pick<InjectRequest, 'headers' | 'sourceIp'> {
  /** Path of the stage, and query string: `/dev?token=t`. */
  readonly path: string;
  /** Subprotocols that the client offers. @default none */
  readonly subprotocols?: readonly string[];
}

/** How a connection was closed. */
export interface CloseEvent {
  /** Close code: 1005 if there was none, 1006 if the connection was lost. */
  readonly code: number;
  readonly reason: string;
}

/** A client of a WebSocket API, in the same process. */
export interface WebSocketClient {
  /** The subprotocol that the API chose. */
  readonly subprotocol?: string;
  /** With which functions address the connection. @default a client over a socket does not know it */
  readonly connectionId?: string;
  /** Resolves when the connection is closed, by either side. */
  readonly closed: Promise<CloseEvent>;
  /**
   * Sends a message. A list is sent as one message in several frames. Bytes are a binary message, which the service refuses.
   *
   * @throws Error when the connection is closed
   */
  send(data: string | Uint8Array | readonly string[]): void;
  /**
   * The next message from the API.
   *
   * @throws Error when the connection is closed before there is one
   */
  next(): Promise<string>;
  /** Closes the connection; without a code, as a client that sends none. */
  close(code?: number, reason?: string): void;
}

/** A handshake was refused. */
export class HandshakeError extends Error {
  public constructor(public readonly response: InjectResponse) {
    super(`the handshake was refused with ${response.statusCode}: ${response.text()}`);
    this.name = 'HandshakeError';
  }

  public get statusCode(): number {
    return this.response.statusCode;
  }
}

const NO_STATUS = 1005;
const ABNORMAL_CLOSURE = 1006;

/**
 * Opens a connection without a port.
 *
 * @throws HandshakeError when the handshake is refused
 */
export async function connectClient(
  { path, headers, sourceIp, subprotocols = [] }: ConnectRequest,
  connections: Connections,
  { limits, inFlight }: { readonly limits: Required<WebSocketLimits>; readonly inFlight: InFlight },
): Promise<WebSocketClient> {
  const incoming = handshakeRequest({ path, headers, sourceIp, subprotocols });
  const opening = await connections.handshake(incoming);
  if (opening.kind === 'refused') {
    throw new HandshakeError(await readInjected(opening.response));
  }
  const { connection, subprotocol } = opening;
  const problem = subprotocolProblem(subprotocols, subprotocol);
  if (problem !== undefined) {
    connections.ended(connection, ABNORMAL_CLOSURE, '');
    throw new Error(problem);
  }
  const client = new MemoryClient(limits, inFlight, subprotocol, connection.details.connectionId);
  client.start({
    receive: (text) => connection.receive(text),
    receiveBinary: () => connection.receiveBinary(),
    receiveTooLarge: () => connection.receiveTooLarge(),
    ended: (code, reason) => connections.ended(connection, code, reason),
  });
  connections.start(connection, client.transport);
  return client;
}

/** The handshake as a client of the WebSocket protocol sends it. */
export function handshakeRequest({ path, headers = {}, sourceIp, subprotocols = [] }: ConnectRequest): IncomingRequest {
  const handshake = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...(subprotocols.length === 0 ? {} : { 'Sec-WebSocket-Protocol': subprotocols.join(',') }),
  };
  const given = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : value.join(', '),
  ]);
  const own = Object.entries(handshake).filter(([name]) => firstHeader(given, name.toLowerCase()) === undefined);
  return incomingFrom({ path, sourceIp, headers: { ...Object.fromEntries(own), ...headers } });
}

/** Clients fail a connection whose subprotocol they did not offer, and browsers one without a subprotocol, too. */
function subprotocolProblem(offered: readonly string[], chosen: string | undefined): string | undefined {
  if (chosen === undefined) {
    return offered.length === 0
      ? undefined
      : `the API chose no subprotocol of ${offered.join(', ')}: return one in the header Sec-WebSocket-Protocol of the result of $connect`;
  }
  return offered.includes(chosen) ? undefined : `the API chose the subprotocol ${chosen}, which the client did not offer`;
}

/** What the other side does with frames. */
interface Receiver {
  receive(text: string): void;
  receiveBinary(): void;
  receiveTooLarge(): void;
  ended(code: number, reason: string): void;
}

interface Waiting {
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

/** What the client does next, and what is called when that is done. */
interface Outgoing {
  readonly action: () => void;
  readonly end: () => void;
}

class MemoryClient implements WebSocketClient {
  public readonly closed: Promise<CloseEvent>;
  /** The API's end of the connection. */
  public readonly transport: Transport;
  private receiver?: Receiver;
  private readonly unread: string[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly outgoing: Outgoing[] = [];
  private isPaused = false;
  private isScheduled = false;
  private closeEvent?: CloseEvent;
  private resolveClosed: (event: CloseEvent) => void = () => undefined;

  public constructor(
    private readonly limits: Required<WebSocketLimits>,
    private readonly inFlight: InFlight,
    public readonly subprotocol: string | undefined,
    public readonly connectionId: string,
  ) {
    this.closed = new Promise((resolve) => {
      this.resolveClosed = resolve;
    });
    const isOpen = () => this.closeEvent === undefined;
    this.transport = {
      get isOpen() {
        return isOpen();
      },
      bufferedBytes: 0,
      send: (text) => this.deliver(text),
      close: (code, reason) => this.finish(code, reason),
      terminate: () => this.finish(ABNORMAL_CLOSURE, ''),
      pause: () => {
        this.isPaused = true;
      },
      resume: () => {
        this.isPaused = false;
        this.schedule();
      },
    };
  }

  public start(receiver: Receiver): void {
    this.receiver = receiver;
  }

  public send(data: string | Uint8Array | readonly string[]): void {
    if (this.closeEvent !== undefined) {
      throw new Error(`cannot send: ${describe(this.closeEvent)}`);
    }
    this.enqueue(() => this.transmit(data));
  }

  public next(): Promise<string> {
    const text = this.unread.shift();
    if (text !== undefined) {
      return Promise.resolve(text);
    }
    if (this.closeEvent !== undefined) {
      return Promise.reject(new Error(`there is no further message: ${describe(this.closeEvent)}`));
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
    });
  }

  public close(code = NO_STATUS, reason = ''): void {
    this.enqueue(() => this.finish(code, reason));
  }

  private transmit(data: string | Uint8Array | readonly string[]): void {
    const { frameBytes, messageBytes } = this.limits;
    const frames = typeof data === 'string' || data instanceof Uint8Array ? [data] : data;
    const sizes = frames.map((frame) => (typeof frame === 'string' ? Buffer.byteLength(frame) : frame.length));
    if (sizes.some((size) => size > frameBytes) || sizes.reduce((sum, size) => sum + size, 0) > messageBytes) {
      this.receiver?.receiveTooLarge();
    } else if (data instanceof Uint8Array) {
      this.receiver?.receiveBinary();
    } else {
      this.receiver?.receive(frames.join(''));
    }
  }

  /** As over a socket, messages arrive later than they are sent, and in order. */
  private enqueue(action: () => void): void {
    const end = this.inFlight.begin();
    this.outgoing.push({ action, end });
    this.schedule();
  }

  private schedule(): void {
    if (!this.isScheduled) {
      this.isScheduled = true;
      setImmediate(() => {
        this.isScheduled = false;
        while ((!this.isPaused || this.closeEvent !== undefined) && this.outgoing.length > 0) {
          const { action, end } = this.outgoing.shift() as Outgoing;
          action();
          end();
        }
      });
    }
  }

  private deliver(text: string): void {
    const waiting = this.waiting.shift();
    if (waiting === undefined) {
      this.unread.push(text);
    } else {
      waiting.resolve(text);
    }
  }

  private finish(code: number, reason: string): void {
    if (this.closeEvent === undefined) {
      this.closeEvent = { code, reason };
      for (const { reject } of this.waiting.splice(0)) {
        reject(new Error(`there is no further message: ${describe(this.closeEvent)}`));
      }
      this.resolveClosed(this.closeEvent);
      this.receiver?.ended(code, reason);
    }
  }
}

function describe({ code, reason }: CloseEvent): string {
  return `the connection was closed with ${code}${reason === '' ? '' : ` ${reason}`}`;
}
