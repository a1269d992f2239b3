import { clearTimeout, setTimeout } from '../functions/timers';
import type { Details, FrameEntry, MessageReceivedEntry } from '../gateway/detail-entry';
import type { InFlight } from '../gateway/in-flight';
import type { Log } from '../gateway/log-entry';
import { newRequestId } from '../gateway/request-context';
import type { WebSocketLimits } from './limits';
import type { ConnectionDetails, ManagedConnection, RouteResult } from './route-run';
import type { WebSocketRouteTable } from './route-table';
import { errorFrame, GOING_AWAY, MESSAGE_TOO_BIG, NORMAL_CLOSURE, type Transport, UNSUPPORTED_DATA } from './transport';

/** What the connections of an API share. */
export interface ConnectionContext {
  readonly routes: WebSocketRouteTable;
  readonly limits: Required<WebSocketLimits>;
  readonly log: Log;
  /** @default nobody wants details */
  readonly details?: Details;
  readonly inFlight: InFlight;
  /** Called once, when messages can no longer be sent. */
  readonly onClosed: (connection: Connection) => void;
}

/** A client with more bytes waiting for it is cut off, so that clients that do not read cannot fill the memory. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** While that many messages of a connection are handled, no more are read from it. */
const MAX_CONCURRENT_MESSAGES = 64;

interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** A connection whose handshake was accepted. */
export class Connection implements ManagedConnection {
  public lastActiveAt: Date;
  private transport?: Transport;
  /** Set when the gateway closes the connection. */
  private closing?: Closing;
  private ending?: Promise<void>;
  private resolveClosed: () => void = () => undefined;
  private readonly closed = new Promise<void>((resolve) => {
    this.resolveClosed = resolve;
  });
  private handled = 0;
  /** Messages of a chunk that was read already when too many were handled. */
  private readonly waiting: string[] = [];
  private isPaused = false;
  private idleTimer?: NodeJS.Timeout;
  private lifetimeTimer?: NodeJS.Timeout;

  public constructor(
    public readonly details: ConnectionDetails,
    private readonly context: ConnectionContext,
  ) {
    this.lastActiveAt = details.connectedAt;
  }

  /** Whether the connection has not ended, and the gateway does not close it. */
  private get isActive(): boolean {
    return this.transport !== undefined && this.closing === undefined && this.ending === undefined;
  }

  /** Whether messages can be sent: the client does not close the connection either. */
  public get isOpen(): boolean {
    return this.isActive && this.transport?.isOpen === true;
  }

  /** Begins to exchange messages. */
  public open(transport: Transport): void {
    const { idleMillis, lifetimeMillis } = this.context.limits;
    this.transport = transport;
    this.idleTimer = setTimeout(() => this.close(GOING_AWAY, 'Going away'), idleMillis).unref();
    this.lifetimeTimer = setTimeout(() => this.close(GOING_AWAY, 'Going away'), lifetimeMillis).unref();
  }

  /** Handles a text message of the client. */
  public receive(text: string): void {
    if (!this.isActive) {
      return;
    }
    this.touch();
    if (this.handled < MAX_CONCURRENT_MESSAGES) {
      this.start(text);
    } else {
      this.waiting.push(text);
    }
  }

  private start(text: string): void {
    this.handled++;
    if (this.handled >= MAX_CONCURRENT_MESSAGES && !this.isPaused) {
      this.isPaused = true;
      this.transport?.pause();
    }
    void this.context.inFlight.during(this.handle(text).finally(() => this.startNext()));
  }

  private startNext(): void {
    this.handled--;
    const next = this.waiting.shift();
    if (next !== undefined) {
      this.start(next);
    } else if (this.isPaused && this.handled < MAX_CONCURRENT_MESSAGES / 2) {
      this.isPaused = false;
      this.transport?.resume();
    }
  }

  /** The client sent a binary message, which the service does not support. */
  public receiveBinary(): void {
    this.close(UNSUPPORTED_DATA, '');
  }

  /** The client sent a frame or a message that is too large. */
  public receiveTooLarge(): void {
    this.close(MESSAGE_TOO_BIG, '');
  }

  public async post(data: string): Promise<boolean> {
    return this.send(data);
  }

  public disconnect(): void {
    this.close(NORMAL_CLOSURE, 'Connection Closed Normally');
  }

  /** Closes the connection from the side of the gateway. */
  public close(code: number, reason: string): void {
    if (this.isActive) {
      this.closing = { code, reason };
      // The connection is not idle before the client has closed it, too, and $disconnect was handled.
      void this.context.inFlight.during(this.closed);
      this.stopTimers();
      this.context.onClosed(this);
      this.transport?.close(code, reason);
    }
  }

  /** Closes the connection without waiting for the client. Resolves when `$disconnect` was handled. */
  public shutDown(): Promise<void> {
    this.close(GOING_AWAY, 'Going away');
    return this.ended(GOING_AWAY, 'Going away');
  }

  public terminate(): void {
    this.transport?.terminate();
  }

