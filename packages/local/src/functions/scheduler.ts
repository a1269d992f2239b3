import type { FunctionPlan } from '../definitions/function';
import { InFlight } from '../gateway/in-flight';
import type { FunctionActivity, InvocationEntry, OutputLevel } from '../gateway/log-entry';
import { EnvironmentPool, type PooledEnvironment, type PoolOptions } from './environment-pool';
import type { EnvironmentOutcome } from './execution-environment';
import { Invocation, InvocationQueue, type InvokeOptions, type InvokeResult } from './invocation';
import type { InvocationHistory } from './invocation-history';
import { PausableTimers } from './pausable-timers';

type Failed = Exclude<InvokeResult, { readonly kind: 'result' }>;

/** What the service gives the code to load, in milliseconds; a function's own timeout if that is longer. */
const INIT_TIMEOUT_MILLIS = 10_000;

/** What a scheduler works with. */
export interface SchedulerOptions extends Omit<PoolOptions, 'initTimeoutMillis' | 'timers'> {
  /** The timeouts of the function. @default they are never paused */
  readonly timers?: PausableTimers;
  /** Keeps what the function is called with. @default nothing is kept */
  readonly history?: InvocationHistory;
  /** Counts the invocations that wait or run. @default they are not counted */
  readonly inFlight?: InFlight;
}

/** Hands the invocations of one function to its environments, in the order in which they came. */
export class Scheduler {
  private readonly pool: EnvironmentPool;
  private readonly timers: PausableTimers;
  /** Those that wait for an environment. */
  private readonly queue = new InvocationQueue();
  /** How many are under way, though their callers may have given up. */
  private running = 0;
  private preparing: { resolve(): void; reject(error: Error): void }[] = [];
  private closed = false;
  /** Its own invocations, until nothing of them goes on. */
  private readonly active = new InFlight();

  /** @param fn the function as the app has it now; its environments run the same code with the same settings */
  public constructor(
    public fn: FunctionPlan,
    private readonly emit: (event: FunctionActivity) => void,
    private readonly options: SchedulerOptions,
  ) {
    const { timers = new PausableTimers() } = options;
    this.timers = timers;
    this.pool = new EnvironmentPool(
      { ...options, timers, initTimeoutMillis: Math.max(INIT_TIMEOUT_MILLIS, fn.timeoutMillis) },
      {
        available: () => this.available(),
        initFailed: (reason) => this.initFailed(reason),
        ended: (environment, reason) => this.environmentEnded(environment, reason),
        log: (level, text, requestId) => this.log(level, text, requestId),
      },
    );
  }

  /** Whether invocations are no longer taken. */
  public get isClosed(): boolean {
    return this.closed;
  }

  /** Never rejects. */
  public invoke(event: string, options: InvokeOptions): Promise<InvokeResult> {
    return new Promise((resolve) => {
      const invocation = new Invocation(event, options, resolve);
      const limit = this.fn.reservedConcurrency ?? Number.POSITIVE_INFINITY;
      if (this.closed) {
        this.fail(invocation, { kind: 'shutdown' });
      } else if (this.queue.size + this.running >= limit) {
        this.fail(invocation, { kind: 'throttled', limit });
      } else {
        const ends = [this.active.begin(), this.options.inFlight?.begin()];
        invocation.over = () => {
          for (const end of ends) {
            end?.();
          }
        };
        this.step(invocation, { step: 'queued' });
        invocation.timer = this.timers.set(() => this.callerGivesUp(invocation), options.timeoutMillis);
        this.queue.add(invocation);
        this.dispatch();
      }
    });
  }

