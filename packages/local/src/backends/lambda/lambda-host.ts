import { availableParallelism } from 'node:os';
import timers from 'node:timers';
import type { FunctionPlan } from '../../definitions/function-plan';
import { clockBase, millisSince } from './clock';
import type { FunctionOutput } from './function-output';
import { FunctionPool, type PoolHost } from './function-pool';
import type { InvokeOptions } from './invocation';
import type { InvokeResult } from './invoke-result';
import { ThreadPlans } from './thread-plans';

/** How functions run. */
export interface LambdaHostOptions {
  /** How many environments a function has at most; invocations beyond wait. @default one for each processor core */
  readonly maxEnvironments?: number;
  /** Names of the host's environment variables that functions may see. @default none */
  readonly passEnvironment?: readonly string[];
  /** A `node_modules` folder whose AWS SDK zipped and inline code finds. @default the nearest one above the current folder that has it */
  readonly modules?: string;
  /** Takes what functions write. @default nothing is logged */
  readonly log?: (entry: FunctionOutput) => void;
}

/** Taken before a test that stops the clock can replace them. */
const { clearInterval, setImmediate, setInterval } = timers;
const TICK_MILLIS = 10;

/** Runs Lambda functions for Node.js in worker threads. */
export class LambdaHost {
  private readonly base = clockBase();
  private readonly pools = new Map<string, FunctionPool>();
  private readonly plans: ThreadPlans;
  private readonly host: PoolHost;
  private readonly withWork = new Set<FunctionPool>();
  private ticker?: NodeJS.Timeout;
  private closed = false;

  public constructor({ maxEnvironments, passEnvironment = [], modules, log = () => undefined }: LambdaHostOptions = {}) {
    const parallelism = availableParallelism();
    this.plans = new ThreadPlans(this.base, passEnvironment, modules);
    this.host = {
      parallelism,
      maxEnvironments: maxEnvironments ?? parallelism,
      now: () => millisSince(this.base),
      log,
      hasWork: (pool) => this.schedule(pool),
      plan: (fn) => this.plans.of(fn),
    };
  }

  /** Calls a function. Never rejects. */
  public invoke(fn: FunctionPlan, event: string, options: InvokeOptions): Promise<InvokeResult> {
    return this.closed ? Promise.resolve({ kind: 'closed' }) : this.pool(fn).invoke(event, options);
  }

  /**
   * Loads a function's code, so that its first invocation finds it ready.
   *
   * @throws UserError when it does not load
   */
  public async prepare(fn: FunctionPlan): Promise<void> {
    await this.pool(fn).prepare();
  }

  /** Ends all threads and removes all temporary files; what waits for an answer is told that the host is closed. */
  public async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
    this.stopTicker();
    this.plans.close();
  }

  private pool(fn: FunctionPlan): FunctionPool {
    let pool = this.pools.get(fn.key);
    if (pool === undefined) {
      pool = new FunctionPool(fn, this.host);
      this.pools.set(fn.key, pool);
    }
    return pool;
  }

  /** What comes up in one turn of the event loop is handed out at its end, in one message for each environment. */
  private schedule(pool: FunctionPool): void {
    if (this.withWork.size === 0) {
      setImmediate(() => this.handOut());
    }
    this.withWork.add(pool);
    this.ticker ??= setInterval(() => this.tick(), TICK_MILLIS);
  }

  private handOut(): void {
    const pools = [...this.withWork];
    this.withWork.clear();
    for (const pool of this.closed ? [] : pools) {
      pool.handOut();
    }
  }

  /** One timer for all that can take too long; it runs, and holds the process, while anything is under way. */
  private tick(): void {
    const now = this.host.now();
    const busy = [...this.pools.values()].filter((pool) => pool.check(now));
    if (busy.length === 0 && this.withWork.size === 0) {
      this.stopTicker();
    }
  }

  private stopTicker(): void {
    clearInterval(this.ticker);
    this.ticker = undefined;
  }
}