  /**
   * The connection has ended. Resolves when `$disconnect` was handled.
   *
   * @param code of the client's close frame; 1005 without a code, 1006 without a close frame
   */
  public ended(code: number, reason: string): Promise<void> {
    this.ending ??= this.context.inFlight.during(this.end(this.closing ?? { code, reason }));
    this.resolveClosed();
    return this.ending;
  }

  private async end({ code, reason }: Closing): Promise<void> {
    this.stopTimers();
    if (this.closing === undefined) {
      this.context.onClosed(this);
    }
    const { details, context } = this;
    const route = context.routes.get('$disconnect');
    const requestTime = new Date();
    const requestId = newRequestId();
    const start = performance.now();
    const result = await route?.run?.({
      connection: details,
      eventType: 'DISCONNECT',
      routeKey: '$disconnect',
      requestId,
      requestTime,
      headers: [
        ['Host', details.domainName],
        ['x-api-key', ''],
        ['X-Forwarded-For', details.sourceIp],
        ['x-restapi', ''],
      ],
      query: [],
      disconnect: { statusCode: code, reason },
    });
    context.log({
      kind: 'disconnect',
      requestId,
      api: details.api.name,
      stage: details.stage.name,
      connectionId: details.connectionId,
      statusCode: code,
      closeReason: reason,
      closedBy: this.closing === undefined ? 'client' : 'gateway',
      route: route?.plan.key,
      integration: route?.integration,
      connectedMillis: requestTime.getTime() - details.connectedAt.getTime(),
      millis: performance.now() - start,
      reason: result?.kind === 'failed' ? result.reason : undefined,
    });
  }

  private async handle(text: string): Promise<void> {
    const { details, context } = this;
    const requestId = newRequestId();
    // The message IDs of a connection end like its own ID.
    const messageId = newRequestId().slice(0, 8) + details.connectionId.slice(8);
    const start = performance.now();
    const route = context.routes.select(text);
    this.addDetail({ kind: 'message-received', requestId, route: route?.plan.key, integration: route?.integration, text });
    const outcome: RouteResult =
      route === undefined
        ? failed('Forbidden', 'no route matches the message, and the API has no $default route')
        : ((await route.run?.({
            connection: details,
            eventType: 'MESSAGE',
            routeKey: route.plan.key,
            requestId,
            requestTime: new Date(),
            messageId,
            body: text,
            headers: [],
            query: [],
          })) ?? failed('Internal server error', 'the route has no integration'));
    const result = route?.plan.isTwoWay === true ? withinLimit(outcome, context.limits.messageBytes) : outcome;
    const frame =
      result.kind === 'failed'
        ? errorFrame(result.message, details.connectionId, requestId, messageId)
        : route?.plan.isTwoWay === true
          ? result.body
          : undefined;
    const isSent = frame !== undefined && this.send(frame, requestId);
    context.log({
      kind: 'message',
      requestId,
      api: details.api.name,
      stage: details.stage.name,
      connectionId: details.connectionId,
      route: route?.plan.key,
      integration: route?.integration,
      bytes: Buffer.byteLength(text),
      answer: !isSent ? 'none' : result.kind === 'failed' ? 'error' : 'response',
      error: result.kind === 'failed' ? result.message : undefined,
      millis: performance.now() - start,
      reason: result.kind === 'failed' ? result.reason : undefined,
    });
  }

  /** Whether the frame could be sent. */
  private send(text: string, requestId?: string): boolean {
    const { transport } = this;
    if (transport === undefined || !this.isOpen) {
      return false;
    }
    if (transport.bufferedBytes > MAX_BUFFERED_BYTES) {
      transport.terminate();
      return false;
    }
    this.touch();
    transport.send(text);
    this.addDetail({ kind: 'frame', requestId, text });
    return true;
  }

  private addDetail(entry: Omit<MessageReceivedEntry, 'api' | 'connectionId'> | Omit<FrameEntry, 'api' | 'connectionId'>): void {
    const { details, context } = this;
    if (context.details?.areWanted === true) {
      context.details.add({ ...entry, api: details.api.name, connectionId: details.connectionId });
    }
  }

  private touch(): void {
    this.lastActiveAt = new Date();
    this.idleTimer?.refresh();
  }

  private stopTimers(): void {
    clearTimeout(this.idleTimer);
    clearTimeout(this.lifetimeTimer);
  }
}

type Failed = Extract<RouteResult, { kind: 'failed' }>;

function failed(message: Failed['message'], reason: string): Failed {
  return { kind: 'failed', message, statusCode: message === 'Forbidden' ? 403 : 500, reason };
}

/** A character is three bytes at most: most answers need no counting. */
function withinLimit(result: RouteResult, maxBytes: number): RouteResult {
  const body = result.kind === 'response' ? result.body : undefined;
  return body !== undefined && body.length * 3 > maxBytes && Buffer.byteLength(body) > maxBytes
    ? failed('Internal server error', `the answer has ${Buffer.byteLength(body)} bytes, and a message can have ${maxBytes}`)
    : result;
}
