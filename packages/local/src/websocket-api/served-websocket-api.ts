import type { WebSocketApiPlan, WebSocketRoutePlan } from '../definitions/websocket-api';
import { gatewayError } from '../gateway/errors';
import { firstHeader } from '../gateway/header';
import type { InFlight } from '../gateway/in-flight';
import { type InjectRequest, type InjectResponse, incomingFrom, readInjected } from '../gateway/inject';
import type { Log } from '../gateway/log-entry';
import type { GatewayResponse, IncomingRequest } from '../gateway/message';
import { type Listening, type ListenOptions, PortListeners } from '../gateway/port-listeners';
import { newRequestId } from '../gateway/request-context';
import { splitTarget } from '../gateway/request-target';
import { validateHeaders } from '../http-api/validate-request';
import type { Obstacle } from '../integrations/obstacles';
import type { Connections } from './connections';
import type { WebSocketLimits } from './limits';
import { createSocketPort } from './socket-port';
import { type ConnectRequest, connectClient, type WebSocketClient } from './test-client';
import { type HandshakeRefusal, validateHandshake } from './validate-handshake';

/** What a WebSocket API is served with. */
export interface ServedWebSocketApiOptions {
  readonly connections: Connections;
  readonly limits: Required<WebSocketLimits>;
  readonly log: Log;
  readonly inFlight: InFlight;
  /** Path of the stage, such as `/dev`; empty where the stage has no name in the path. */
  readonly prefix: string;
  /** Whether requests on a port with this Host header are answered. */
  readonly isAllowedHost: (host: string) => boolean;
  /** Why routes do not answer as deployed; a route that does is not in it. */
  readonly obstacles: ReadonlyMap<WebSocketRoutePlan, Obstacle>;
}

/** A WebSocket API of the app, ready to accept connections. */
export class ServedWebSocketApi {
  /** Distinguishes it from HTTP APIs. */
  public readonly protocol = 'WEBSOCKET';
  public readonly prefix: string;
  public readonly obstacles: ReadonlyMap<WebSocketRoutePlan, Obstacle>;
  private readonly ports: PortListeners;

  public constructor(
    public readonly plan: WebSocketApiPlan,
    private readonly options: ServedWebSocketApiOptions,
  ) {
    const { prefix, obstacles, connections, limits } = options;
    this.prefix = prefix;
    this.obstacles = obstacles;
    this.ports = new PortListeners(plan.name, () =>
      createSocketPort({
        connections,
        limits,
        respond: (request) => this.refuseHost(request) ?? this.respond(request),
        refuseHost: (request) => this.refuseHost(request),
      }),
    );
  }

  /**
   * Opens a connection without a port.
   *
   * @throws HandshakeError when the handshake is refused
   */
  public connect(request: ConnectRequest): Promise<WebSocketClient> {
    return connectClient(request, this.options.connections, this.options);
  }

  /** Answers a request that is not a handshake, without a port. */
  public async inject(request: InjectRequest): Promise<InjectResponse> {
    return readInjected(await this.respond(incomingFrom(request)), request.method);
  }

  /**
   * Accepts connections on a port.
   *
   * @throws UserError when the port is in use or the host is not an address of this machine
   */
  public listen(options?: ListenOptions): Promise<Listening> {
    return this.ports.listen(options);
  }

  /** Closes all connections with 1001, then the ports. */
  public async close(): Promise<void> {
    await this.options.connections.close();
    await this.ports.close();
  }

  private respond(request: IncomingRequest): GatewayResponse {
    return this.refuse(request, validateHandshake(request) ?? { statusCode: 426, reason: 'the request is not a WebSocket handshake' });
  }

  private refuseHost(request: IncomingRequest): GatewayResponse | undefined {
    const host = firstHeader(request.headers, 'host') ?? '';
    // Invalid headers are left to the handler, which answers 400.
    if (this.options.isAllowedHost(host) || validateHeaders(request.headers) !== undefined) {
      return undefined;
    }
    const remedy = `pass --allow-host ${host.replace(/:\d*$/, '')} to answer it`;
    return this.refuse(request, {
      statusCode: 421,
      reason: `the Host header ${JSON.stringify(host)} is not a name of this API: ${remedy}`,
    });
  }

  private refuse({ method, target }: IncomingRequest, { statusCode, reason, headers = [] }: HandshakeRefusal): GatewayResponse {
    const requestId = newRequestId();
    const path = splitTarget(target).rawPath;
    this.options.log({ kind: 'request', requestId, api: this.plan.name, method, path, status: statusCode, millis: 0, reason });
    return gatewayError(statusCode, undefined, [...headers, ['x-amzn-requestid', requestId]]);
  }
}
