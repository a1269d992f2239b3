import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiPlan } from '../definitions/http-api';
import type { RoutePlan } from '../definitions/route';
import { gatewayError } from '../gateway/errors';
import { firstHeader } from '../gateway/header';
import { createHttpServer } from '../gateway/http-server';
import { InFlight } from '../gateway/in-flight';
import { type InjectRequest, type InjectResponse, incomingFrom, readInjected } from '../gateway/inject';
import type { Log } from '../gateway/log-entry';
import type { GatewayResponse, IncomingRequest } from '../gateway/message';
import { newRequestId } from '../gateway/request-context';
import type { Obstacle } from '../integrations/obstacles';
import { UserError } from '../user-error';
import type { ApiHandler, HandledRequest } from './api-handler';
import { validateHeaders } from './validate-request';

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

/** An API and the port on which it is served. */
export interface ListeningApi {
  readonly api: ServedApi;
  readonly listening: Listening;
}

/** One API of the app, ready to answer requests. */
export class ServedApi {
  private readonly servers = new Set<Server>();

  public constructor(
    public readonly plan: ApiPlan,
    private readonly handler: ApiHandler,
    private readonly log: Log,
    /** Path prefix of each route, such as `/dev`; empty where the stage has no name in the path. */
    public readonly prefix = '',
    /** Whether requests on a port with this Host header are answered. */
    private readonly isAllowedHost: (host: string) => boolean = () => true,
    /** Why routes do not answer as deployed; a route that does is not in it. */
    public readonly obstacles: ReadonlyMap<RoutePlan, Obstacle> = new Map(),
    private readonly inFlight = new InFlight(),
  ) {}

  /** Answers a request without a port. */
  public inject(request: InjectRequest): Promise<InjectResponse> {
    const respond = async () => readInjected(await this.respond(incomingFrom(request)), request.method);
    return this.inFlight.during(respond());
  }

  /**
   * Answers requests on a port.
   *
   * @throws UserError when the port is in use or the host is not an address of this machine
   */
  public listen({ port = 0, host = '127.0.0.1' }: ListenOptions = {}): Promise<Listening> {
    const server = createHttpServer((request) => this.respondOnPort(request));
    return new Promise((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host, this.plan.name)));
      server.listen(port, host, () => {
        this.servers.add(server);
        const { port: chosen } = server.address() as AddressInfo;
        const shown = host.includes(':') ? `[${host}]` : host;
        resolve({ url: `http://${shown}:${chosen}`, port: chosen, close: () => this.stop(server) });
      });
    });
  }

  public async close(): Promise<void> {
    await Promise.all([...this.servers].map((server) => this.stop(server)));
  }

  private stop(server: Server): Promise<void> {
    this.servers.delete(server);
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  private respondOnPort(request: IncomingRequest): GatewayResponse | Promise<GatewayResponse> {
    const host = firstHeader(request.headers, 'host') ?? '';
    // Invalid headers are left to the handler, which answers 400.
    if (this.isAllowedHost(host) || validateHeaders(request.headers) !== undefined) {
      return this.respond(request);
    }
    const reason = `the Host header ${JSON.stringify(host)} is not a name of this API: pass --allow-host ${host.replace(/:\d*$/, '')} to answer it`;
    const refusal = { response: gatewayError(421), requestId: newRequestId(), reason };
    return this.complete(request, refusal, performance.now());
  }

  private respond(request: IncomingRequest): GatewayResponse | Promise<GatewayResponse> {
    const start = performance.now();
    const handled = this.handler(request);
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
