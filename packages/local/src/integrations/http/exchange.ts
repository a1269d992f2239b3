import { Readable } from 'node:stream';
import type { Dispatcher, Pool } from 'undici';
import type { Outcome } from '../../gateway/backend';
import { BrokenResponse, MAX_BODY_BYTES } from '../../gateway/body';
import { firstHeader } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import { type Failure, failureOf } from './failure';
import { responseHeaders } from './headers';

/** A request to a backend. */
export interface BackendRequest {
  readonly pool: Pool;
  /** URL of the backend for messages. */
  readonly shown: string;
  /** Flag that sets the address of the backend, for messages. @default '--target' */
  readonly flag?: string;
  /** Server name for TLS. */
  readonly servername: string;
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** Names and values, alternating. */
  readonly headers: string[];
  readonly body: Buffer | Readable | null;
  readonly clientMethod: string;
  readonly timeoutMillis: number;
  /** Aborts when the client disconnects. Called only for requests that take longer. */
  signal(): AbortSignal | undefined;
}

/** Most calls end within this time, and need no listener for a client that disconnects. */
const WATCH_DELAY_MILLIS = 100;
const NOTHING = Buffer.alloc(0);
/** Its callbacks run as microtasks, at a fraction of the cost of `queueMicrotask`. */
const RESOLVED = Promise.resolve();

/** Calls a backend. Never rejects. */
export function exchange(request: BackendRequest): Promise<Outcome> {
  return new Promise((resolve) => {
    new Exchange(request, resolve).start();
  });
}

/**
 * One request to a backend and its response, driven by the events of undici.
 *
 * A response that arrives in one piece, as most do, is passed on as a buffer; any other as a stream.
 */
class Exchange implements Dispatcher.DispatchHandlers {
  private timer: NodeJS.Timeout;
  /** Start of the time that the backend has for its response. */
  private waitingSince = performance.now();
  private signal: AbortSignal | undefined;
  private abortCall: (() => void) | undefined;
  private resumeCall: (() => void) | undefined;
  private statusCode = 0;
  private rawHeaders: Buffer[] = [];
  private chunks: Buffer[] = [];
  private size = 0;
  private isComplete = false;
  private isPaused = false;
  private body: ResponseBody | undefined;
  private isSettled = false;

  public constructor(
    private readonly request: BackendRequest,
    private readonly settle: (outcome: Outcome) => void,
  ) {
    this.timer = setTimeout(this.checkTimeout, Math.min(WATCH_DELAY_MILLIS, request.timeoutMillis));
  }

  public start(): void {
    const { pool, servername, method, path, headers, body } = this.request;
    pool.dispatch({ path, method: method as Dispatcher.HttpMethod, headers, body, servername } as Dispatcher.DispatchOptions, this);
  }

  public onConnect(abort: () => void): void {
    this.abortCall = abort;
    if (this.isSettled) {
      abort();
    }
  }

  /** The backend's time begins when the request has been sent. */
  public onBodySent(): void {
    this.waitingSince = performance.now();
  }

  public onHeaders(statusCode: number, headers: Buffer[], resume: () => void): boolean {
    // Informational responses are not forwarded.
    if (statusCode >= 200) {
      this.statusCode = statusCode;
      this.rawHeaders = headers;
      this.resumeCall = resume;
      // Runs after the parser has read everything that arrived in one piece.
      void RESOLVED.then(this.respond);
    }
    return true;
  }

  public onData(chunk: Buffer): boolean {
    this.size += chunk.length;
    if (this.size > MAX_BODY_BYTES) {
      this.tooLarge();
      return true;
    }
    if (this.body === undefined) {
      this.chunks.push(chunk);
      return true;
    }
    this.isPaused = !this.body.push(chunk);
    return !this.isPaused;
  }

  public onComplete(): void {
    this.isComplete = true;
    this.end();
    this.body?.push(null);
  }

  public onError(error: Error): void {
    this.fail(failureOf(error, this.request.shown, this.request.flag));
  }

