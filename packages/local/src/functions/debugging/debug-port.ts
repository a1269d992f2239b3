import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createSocketServer, isIP, type Server, type Socket } from 'node:net';
import { isLoopbackName } from '../../gateway/loopback';
import type { DebugTarget } from '../execution-environment';
import { setTimeout } from '../timers';

/** The address of every debugger: this machine alone. */
export const DEBUG_HOST = '127.0.0.1';

/** How often a connection looks for the process that took the place of one that has ended. */
const MAX_CONNECT_ATTEMPTS = 3;
/** How often a process is asked for while the one before it is about to end. */
const MAX_START_ATTEMPTS = 50;
const START_RETRY_MILLIS = 100;

/** Hears of the debuggers that use a port. */
export interface DebugPortListener {
  /** A debugger needs the process of the function. Rejects if there is none because its code does not load. */
  wanted(): Promise<void>;
  /** The first debugger was attached, or the last one detached. */
  attached(isAttached: boolean): void;
}

/** A connection to the process of a function. */
interface Connection {
  readonly socket: Socket;
  readonly target: DebugTarget;
}

/**
 * The port on which debuggers find a function, whichever process runs it at the moment. Each process listens on a free port
 * of its own; what arrives here is passed on to it. So the port stays the same when the process is replaced, a debugger can
 * attach before the first request, and the gateway knows for certain whether one is attached: a process does not report when a
 * debugger detaches.
 */
export abstract class DebugPort {
  /** 0 until it is open. */
  public port = 0;
  private readonly sockets = new Set<Socket>();
  private target?: DebugTarget;
  private readonly waiting = new Set<(target: DebugTarget) => void>();
  private attachedCount = 0;

  protected constructor(
    private readonly server: Server,
    private readonly listener: DebugPortListener,
  ) {
    server.on('connection', (socket: Socket) => this.keep(socket));
    // A debugger that waits does not keep this process alive, as the functions do not.
    server.unref();
  }

  /** @param port 0 picks a free one */
  public listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, DEBUG_HOST, () => {
        this.port = (this.server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** A process of the function listens there. */
  public connectTo(target: DebugTarget): void {
    this.target = target;
    for (const resolve of this.waiting) {
      resolve(target);
    }
    this.waiting.clear();
  }

  public async close(): Promise<void> {
    for (const socket of this.sockets) {
      socket.destroy();
    }
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  /** A connection to the process, which is started for it if there is none. */
  protected async connect(): Promise<Connection> {
    for (let attempt = 1; ; attempt++) {
      const target = this.target ?? (await this.started());
      try {
        const socket = await connected(target.port);
        this.keep(socket);
        return { socket, target };
      } catch (error) {
        if (attempt === MAX_CONNECT_ATTEMPTS) {
          throw error;
        }
        // That process has ended.
        this.target = this.target === target ? undefined : this.target;
      }
    }
  }

  /** Joins a debugger and the process. */
  protected attach(debuggerSocket: Socket, process: Socket): void {
    if (debuggerSocket.destroyed) {
      process.destroy();
      return;
    }
    this.count(1);
    let isOver = false;
    const over = () => {
      if (!isOver) {
        isOver = true;
        debuggerSocket.destroy();
        process.destroy();
        this.count(-1);
      }
    };
    process.on('close', over);
    debuggerSocket.on('close', over);
    process.pipe(debuggerSocket).pipe(process);
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.unref();
  }

  private started(): Promise<DebugTarget> {
    return new Promise((resolve, reject) => {
      this.waiting.add(resolve);
      this.start(resolve).catch((error: unknown) => {
        this.waiting.delete(resolve);
        reject(error);
      });
    });
  }

  /** A process that is about to end counts as one that is there, so that none is started in its place yet. */
  private async start(waiting: (target: DebugTarget) => void): Promise<void> {
    for (let attempt = 0; attempt < MAX_START_ATTEMPTS; attempt++) {
      await this.listener.wanted();
      if (!this.waiting.has(waiting)) {
        return;
      }
      await new Promise<void>((resolve) => setTimeout(resolve, START_RETRY_MILLIS).unref());
    }
    throw new Error('the function has no process that can be debugged');
  }

  private count(change: 1 | -1): void {
    this.attachedCount += change;
    if (this.attachedCount === (change === 1 ? 1 : 0)) {
      this.listener.attached(change === 1);
    }
  }
}

/** A port that speaks the protocol of the inspector of Node.js: HTTP to ask what can be debugged, and a WebSocket. */
export class InspectorPort extends DebugPort {
  /** Nobody else can guess it, as with the paths of Node.js: web pages can connect to any local port. */
  private readonly path = `/${randomUUID()}`;

  public constructor(listener: DebugPortListener) {
    const server = createServer((incoming, response) => void this.pass(incoming, response));
    server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => void this.upgrade(incoming, socket, head));
    super(server, listener);
  }

  /** Where a client of the protocol connects. It stays the same for as long as the gateway runs. */
  public get webSocketUrl(): string {
    return `ws://${DEBUG_HOST}:${this.port}${this.path}`;
  }

  /** Passes on a request for what can be debugged, such as `/json/list`. */
  private async pass({ url, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isForeign(headers)) {
      // As the inspector of Node.js answers.
      response.writeHead(400).end();
      return;
    }
    try {
      const { socket } = await this.connect();
      const passed = request({ createConnection: () => socket, path: url, headers: { ...headers, connection: 'close' } }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      passed.on('error', () => response.destroy());
      passed.end();
    } catch {
      response.destroy();
    }
  }

  private async upgrade({ url, method, headers, rawHeaders }: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    if (isForeign(headers)) {
      socket.destroy();
      return;
    }
    try {
      const { socket: process, target } = await this.connect();
      const lines = Array.from({ length: rawHeaders.length / 2 }, (_, at) => `${rawHeaders[2 * at]}: ${rawHeaders[2 * at + 1]}`);
      process.write(`${method} ${url === this.path ? target.path : url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      process.write(head);
      this.attach(socket, process);
    } catch {
      socket.destroy();
    }
  }
}

/**
 * Whether a web page may have sent a request, also under a name of its own: it must not start a process. A debugger is no web
 * page, and calls the port by an address or as localhost.
 */
function isForeign({ host = '', 'sec-fetch-site': site = 'none' }: IncomingMessage['headers']): boolean {
  const name = host.replace(/:\d*$/, '').replace(/^\[|\]$/g, '');
  return site !== 'none' || !(isIP(name) !== 0 || isLoopbackName(name));
}

/** A port whose protocol is not looked at, such as that of `debugpy`: each connection is a debugger. */
export class SocketPort extends DebugPort {
  public constructor(listener: DebugPortListener) {
    super(
      createSocketServer((socket) => {
        this.connect().then(
          ({ socket: process }) => this.attach(socket, process),
          () => socket.destroy(),
        );
      }),
      listener,
    );
  }
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, DEBUG_HOST, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}
