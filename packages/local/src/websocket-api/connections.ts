import type { ConnectionAuthorizer } from '../authorizers/connection-authorizer';
import type { WebSocketApiPlan } from '../definitions/websocket-api';
import { clearTimeout, setTimeout } from '../functions/timers';
import type { Details } from '../gateway/detail-entry';
import type { InFlight } from '../gateway/in-flight';
import type { Log } from '../gateway/log-entry';
import type { GatewayResponse, IncomingRequest } from '../gateway/message';
import { newRequestId } from '../gateway/request-context';
import { splitTarget } from '../gateway/request-target';
import { Connection } from './connection';
import { type HandshakeContext, handleHandshake } from './handshake-handler';
import type { WebSocketLimits } from './limits';
import type { ConnectionRegistry, ManagedConnection } from './route-run';
import type { WebSocketRouteTable } from './route-table';
import type { Transport } from './transport';

/** How the connections of an API are handled. */
export interface ConnectionsOptions {
  readonly api: WebSocketApiPlan;
  readonly routes: WebSocketRouteTable;
  /** Of the `$connect` route; undefined if it cannot run here. */
  readonly authorizer?: ConnectionAuthorizer;
  readonly limits: Required<WebSocketLimits>;
  readonly isAllowedOrigin: (origin: string | undefined) => boolean;
  /** The only stage to serve, without its name in the path. */
  readonly stage?: string;
  readonly log: Log;
  /** @default nobody wants details */
  readonly details?: Details;
  readonly inFlight: InFlight;
}

/** The response to a handshake. */
export type Opening =
  | { readonly kind: 'refused'; readonly response: GatewayResponse }
  | { readonly kind: 'accepted'; readonly connection: Connection; readonly subprotocol?: string };

/** Close code of a connection whose stage is gone. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
const GOING_AWAY = 1001;
/** How long closing waits for `$disconnect`, in milliseconds. */
const MAX_SHUTDOWN_MILLIS = 1500;

/** The connections of a WebSocket API, whatever carries them. */
export class Connections implements ConnectionRegistry {
  private readonly open = new Map<string, Connection>();
  /** Open connections, and those that wait for the client's close frame. */
  private readonly alive = new Set<Connection>();
  /** Connections whose `$disconnect` is still being handled. */
  private readonly ending = new Set<Promise<void>>();
  private handshakes: HandshakeContext;
  private isClosing = false;

  public constructor(private options: ConnectionsOptions) {
    this.handshakes = { ...options, newConnectionId: () => this.newConnectionId() };
  }

  /**
   * Handles handshakes, and messages of open connections, from now on as another one does. Connections to stages that are no
   * longer there are closed.
   */
  public become({ options }: Connections): void {
    this.options = options;
    this.handshakes = { ...options, newConnectionId: () => this.newConnectionId() };
    const stages = new Set(options.api.stages.map(({ name }) => name));
    for (const connection of this.open.values()) {
      if (!stages.has(connection.details.stage.name)) {
        connection.close(GOING_AWAY, 'Going away');
      }
    }
  }

  /** How many connections are open. */
  public get size(): number {
    return this.open.size;
  }

  public find(stage: string, connectionId: string): ManagedConnection | undefined {
    const connection = this.open.get(connectionId);
    return connection?.isOpen === true && connection.details.stage.name === stage ? connection : undefined;
  }

  /** Handles a handshake. An accepted one has to be followed by `start`. */
  public async handshake(request: IncomingRequest): Promise<Opening> {
    const start = performance.now();
    const handled = await this.options.inFlight.during(handleHandshake(request, this.handshakes));
    const { requestId, connectionId, stage, integration } = handled;
    const { api, log, details, routes, limits, inFlight } = this.options;
    log({
      kind: 'connect',
      requestId,
      api: api.name,
      stage,
      connectionId,
      path: splitTarget(request.target).rawPath,
      route: stage === undefined ? undefined : routes.get('$connect')?.plan.key,
      integration,
      status: handled.kind === 'refused' ? handled.response.statusCode : 101,
      millis: performance.now() - start,
      reason: handled.kind === 'refused' ? handled.reason : undefined,
    });
    if (handled.kind === 'refused') {
      return { kind: 'refused', response: handled.response };
    }
    const current = () => this.options.routes;
    const connection = new Connection(handled.details, {
      get routes() {
        return current();
      },
      limits,
      log,
      details,
      inFlight,
      onClosed: () => this.open.delete(connectionId),
    });
    return { kind: 'accepted', connection, subprotocol: handled.subprotocol };
  }

  /** Begins to exchange messages over a connection whose handshake was accepted. */
  public start(connection: Connection, transport: Transport): void {
    this.open.set(connection.details.connectionId, connection);
    this.alive.add(connection);
    connection.open(transport);
    if (this.isClosing) {
      this.track(connection.shutDown());
    }
  }

  /** A connection has ended. */
  public ended(connection: Connection, code: number, reason: string): void {
    this.alive.delete(connection);
    this.track(connection.ended(code, reason));
  }

  /** Closes all connections with 1001. Waits for `$disconnect`, but not long. */
  public async close(): Promise<void> {
    this.isClosing = true;
    const connections = [...this.alive];
    for (const connection of connections) {
      this.track(connection.shutDown());
    }
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, MAX_SHUTDOWN_MILLIS);
    });
    await Promise.race([Promise.all(this.ending), tooLate]);
    clearTimeout(timer);
    for (const connection of connections) {
      connection.terminate();
    }
  }

  private track(ending: Promise<void>): void {
    this.ending.add(ending);
    void ending.finally(() => this.ending.delete(ending));
  }

  private newConnectionId(): string {
    let id = newRequestId();
    while (this.open.has(id)) {
      id = newRequestId();
    }
    return id;
  }
}
