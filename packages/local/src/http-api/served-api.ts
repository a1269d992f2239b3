import type { ApiPlan } from '../definitions/http-api';
import type { RoutePlan } from '../definitions/route';
import { type ExplainContext, explainRequest } from '../explain/explain-request';
import type { Explanation } from '../explain/explanation';
import { gatewayError } from '../gateway/errors';
import { firstHeader } from '../gateway/header';
import { createHttpServer } from '../gateway/http-server';
import type { InFlight } from '../gateway/in-flight';
import { type InjectRequest, type InjectResponse, incomingFrom, readInjected } from '../gateway/inject';
import type { Log } from '../gateway/log-entry';
import type { GatewayResponse, IncomingRequest } from '../gateway/message';
import { type Listening, type ListenOptions, PortListeners } from '../gateway/port-listeners';
import { newRequestId } from '../gateway/request-context';
import type { Obstacle } from '../integrations/obstacles';
import { UserError } from '../user-error';
import type { ConnectRequest, WebSocketClient } from '../websocket-api/test-client';
import type { ApiHandler, HandledRequest } from './api-handler';
import { validateHeaders } from './validate-request';

/** How requests to an API are answered. */
export interface ServedApiVersion {
  readonly plan: ApiPlan;
  readonly handler: ApiHandler;
  /** Path prefix of each route, such as `/dev`; empty where the stage has no name in the path. */
  readonly prefix: string;
  /** Whether requests on a port with this Host header are answered. */
  readonly isAllowedHost: (host: string) => boolean;
  /** Why routes do not answer as deployed; a route that does is not in it. */
  readonly obstacles: ReadonlyMap<RoutePlan, Obstacle>;
  readonly explaining: Pick<ExplainContext<RoutePlan>, 'stage' | 'onTheWay'>;
}

/** An HTTP API of the app, ready to answer requests. */
export class ServedApi {
  /** Distinguishes it from WebSocket APIs. */
  public readonly protocol = 'HTTP';
  private readonly ports: PortListeners;

  public constructor(
    private version: ServedApiVersion,
    private readonly log: Log,
    private readonly inFlight: InFlight,
  ) {
    this.ports = new PortListeners(version.plan.name, () => ({ server: createHttpServer((request) => this.respondOnPort(request)) }));
  }

  public get plan(): ApiPlan {
    return this.version.plan;
  }

  /** Path prefix of each route, such as `/dev`; empty where the stage has no name in the path. */
  public get prefix(): string {
    return this.version.prefix;
  }

  /** Why routes do not answer as deployed; a route that does is not in it. */
  public get obstacles(): ReadonlyMap<RoutePlan, Obstacle> {
    return this.version.obstacles;
  }

  /** Whether it has ports. */
  public get isListening(): boolean {
    return this.ports.isListening;
  }

  /** Answers from now on as another one does. Requests that are under way are not affected, and ports stay open. */
  public become({ version }: ServedApi): void {
    this.version = version;
  }

  /** Answers a request without a port. */
  public inject(request: InjectRequest): Promise<InjectResponse> {
    const respond = async () => readInjected(await this.respond(incomingFrom(request)), request.method);
    return this.inFlight.during(respond());
  }

  /** Explains what becomes of a request, without calling anything: route, stage, CORS, authorizer, mapping, integration. */
  public explain(request: InjectRequest): Promise<Explanation> {
    const obstacle = (route: RoutePlan) => this.obstacles.get(route);
    return explainRequest(this.plan, incomingFrom(request), { ...this.version.explaining, obstacle });
  }

  /**
   * Answers requests on a port.
   *
   * @throws UserError when the port is in use or the host is not an address of this machine
   */
  public listen(options?: ListenOptions): Promise<Listening> {
    return this.ports.listen(options);
  }

  /** HTTP APIs have no connections. */
  public connect(_request: ConnectRequest): Promise<WebSocketClient> {
    return Promise.reject(new UserError(`${this.plan.name} is an HTTP API, which has no connections: use inject`));
  }

  /** Closes the ports; requests that are under way are answered before. */
  public retire(): Promise<void> {
    return this.ports.closeWhenIdle();
  }

  public close(): Promise<void> {
    return this.ports.close();
  }

  private respondOnPort(request: IncomingRequest): GatewayResponse | Promise<GatewayResponse> {
    const host = firstHeader(request.headers, 'host') ?? '';
    // Invalid headers are left to the handler, which answers 400.
    if (this.version.isAllowedHost(host) || validateHeaders(request.headers) !== undefined) {
      return this.respond(request);
    }
    const reason = `the Host header ${JSON.stringify(host)} is not a name of this API: pass --allow-host ${host.replace(/:\d*$/, '')} to answer it`;
    const refusal = { response: gatewayError(421), requestId: newRequestId(), reason };
    return this.complete(request, refusal, performance.now());
  }

  private respond(request: IncomingRequest): GatewayResponse | Promise<GatewayResponse> {
    const start = performance.now();
    const handled = this.version.handler(request);
    return handled instanceof Promise
      ? this.inFlight.during(handled.then((each) => this.complete(request, each, start)))
      : this.complete(request, handled, start);
  }

  private complete(request: IncomingRequest, handled: HandledRequest, start: number): GatewayResponse {
    this.logRequest(request, handled, performance.now() - start);
    this.logAbort(handled);
    return handled.response;
  }

  private logAbort({ requestId, response: { body } }: HandledRequest): void {
    if (typeof body !== 'string' && !Buffer.isBuffer(body)) {
      body.on('error', ({ message }) => this.log({ kind: 'abort', requestId, api: this.plan.name, reason: message }));
    }
  }

  private logRequest({ method, target }: IncomingRequest, handled: HandledRequest, millis: number): void {
    const { requestId, route, integration, reason, mapping, response } = handled;
    const query = target.indexOf('?');
    this.log({
      kind: 'request',
      requestId,
      api: this.plan.name,
      method,
      path: query < 0 ? target : target.slice(0, query),
      route,
      integration,
      status: response.statusCode,
      millis,
      reason,
      mapping,
    });
  }
}
