import type { InvokeResult } from './invoke-result';

/** How a function is called. */
export interface InvokeOptions {
  /** Id of the request that the log shows. */
  readonly requestId: string;
  /** How long the caller waits, loading included. */
  readonly timeoutMillis: number;
  /** X-Ray trace id for the function's environment. */
  readonly traceId?: string;
}

/** A call of a function until it is answered and over; who waits too long is answered before it is over. */
export class Invocation {
  /** Whether the caller has its answer. */
  public settled = false;
  /** Among those that are open; negative for one that is not. */
  public place = -1;

  public constructor(
    public readonly event: string,
    public readonly options: InvokeOptions,
    public readonly arrived: number,
    private readonly answer: (result: InvokeResult) => void,
    private readonly over: () => void,
  ) {}

  /** When the caller's time is up. */
  public get deadline(): number {
    return this.arrived + this.options.timeoutMillis;
  }

  /** Answers the caller; later answers go nowhere. What has begun is over when its environment has done with it. */
  public settle(result: InvokeResult): void {
    if (!this.settled) {
      this.settled = true;
      this.answer(result);
    }
    if (result.kind !== 'given-up' || !result.begun) {
      this.over();
    }
  }
}
