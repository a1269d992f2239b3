import { Readable } from 'node:stream';
import type { Dispatcher, Pool } from 'undici';
import type { Outcome } from '../../gateway/backend';
import { BrokenResponse, MAX_BODY_BYTES } from '../../gateway/body';
import { firstHeader } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import { type Failure, failureOf } from './failure';
import { responseHeaders } from './headers';

/** A request as it goes to a backend. */
export interface BackendRequest {
  readonly pool: Pool;
  /** Of the backend, for people. */
  readonly shown: string;
  /** With which the person at the keyboard says where the backend is. @default '--target' */
  readonly flag?: string;
  /** The name that stands for the backend's in TLS. */
  readonly servername: string;
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Buffer | Readable | null;
  readonly clientMethod: string;
  readonly timeoutMillis: number;
  /** Aborts when the client has gone; asked for when there is time for it. */
  signal(): AbortSignal | undefined;
}

/** Most calls are over by then, and need not be watched for a client that goes away. */
const GRACE_MILLIS = 100;
const NOTHING = Buffer.alloc(0);
/** What waits for it is called as soon as what runs now is done; `queueMicrotask` costs several times as much. */
const SOON = Promise.resolve();

/** Calls a backend. Never rejects. */
export function exchange(request: BackendRequest): Promise<Outcome> {
  return new Promise((resolve) => {
    new Exchange(request, resolve).start();
  });
}

/**
 * One request to a backend and its response, as the library's parser tells of it.
 *
 * A response that arrives at once, as most do, is handed on as one buffer; a slower one as a stream.
 */
class Exchange implements Dispatcher.DispatchHandlers {
  private timer: NodeJS.Timeout;
  /** When the backend's time began. */
  private since = performance.now();
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
    this.timer = setTimeout(this.look, Math.min(GRACE_MILLIS, request.timeoutMillis));
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

  /** While the request is on its way, the time that the backend has for its response does not run. */
  public onBodySent(): void {
    this.since = performance.now();
  }

  public onHeaders(statusCode: number, headers: Buffer[], resume: () => void): boolean {
    // Informational responses are between two neighbours.
    if (statusCode >= 200) {
      this.statusCode = statusCode;
      this.rawHeaders = headers;
      this.resumeCall = resume;
      // By then the parser has gone through all that came in one piece.
      void SOON.then(this.respond);
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
      this.since = performance.now();
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
    const headers = responseHeaders(rawHeaders, keepLength);
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
      // The library waits for what a 304 says of the length of a body that does not come.
      this.abort();
    }
    this.settle({ kind: 'response', response: { statusCode, headers, body } });
  };

  private readonly look = (): void => {
    if (this.signal === undefined) {
      this.signal = this.request.signal();
      this.signal?.addEventListener('abort', this.leave, { once: true });
    }
    if (this.isPaused) {
      // It is the client that is slow.
      this.since = performance.now();
    }
    const { timeoutMillis } = this.request;
    const left = this.since + timeoutMillis - performance.now();
    if (this.signal?.aborted === true) {
      this.leave();
    } else if (left > 0) {
      this.timer = setTimeout(this.look, left);
    } else {
      this.late(timeoutMillis);
    }
  };

  private readonly leave = (): void => {
    this.fail(failure(503, 'the client went away before there was a response'));
    this.abortCall?.();
  };

  private late(timeoutMillis: number): void {
    const part = this.statusCode === 0 ? 'a response' : 'a whole response';
    this.fail(failure(503, `${this.request.shown} did not give ${part} within ${timeoutMillis} ms, the integration's timeout`));
    this.abortCall?.();
  }

  private tooLarge(): void {
    this.fail(failure(500, `${this.request.shown} sent a body of more than 10 MB, which is more than the service passes on`));
    this.abortCall?.();
  }

  private fail(failed: Failure): void {
    this.end();
    if (this.body !== undefined) {
      this.body.destroy(new BrokenResponse(failed.reason, failed.statusCode));
    } else if (!this.isSettled) {
      this.isSettled = true;
      this.settle(failed);
    }
  }

  private end(): void {
    clearTimeout(this.timer);
    this.signal?.removeEventListener('abort', this.leave);
  }
}

/** What the client would have been told. */
function announcedLength(headers: readonly Field[]): number {
  return Number(firstHeader(headers, 'content-length') ?? 0);
}

function failure(statusCode: 500 | 503, reason: string): Failure {
  return { kind: 'failure', statusCode, reason };
}

/** What of a call a reader of its response can do. */
interface ResponseSource {
  resume(): void;
  abort(): void;
}

/** The body of a response that is still on its way, at the pace of its reader. */
class ResponseBody extends Readable {
  public constructor(private readonly source: ResponseSource) {
    super();
    // Whoever has dropped the response need not know how it ended.
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
