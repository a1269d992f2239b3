import type { WebSocketApiPlan, WebSocketRoutePlan } from '../definitions/websocket-api';
import { explainHandshake } from '../explain/explain-handshake';
import { explainMessage } from '../explain/explain-message';
import type { ExplainContext } from '../explain/explain-request';
import type { WebSocketExplanation } from '../explain/explanation';
import { gatewayError } from '../gateway/errors';
import { firstHeader } from '../gateway/header';
import type { InFlight } from '../gateway/in-flight';
import { type InjectRequest, type InjectResponse, incomingFrom, readInjected } from '../gateway/inject';
import type { Log } from '../gateway/log-entry';
import type { GatewayResponse, IncomingRequest } from '../gateway/message';
import { type Listening, type ListenOptions, PortListeners } from '../gateway/port-listeners';
import { newRequestId } from '../gateway/request-context';
import { splitTarget } from '../gateway/request-target';
import type { LocalCertificate } from '../gateway/tls/certificate';
import { validateHeaders } from '../http-api/validate-request';
import type { Obstacle } from '../integrations/obstacles';
import type { Connections } from './connections';
import type { WebSocketLimits } from './limits';
import type { ManagementApi } from './management/management-api';
import { createSocketPort } from './socket-port';
import { type ConnectRequest, connectClient, type WebSocketClient } from './test-client';
import { type HandshakeRefusal, validateHandshake } from './validate-handshake';

/** What a WebSocket API is served with. */
export interface ServedWebSocketApiOptions {
  readonly plan: WebSocketApiPlan;
  readonly connections: Connections;
  readonly management: ManagementApi;
  readonly certificate: () => LocalCertificate;
  readonly limits: Required<WebSocketLimits>;
  readonly log: Log;
  readonly inFlight: InFlight;
  /** Path of the stage, such as `/dev`; empty where the stage has no name in the path. */
  readonly prefix: string;
  /** Whether requests on a port with this Host header are answered. */
  readonly isAllowedHost: (host: string) => boolean;
  /** Why routes do not answer as deployed; a route that does is not in it. */
  readonly obstacles: ReadonlyMap<WebSocketRoutePlan, Obstacle>;
  readonly explaining: Pick<ExplainContext<WebSocketRoutePlan>, 'stage' | 'onTheWay'>;
}

/** A WebSocket API of the app, ready to accept connections. */
export class ServedWebSocketApi {
  /** Distinguishes it from HTTP APIs. */
  public readonly protocol = 'WEBSOCKET';
  private readonly ports: PortListeners;
  private ownPort?: Promise<Listening>;

  public constructor(private options: ServedWebSocketApiOptions) {
    const { plan, connections, limits, certificate } = options;
    this.ports = new PortListeners(plan.name, () =>
      createSocketPort({
        connections,
        limits,
        certificate,
        respond: (request) => this.refuseHost(request) ?? this.respond(request),
        refuseHost: (request) => this.refuseHost(request),
      }),
    );
  }

  public get plan(): WebSocketApiPlan {
    return this.options.plan;
  }

  /** Path of the stage, such as `/dev`; empty where the stage has no name in the path. */
  public get prefix(): string {
    return this.options.prefix;
  }

  /** Why routes do not answer as deployed; a route that does is not in it. */
  public get obstacles(): ReadonlyMap<WebSocketRoutePlan, Obstacle> {
    return this.options.obstacles;
  }

  /** Whether it has ports. */
  public get isListening(): boolean {
    return this.ports.isListening;
  }

  /**
   * Handles handshakes and messages from now on as another one does. Messages that are under way are not affected; connections
   * and ports stay open.
   */
  public become({ options }: ServedWebSocketApi): void {
    const { connections } = this.options;
    connections.become(options.connections);
    this.options = { ...options, connections, management: options.management.over(connections) };
  }

  /**
   * Opens a connection without a port. The domain name in events is that of a port which functions can call to manage
   * connections, unless the request has a Host header.
   *
   * @throws HandshakeError when the handshake is refused
   */
  public async connect(request: ConnectRequest): Promise<WebSocketClient> {
    const { headers = {} } = request;
    const hasHost = Object.keys(headers).some((name) => name.toLowerCase() === 'host');
    const withHost = hasHost ? request : { ...request, headers: { Host: await this.ownHost(), ...headers } };
    return connectClient(withHost, this.options.connections, this.options);
  }

  /**
   * Explains what becomes of the text of a message or of a handshake, without calling anything: route, authorizer, parameters,
   * template, integration, integration responses.
   *
   * @param options.stage the stage of the connection of a message. @default the stage that is served, or the first one
   */
  public explain(asked: string | ConnectRequest, options: { readonly stage?: string } = {}): Promise<WebSocketExplanation> {
    const { explaining, obstacles } = this.options;
    const context = { ...explaining, obstacle: (route: WebSocketRoutePlan) => obstacles.get(route) };
    return typeof asked === 'string'
      ? explainMessage(this.plan, asked, { ...context, stage: options.stage ?? context.stage })
      : explainHandshake(this.plan, asked, context);
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

  /** Takes no more connections, closes those that are open with 1001, then the ports. */
  public async retire(): Promise<void> {
    const ports = this.ports.closeWhenIdle();
    await this.options.connections.close();
    await ports;
  }

  /** Closes all connections with 1001, then the ports. */
  public async close(): Promise<void> {
    await this.options.connections.close();
    await this.ports.close();
  }

  /** A host on which connections can be managed: a port of this machine, which is opened for this purpose. */
  private async ownHost(): Promise<string> {
    this.ownPort ??= this.listen();
    return `127.0.0.1:${(await this.ownPort).port}`;
  }

  private respond(request: IncomingRequest): GatewayResponse | Promise<GatewayResponse> {
    if (this.options.management.handles(request.target)) {
      const invalid = validateHeaders(request.headers);
      return invalid === undefined ? this.options.inFlight.during(this.manage(request)) : this.refuse(request, invalid);
    }
    return this.refuse(request, validateHandshake(request) ?? { statusCode: 426, reason: 'the request is not a WebSocket handshake' });
  }

  private async manage(request: IncomingRequest): Promise<GatewayResponse> {
    const start = performance.now();
    const { requestId, response, reason } = await this.options.management.respond(request);
    const { method, target } = request;
    this.options.log({
      kind: 'request',
      requestId,
      api: this.plan.name,
      method,
      path: splitTarget(target).rawPath,
      status: response.statusCode,
      millis: performance.now() - start,
      reason,
    });
    return response;
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
