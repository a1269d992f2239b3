import type { FunctionPlan } from '../definitions/function';
import type { PausableTimer } from './pausable-timers';

/** What Lambda takes as a result, in bytes. */
export const MAX_RESULT_BYTES = 6_291_556;

/** How a function is called. */
export interface InvokeOptions {
  /** Id of the request that the log shows. */
  readonly requestId: string;
  /** How long the caller waits, the start of an environment included, in milliseconds. */
  readonly timeoutMillis: number;
  /** X-Ray trace id for the function's environment. @default none */
  readonly traceId?: string;
}

/** What went wrong in a function, in the service's terms. */
export interface FunctionError {
  /** Class of the error, or the `typeof` of anything else that was thrown. */
  readonly errorType: string;
  readonly errorMessage: string;
  /** The request id, if the runtime includes it in an error, as Python's does. */
  readonly requestId?: string;
  /** Lines of the stack; for Python, an entry a frame. */
  readonly trace: readonly string[];
}

/** What came of an invocation. */
export type InvokeResult =
  /** The function returned; the payload is its result as JSON. */
  | { readonly kind: 'result'; readonly payload: string }
  /** The function threw, or its result cannot be sent. */
  | { readonly kind: 'error'; readonly error: FunctionError }
  /** The function exceeded its own timeout; its environment is gone. */
  | { readonly kind: 'timeout'; readonly millis: number }
  /** The caller's time was up; a function that has started goes on until its own timeout. */
  | { readonly kind: 'integration-timeout'; readonly millis: number; readonly started: boolean }
  /** As many invocations as the function may have at once were under way. */
  | { readonly kind: 'throttled'; readonly limit: number }
  /** The environment ended during the invocation. */
  | { readonly kind: 'crash'; readonly reason: string }
  /** The code or its handler does not load. */
  | { readonly kind: 'init-error'; readonly reason: string }
  /** The gateway was closed. */
  | { readonly kind: 'shutdown' };

/** What calls functions: integrations, authorizers and tests know nothing else of how they run. */
export interface Invoker {
  /**
   * Never rejects.
   *
   * @param event JSON text
   */
  invoke(fn: FunctionPlan, event: string, options: InvokeOptions): Promise<InvokeResult>;
}

/** An invocation as it is kept: JSON takes less memory than what it describes. */
export interface RecordedInvocation {
  readonly requestId: string;
  readonly event: string;
  result?: InvokeResult;
}

/** A call of a function. Its caller can have an answer before the function is done with it. */
export class Invocation {
  public settled = false;
  public started = false;
  /** Ends the caller's wait. */
  public timer?: PausableTimer;
  /** Once it has started. */
  public recorded?: RecordedInvocation;
  /** Called when nothing of it goes on. */
  public over?: () => void;

  public constructor(
    public readonly event: string,
    public readonly options: InvokeOptions,
    private readonly resolve: (result: InvokeResult) => void,
  ) {}

  /** Answers the caller; only the first answer counts. */
  public settle(result: InvokeResult): void {
    if (!this.settled) {
      this.settled = true;
      this.resolve(result);
    }
  }
}

/** How many slots before the first invocation are kept. */
const MAX_EMPTY_SLOTS = 1000;

/**
 * Invocations in the order in which they run. It is an array, because a `Set` that always grows at one end and shrinks at the
 * other one keeps its dead tables alive until the next full garbage collection, with all that they refer to.
 */
export class InvocationQueue {
  private items: (Invocation | undefined)[] = [];
  private head = 0;
  private count = 0;

  public get size(): number {
    return this.count;
  }

  public add(invocation: Invocation): void {
    this.items.push(invocation);
    this.count++;
  }

  /** Puts an invocation before all others. */
  public addFirst(invocation: Invocation): void {
    this.items.splice(0, this.head, invocation);
    this.head = 0;
    this.count++;
  }

  /** Takes the first one. */
  public next(): Invocation | undefined {
    let invocation: Invocation | undefined;
    while (invocation === undefined && this.head < this.items.length) {
      invocation = this.items[this.head];
      this.items[this.head++] = undefined;
    }
    this.count -= invocation === undefined ? 0 : 1;
    if (this.head === this.items.length) {
      this.items = [];
      this.head = 0;
    } else if (this.head > MAX_EMPTY_SLOTS) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
    return invocation;
  }

  /** Takes an invocation out; whether it was waiting. */
  public remove(invocation: Invocation): boolean {
    const index = this.items.indexOf(invocation, this.head);
    if (index >= 0) {
      this.items[index] = undefined;
      this.count--;
    }
    return index >= 0;
  }

  /** Takes all of them. */
  public clear(): readonly Invocation[] {
    const waiting = this.items.filter((each) => each !== undefined);
    this.items = [];
    this.head = 0;
    this.count = 0;
    return waiting;
  }
}
