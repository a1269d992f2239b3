import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clearInterval, setInterval } from '../functions/timers';
import { UserError } from '../user-error';

/** Address to listen on. */
export interface ListenOptions {
  /** 0 picks a free port. @default 0 */
  readonly port?: number;
  /** @default '127.0.0.1': this machine alone */
  readonly host?: string;
}

/** A port on which an API is served. */
export interface Listening {
  /** Such as `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A server, and what has to happen before it stops. */
export interface PortServer {
  readonly server: Server;
  /** Ends what the server does not know of, such as WebSocket connections. */
  readonly drain?: () => Promise<void>;
}

/** How often a server that is about to close looks for connections without a request, in milliseconds. */
const IDLE_CHECK_MILLIS = 50;

/** The ports on which an API is served. */
export class PortListeners {
  private readonly open = new Set<PortServer>();

  /**
   * @param api its name, for errors
   * @param create creates the server of a port
   */
  public constructor(
    private readonly api: string,
    private readonly create: () => PortServer,
  ) {}

  /** Whether a port is open. */
  public get isListening(): boolean {
    return this.open.size > 0;
  }

  /**
   * Listens on a port.
   *
   * @throws UserError when the port is in use or the host is not an address of this machine
   */
  public listen({ port = 0, host = '127.0.0.1' }: ListenOptions = {}): Promise<Listening> {
    const served = this.create();
    const { server } = served;
    return new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host, this.api)));
      server.listen(port, host, () => {
        this.open.add(served);
        const { port: chosen } = server.address() as AddressInfo;
        const shown = host.includes(':') ? `[${host}]` : host;
        resolve({ url: `http://${shown}:${chosen}`, port: chosen, close: () => this.stop(served) });
      });
    });
  }

  /** Takes no more connections at once, and closes each connection when its request has been answered. */
  public async closeWhenIdle(): Promise<void> {
    await Promise.all(
      [...this.open].map(async (served) => {
        const { server } = served;
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        const timer = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MILLIS).unref();
        server.closeIdleConnections();
        await closed;
        clearInterval(timer);
        this.open.delete(served);
      }),
    );
  }

  public async close(): Promise<void> {
    await Promise.all([...this.open].map((served) => this.stop(served)));
  }

  private async stop(served: PortServer): Promise<void> {
    const { server, drain } = served;
    this.open.delete(served);
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    await drain?.();
    server.closeAllConnections();
    await closed;
  }
}

function cannotListen(error: NodeJS.ErrnoException, port: number, host: string, api: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new UserError(
        `port ${port} of ${host}, for API ${api}, is in use: stop the program that uses it, or pass another --port (0 picks a free one)`,
      );
    case 'EACCES':
      return new UserError(`port ${port} needs privileges that this process lacks: pass a --port above 1023`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UserError(`${host} is not an address of this machine: pass another --host, such as 127.0.0.1`);
    default:
      return error;
  }
}