  public resume(): void {
    if (this.isPaused) {
      this.isPaused = false;
      this.waitingSince = performance.now();
    }
    this.resumeCall?.();
  }

  public abort(): void {
    this.end();
    if (!this.isComplete) {
      this.abortCall?.();
    }
  }

  private readonly respond = (): void => {
    if (this.isSettled) {
      return;
    }
    const { statusCode, rawHeaders, chunks } = this;
    const { method, clientMethod } = this.request;
    const keepLength = statusCode !== 204 && (method !== 'HEAD' || clientMethod === 'HEAD');
    let headers: readonly Field[];
    try {
      headers = responseHeaders(rawHeaders, keepLength);
    } catch (error) {
      this.fail(failure(503, `${this.request.shown} sent ${(error as Error).message}, which HTTP does not allow`));
      this.abortCall?.();
      return;
    }
    let body: Buffer | ResponseBody;
    if (this.isComplete || statusCode === 204 || statusCode === 304) {
      body = chunks.length === 0 ? NOTHING : chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    } else if (announcedLength(headers) > MAX_BODY_BYTES) {
      this.tooLarge();
      return;
    } else {
      body = new ResponseBody(this);
      for (const chunk of chunks) {
        body.push(chunk);
      }
      this.body = body;
    }
    this.chunks = [];
    this.isSettled = true;
    if (this.body === undefined) {
      // undici waits for a body of the length that a 304 announces.
      this.abort();
    }
    this.settle({ kind: 'response', response: { statusCode, headers, body } });
  };

  private readonly checkTimeout = (): void => {
    if (this.signal === undefined) {
      this.signal = this.request.signal();
      this.signal?.addEventListener('abort', this.onClientGone, { once: true });
    }
    if (this.isPaused) {
      // The client reads slowly; this is not the backend's time.
      this.waitingSince = performance.now();
    }
    const { timeoutMillis } = this.request;
    const remaining = this.waitingSince + timeoutMillis - performance.now();
    if (this.signal?.aborted === true) {
      this.onClientGone();
    } else if (remaining > 0) {
      this.timer = setTimeout(this.checkTimeout, remaining);
    } else {
      this.onTimeout(timeoutMillis);
    }
  };

  private readonly onClientGone = (): void => {
    this.fail(failure(503, 'the client disconnected before there was a response'));
    this.abortCall?.();
  };

  private onTimeout(timeoutMillis: number): void {
    const part = this.statusCode === 0 ? 'a response' : 'a whole response';
    const reason = `${this.request.shown} did not send ${part} within ${timeoutMillis} ms, the integration timeout`;
    this.fail({ ...failure(503, reason), isTimeout: true });
    this.abortCall?.();
  }

  private tooLarge(): void {
    this.fail(failure(500, `${this.request.shown} sent a body of more than 10 MB, which is more than the service passes on`));
    this.abortCall?.();
  }

  private fail(failed: Failure): void {
    this.end();
    if (this.body !== undefined) {
      this.body.destroy(new BrokenResponse(failed.reason, failed.statusCode, failed.isTimeout));
    } else if (!this.isSettled) {
      this.isSettled = true;
      this.settle(failed);
    }
  }

  private end(): void {
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.onClientGone);
  }
}

/** The Content-Length that the client would get. */
function announcedLength(headers: readonly Field[]): number {
  return Number(firstHeader(headers, 'content-length') ?? 0);
}

function failure(statusCode: 500 | 503, reason: string): Failure {
  return { kind: 'failure', statusCode, reason };
}

/** The controls of a call that the reader of its response needs. */
interface ResponseSource {
  resume(): void;
  abort(): void;
}

/** The body of a response that is still arriving, read at the pace of its consumer. */
class ResponseBody extends Readable {
  public constructor(private readonly source: ResponseSource) {
    super();
    // Without a listener, an error of a dropped response would end the process.
    this.on('error', () => undefined);
  }

  public override _read(): void {
    this.source.resume();
  }

  public override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.readableEnded) {
      this.source.abort();
    }
    callback(error);
  }
}
