import type { OutputLevel } from '../gateway/log-entry';
import type { EnvironmentListener, EnvironmentOutcome, ExecutionEnvironment } from './execution-environment';
import type { Invocation } from './invocation';
import type { PausableTimer, PausableTimers } from './pausable-timers';

/** How much output of one invocation is logged, in bytes. */
export const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** How many environments there are, and how they start. */
export interface PoolOptions {
  readonly maxEnvironments: number;
  /** How long code may take to load, in milliseconds. */
  readonly initTimeoutMillis: number;
  readonly timers: PausableTimers;
  /** Starts an environment. Rejects when the code cannot be used. */
  readonly start: (listener: EnvironmentListener) => Promise<ExecutionEnvironment>;
}

/** Hears what becomes of environments. */
export interface PoolListener {
  /** An environment is ready. */
  available(): void;
  /** An environment could not be started, or its code does not load. */
  initFailed(reason: string): void;
  /** An environment ended between two invocations, or during one. */
  ended(environment: PooledEnvironment, reason: string): void;
  log(level: OutputLevel, text: string, requestId: string | undefined): void;
}

/** An environment with what the pool knows of it. */
export class PooledEnvironment implements EnvironmentListener {
  /** Of the invocation that is under way, or was the last one. */
  public requestId?: string;
  /** What is under way. */
  public invocation?: Invocation;
  public idleSince = 0;
  public initMillis?: number;
  private environment?: ExecutionEnvironment;
  /** Resolves when it was started, or could not be. */
  private readonly started: Promise<void>;
  private readonly startedAt = performance.now();
  private readonly timers: PausableTimers;
  private readonly initTimer: PausableTimer;
  private hasEnded = false;
  private loggedBytes = 0;
  private droppedBytes = 0;

  public constructor(
    private readonly pool: EnvironmentPool,
    { initTimeoutMillis, timers, start }: PoolOptions,
  ) {
    this.timers = timers;
    this.initTimer = timers.set(() => this.initLate(initTimeoutMillis), initTimeoutMillis);
    this.started = start(this).then(
      async (environment) => {
        this.environment = environment;
        // Its code took too long to be made ready, or the gateway was closed meanwhile.
        if (pool.isClosed || this.hasEnded) {
          await environment.terminate();
        } else if (environment.state === 'ready' && this.isStarting) {
          this.ready();
        }
      },
      (error: unknown) => this.ended(error instanceof Error ? error.message : String(error)),
    );
  }

  public get isStarting(): boolean {
    return this.initMillis === undefined;
  }

  /** Whether an invocation can be run: it is loaded, idle, and not about to end. */
  public get isReady(): boolean {
    return this.environment?.state === 'ready';
  }

  public get isFirstInvocation(): boolean {
    return this.requestId === undefined;
  }

  /** Runs an invocation; nothing else may be under way. */
  public async run(invocation: Invocation): Promise<EnvironmentOutcome> {
    const { requestId, traceId } = invocation.options;
    this.invocation = invocation;
    this.requestId = requestId;
    this.loggedBytes = 0;
    const outcome = await (this.environment as ExecutionEnvironment).invoke({ event: invocation.event, traceId });
    this.invocation = undefined;
    if (this.droppedBytes > 0) {
      this.pool.listener.log('WARN', `${this.droppedBytes} bytes of output are not shown: it wrote more than ${MAX_LOG_BYTES}`, requestId);
      this.droppedBytes = 0;
    }
    return outcome;
  }

  public async terminate(): Promise<void> {
    this.timers.clear(this.initTimer);
    await this.environment?.terminate();
    await this.started;
  }

  public ready(): void {
    this.timers.clear(this.initTimer);
    this.initMillis = performance.now() - this.startedAt;
    this.pool.becameReady(this);
  }

  public ended(reason: string): void {
    this.hasEnded = true;
    this.timers.clear(this.initTimer);
    this.pool.hasEnded(this, reason);
  }

  public wrote(level: OutputLevel, text: string): void {
    this.loggedBytes += text.length;
    if (this.loggedBytes > MAX_LOG_BYTES) {
      this.droppedBytes += text.length;
    } else {
      this.pool.listener.log(level, text, this.requestId);
    }
  }

  private initLate(millis: number): void {
    this.ended(`the code takes longer than ${millis / 1000} s to load`);
    this.pool.discard(this);
  }
}

/** The environments of one function: made on demand up to a limit, kept warm, ended when they were idle for long. */
export class EnvironmentPool {
  public isClosed = false;
  private readonly environments = new Set<PooledEnvironment>();
  /** Those used last are at the end, and used first: others can end. */
  private readonly idle: PooledEnvironment[] = [];
  private readonly ending = new Set<Promise<void>>();

  public constructor(
    private readonly options: PoolOptions,
    public readonly listener: PoolListener,
  ) {}

  /** Whether one is loaded: a failure to start another one then does not concern what waits. */
  public get hasLoaded(): boolean {
    return [...this.environments].some(({ isStarting }) => !isStarting);
  }

  /** The invocations that are under way. */
  public get running(): readonly Invocation[] {
    return [...this.environments].map(({ invocation }) => invocation).filter((each) => each !== undefined);
  }

  /** Takes an idle environment. */
  public acquire(): PooledEnvironment | undefined {
    let environment = this.idle.pop();
    while (environment !== undefined && !environment.isReady) {
      environment = this.idle.pop();
    }
    return environment;
  }

  /** Gives back an environment that is ready for the next invocation. */
  public release(environment: PooledEnvironment): void {
    environment.idleSince = performance.now();
    if (environment.isReady && this.environments.has(environment)) {
      this.idle.push(environment);
    }
  }

  /** Starts environments so that as many as this are on their way, within the limit. */
  public grow(wanted: number): void {
    const starting = [...this.environments].filter(({ isStarting }) => isStarting).length;
    const count = Math.min(wanted - starting, this.options.maxEnvironments - this.environments.size);
    for (let made = 0; made < count; made++) {
      this.environments.add(new PooledEnvironment(this, this.options));
    }
  }

  /** Ends an environment. */
  public discard(environment: PooledEnvironment): void {
    this.forget(environment);
    const ending: Promise<void> = environment.terminate().finally(() => this.ending.delete(ending));
    this.ending.add(ending);
  }

  /** Ends those that were idle since then. */
  public endIdle(since: number): void {
    for (const environment of this.idle.filter(({ idleSince }) => idleSince < since)) {
      this.discard(environment);
    }
  }

  public async close(): Promise<void> {
    this.isClosed = true;
    for (const environment of [...this.environments]) {
      this.discard(environment);
    }
    await Promise.all(this.ending);
  }

  public becameReady(environment: PooledEnvironment): void {
    this.release(environment);
    this.listener.available();
  }

  public hasEnded(environment: PooledEnvironment, reason: string): void {
    if (!this.environments.has(environment)) {
      return;
    }
    this.forget(environment);
    if (environment.isStarting) {
      this.listener.initFailed(reason);
    } else {
      this.listener.ended(environment, reason);
    }
  }

  private forget(environment: PooledEnvironment): void {
    this.environments.delete(environment);
    const at = this.idle.indexOf(environment);
    if (at >= 0) {
      this.idle.splice(at, 1);
    }
  }
}
