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
  /** Lines of the stack. */
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

/** A call of a function. The caller may have an answer (`settled`) before the function is done with it (`over`). */
export class Invocation {
  public settled = false;
  public started = false;
  public over = false;
  /** Ends the caller's wait. */
  public timer?: NodeJS.Timeout;

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