  /**
   * Makes one environment ready.
   *
   * @throws Error with the reason why the code does not load
   */
  public prepare(): Promise<void> {
    if (this.pool.hasLoaded) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.preparing.push({ resolve, reject });
      this.pool.grow(1);
    });
  }

  /** Ends environments that were idle since then. */
  public endIdle(since: number): void {
    this.pool.endIdle(since);
  }

  /** Closes as soon as nothing waits and nothing runs. */
  public async closeWhenIdle(): Promise<void> {
    do {
      await this.active.idle();
    } while (!this.active.isIdle);
    await this.close();
  }

  public async close(): Promise<void> {
    this.closed = true;
    const { running } = this.pool;
    const ended = this.pool.close();
    for (const invocation of [...this.queue.clear(), ...running]) {
      this.fail(invocation, { kind: 'shutdown' });
    }
    this.prepared(new Error('the gateway was closed'));
    await ended;
  }

  private available(): void {
    this.prepared();
    this.dispatch();
  }

  private dispatch(): void {
    while (this.queue.size > 0) {
      const environment = this.pool.acquire();
      if (environment === undefined) {
        this.pool.grow(this.queue.size);
        return;
      }
      void this.run(this.queue.next() as Invocation, environment);
    }
  }

  private async run(invocation: Invocation, environment: PooledEnvironment): Promise<void> {
    const { timeoutMillis } = this.fn;
    const startedAt = performance.now();
    const coldStart = environment.isFirstInvocation;
    this.step(invocation, { step: 'started', coldStart, ...(coldStart ? { initMillis: environment.initMillis } : {}) });
    this.running++;
    invocation.started = true;
    invocation.recorded = this.options.history?.started(this.fn, invocation.options.requestId, invocation.event);
    let timedOut = false;
    const timer = this.timers.set(() => {
      timedOut = true;
      this.log('ERROR', `Task timed out after ${(timeoutMillis / 1000).toFixed(2)} seconds`, invocation.options.requestId);
      this.finish(invocation, { kind: 'timeout', millis: timeoutMillis }, startedAt);
      this.pool.discard(environment);
      this.dispatch();
    }, timeoutMillis);
    const outcome = await environment.run(invocation);
    this.timers.clear(timer);
    if (timedOut || this.closed) {
      return;
    }
    if (outcome.kind === 'result' || outcome.kind === 'error') {
      this.pool.release(environment);
    }
    this.complete(invocation, outcome, startedAt);
    this.dispatch();
  }

  private complete(invocation: Invocation, outcome: EnvironmentOutcome, startedAt: number): void {
    if (outcome.kind !== 'unstarted') {
      this.finish(invocation, outcome, startedAt);
      return;
    }
    this.running--;
    this.forget(invocation);
    if (invocation.settled) {
      invocation.over?.();
    } else {
      invocation.started = false;
      this.queue.addFirst(invocation);
    }
  }

  private forget(invocation: Invocation): void {
    if (invocation.recorded !== undefined) {
      this.options.history?.unstarted(this.fn, invocation.recorded);
      invocation.recorded = undefined;
    }
  }

  private finish(invocation: Invocation, result: InvokeResult, startedAt: number): void {
    this.running--;
    const millis = performance.now() - startedAt;
    if (invocation.recorded !== undefined) {
      this.options.history?.finished(this.fn, invocation.recorded, result);
    }
    if (result.kind === 'result') {
      this.timers.clear(invocation.timer);
      this.step(invocation, { step: 'finished', millis });
      invocation.settle(result);
      invocation.over?.();
    } else {
      this.fail(invocation, result, millis);
    }
  }

  private fail(invocation: Invocation, result: Failed, millis?: number): void {
    this.timers.clear(invocation.timer);
    this.step(invocation, {
      step: 'failed',
      result: result.kind,
      reason: failureReason(result),
      ...(millis === undefined ? {} : { millis }),
    });
    invocation.settle(result);
    invocation.over?.();
  }

  /** An invocation that has started goes on and is counted until it is over. */
  private callerGivesUp(invocation: Invocation): void {
    const { started, options } = invocation;
    const result: Failed = { kind: 'integration-timeout', millis: options.timeoutMillis, started };
    if (this.queue.remove(invocation)) {
      this.fail(invocation, result);
    } else {
      invocation.settle(result);
    }
  }

  private initFailed(reason: string): void {
    const { name, handler, endpoint } = this.fn;
    const full = endpoint === undefined ? `${name} does not load (handler ${handler}): ${reason}` : `${name} cannot be invoked: ${reason}`;
    this.prepared(new Error(full));
    if (this.pool.hasLoaded || this.closed) {
      return;
    }
    for (const invocation of this.queue.clear()) {
      this.fail(invocation, { kind: 'init-error', reason: full });
    }
  }

  private environmentEnded({ requestId }: PooledEnvironment, reason: string): void {
    this.log('ERROR', reason, requestId);
    this.dispatch();
  }

  private prepared(error?: Error): void {
    const { preparing } = this;
    this.preparing = [];
    for (const { resolve, reject } of preparing) {
      error === undefined ? resolve() : reject(error);
    }
  }

  private log(level: OutputLevel, text: string, requestId: string | undefined): void {
    this.emit({ kind: 'function', function: this.fn.name, requestId, level, text });
  }

  private step(invocation: Invocation, step: StepOf): void {
    this.emit({ kind: 'invocation', function: this.fn.name, requestId: invocation.options.requestId, ...step });
  }
}

type StepOf<Each = InvocationEntry> = Each extends InvocationEntry ? Omit<Each, 'kind' | 'function' | 'requestId'> : never;

function failureReason(result: Failed): string {
  switch (result.kind) {
    case 'error':
      return `${result.error.errorType}: ${result.error.errorMessage}`;
    case 'crash':
    case 'init-error':
      return result.reason;
    case 'timeout':
      return `it exceeded its own timeout of ${result.millis / 1000} s`;
    case 'integration-timeout':
      return `it did not start within the integration's timeout of ${result.millis / 1000} s`;
    case 'throttled':
      return `it may have ${result.limit} invocations at once`;
    case 'shutdown':
      return 'the gateway was closed';
  }
}
