import type { FunctionPlan } from '../../definitions/function-plan';
import { assign, type Room } from './assign';
import { type End, Environment, type EnvironmentListener } from './environment';
import type { FunctionOutput, OutputLevel } from './function-output';
import { Invocation, type InvokeOptions } from './invocation';
import type { InvokeResult } from './invoke-result';
import { OpenInvocations } from './open-invocations';
import { Preparation } from './preparation';
import { latenessOf } from './time-limits';
import type { ThreadPlan } from './worker-thread';

/** What a pool needs of its host. */
export interface PoolHost extends Room {
  now(): number;
  log(entry: FunctionOutput): void;
  /** The pool has something to hand out: `handOut` is called once in this turn of the event loop. */
  hasWork(pool: FunctionPool): void;
  /** @throws Unloadable when the code cannot be used */
  plan(fn: FunctionPlan): ThreadPlan;
}

/** The environments of one function, and who waits for one. */
export class FunctionPool implements EnvironmentListener {
  private readonly environments = new Set<Environment>();
  private readonly ending = new Set<Promise<void>>();
  private readonly open = new OpenInvocations();
  private readonly preparation = new Preparation();
  private waiting: Invocation[] = [];
  private closed = false;

  public constructor(
    private readonly fn: FunctionPlan,
    private readonly host: PoolHost,
  ) {}

  public invoke(event: string, options: InvokeOptions): Promise<InvokeResult> {
    const limit = this.fn.reservedConcurrency ?? Number.POSITIVE_INFINITY;
    if (this.open.size >= limit) {
      return Promise.resolve({ kind: 'throttled', limit });
    }
    return new Promise((resolve) => {
      const invocation = new Invocation(event, options, this.host.now(), resolve, () => this.open.delete(invocation));
      this.open.add(invocation);
      this.waiting.push(invocation);
      this.host.hasWork(this);
    });
  }

  /** @throws UserError when the code does not load */
  public prepare(): Promise<void> {
    if (this.isReady()) {
      return Promise.resolve();
    }
    const prepared = this.preparation.wait();
    if (this.environments.size === 0) {
      this.begin();
    }
    this.host.hasWork(this);
    return prepared;
  }

  /** Gives environments what waits, and makes some where there are too few. */
  public handOut(): void {
    this.waiting = this.waiting.filter(({ settled }) => !settled);
    const { left, wanted } = assign(this.waiting, [...this.environments], this.host, this.host.now());
    this.waiting = left;
    for (let count = 0; count < wanted; count++) {
      this.begin();
    }
  }

  /** Looks after what takes too long; whether there is anything left to look after. */
  public check(now: number): boolean {
    this.open.visit((invocation) => {
      if (!invocation.settled && now >= invocation.deadline) {
        this.giveUp(invocation);
      }
    });
    for (const environment of this.environments) {
      this.checkEnvironment(environment, now);
    }
    if (this.waiting.length > 0) {
      this.host.hasWork(this);
    }
    return this.open.size > 0 || this.ending.size > 0 || [...this.environments].some(({ state, load }) => state === 'starting' || load > 0);
  }

  /** Ends all of it. */
  public async close(): Promise<void> {
    this.closed = true;
    for (const environment of this.environments) {
      this.end(environment, 'the host was closed', { kind: 'closed' });
    }
    this.open.visit((invocation) => invocation.settle({ kind: 'closed' }));
    this.waiting = [];
    this.preparation.over(this.unloadableReason('the host was closed'));
    await Promise.all(this.ending);
  }

  public ready(): void {
    this.preparation.over();
    this.host.hasWork(this);
  }

  public progressed(): void {
    this.host.hasWork(this);
  }

  public unloadable(environment: Environment, reason: string): void {
    this.environments.delete(environment);
    this.failWaiting(reason);
  }

  public ended(environment: Environment, { reason, requestId, unbegun }: End): void {
    this.environments.delete(environment);
    this.waiting.unshift(...unbegun);
    if (!this.closed) {
      this.write('ERROR', reason, requestId);
      this.host.hasWork(this);
    }
  }

  public wrote(level: OutputLevel, text: string, requestId?: string): void {
    this.write(level, text, requestId);
  }

  private begin(): void {
    try {
      this.environments.add(new Environment(this.host.plan(this.fn), this.host.now(), this, () => this.host.now()));
    } catch (error) {
      this.failWaiting(error instanceof Error ? error.message : String(error));
    }
  }

  private checkEnvironment(environment: Environment, now: number): void {
    const { timeoutMillis } = this.fn;
    const late = latenessOf(environment, timeoutMillis, now);
    switch (late?.kind) {
      case 'loading':
        this.failWaiting(late.reason);
        this.end(environment, 'it takes too long to load', { kind: 'closed' });
        break;
      case 'timeout':
        this.end(environment, late.reason, { kind: 'timeout', millis: timeoutMillis });
        break;
      case 'stuck':
        this.waiting.unshift(...environment.relieve());
    }
  }

  /** An invocation that has begun goes on; the others are dropped. */
  private giveUp(invocation: Invocation): void {
    const dropped = [...this.environments].some((environment) => environment.takeBack((each) => each === invocation).length > 0);
    const begun = !dropped && !this.waiting.includes(invocation);
    invocation.settle({ kind: 'given-up', millis: invocation.options.timeoutMillis, begun });
  }

  private end(environment: Environment, reason: string, result: InvokeResult): void {
    const ending = environment.end(reason, result).finally(() => this.ending.delete(ending));
    this.ending.add(ending);
  }

  /** No use in trying again for each of them. */
  private failWaiting(reason: string): void {
    this.preparation.over(this.unloadableReason(reason));
    if (!this.isReady()) {
      const { waiting } = this;
      this.waiting = [];
      for (const invocation of waiting) {
        invocation.settle({ kind: 'unloadable', reason: this.unloadableReason(reason) });
      }
    }
  }

  private isReady(): boolean {
    return [...this.environments].some(({ state }) => state === 'ready');
  }

  private unloadableReason(reason: string): string {
    const { name, handler } = this.fn;
    return `${name} does not load (handler ${handler}): ${reason}`;
  }

  private write(level: OutputLevel, text: string, requestId?: string): void {
    this.host.log({ kind: 'function', function: this.fn.name, requestId, level, text });
  }
}
