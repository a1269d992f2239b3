import type { OutputLevel } from './function-output';
import { GivenInvocations } from './given';
import type { Invocation } from './invocation';
import type { InvokeResult } from './invoke-result';
import type { WorkerMessage } from './messages';
import { type ThreadPlan, WorkerThread } from './worker-thread';

/** What a pool hears of its environments. */
export interface EnvironmentListener {
  ready(environment: Environment): void;
  /** The code does not load; the environment is gone. */
  unloadable(environment: Environment, reason: string): void;
  /** Invocations may be over. */
  progressed(): void;
  /** It is gone, and what it was at with it. */
  ended(environment: Environment, end: End): void;
  wrote(level: OutputLevel, text: string, requestId?: string): void;
}

/** How an environment ended. */
export interface End {
  readonly reason: string;
  /** The request that was under way. */
  readonly requestId?: string;
  /** What can go on elsewhere. */
  readonly unbegun: readonly Invocation[];
}

/** A function's code in a thread of its own, which runs one invocation at a time. */
export class Environment {
  public state: 'starting' | 'ready' | 'ended' = 'starting';
  private readonly given = new GivenInvocations();
  private readonly thread: WorkerThread;

  public constructor(
    plan: ThreadPlan,
    public readonly startedAt: number,
    private readonly listener: EnvironmentListener,
    private readonly now: () => number,
  ) {
    this.thread = new WorkerThread(plan, this.given.ledger, this.given.results, {
      message: (message) => this.hear(message),
      look: () => this.look(),
      wrote: (level, text) => listener.wrote(level, text),
      exited: (reason) => this.exited(reason),
    });
  }

  /** How many invocations it has that are not over. */
  public get load(): number {
    return this.given.load;
  }

  /** How many more it can be given. */
  public get room(): number {
    return this.given.room;
  }

  /** What an invocation takes lately, in microseconds; 0 before the first one. */
  public get averageMicros(): number {
    return this.given.ledger.averageMicros;
  }

  /** How long its first invocation has kept it busy. */
  public busyMillis(now: number): number {
    return this.given.busyMillis(now);
  }

  /** Whether others had better not wait behind its first invocation. */
  public isStuck(now: number): boolean {
    return this.given.isStuck(now);
  }

  /** Puts an invocation behind those that it has; `send` sends it. */
  public give(invocation: Invocation, now: number): void {
    this.given.add(invocation, now);
  }

  public send(): void {
    const batch = this.given.takeBatch();
    if (batch !== undefined) {
      this.thread.send(batch);
    }
  }

  /** Takes back what has not begun, in its order. */
  public takeBack(which?: (invocation: Invocation) => boolean): readonly Invocation[] {
    return this.given.takeBack(which);
  }

  /** Takes back those that wait behind the first one. */
  public relieve(): readonly Invocation[] {
    return this.given.relieve();
  }

  /** Answers what is over, whether the thread had the time to say so or not. */
  public look(): void {
    this.given.ledger.awake();
    const over = this.given.over();
    // What these wrote before they ended is told before they are answered.
    this.thread.drain();
    for (let count = 0; count < over; count++) {
      this.given.finish(this.now);
    }
    if (over > 0) {
      this.listener.progressed();
    }
  }

  /** Ends it. Who waits for what had begun gets this result. */
  public async end(reason: string, result: InvokeResult): Promise<void> {
    this.gone(reason, result);
    await this.thread.terminate();
  }

  private hear(message: WorkerMessage): void {
    if (message[0] === 'result') {
      this.given.tell({ kind: 'result', payload: message[1] });
    } else if (message[0] === 'error') {
      this.given.tell({ kind: 'error', error: message[1] });
    } else if (message[0] === 'output') {
      this.listener.wrote(message[1], message[2], message[3]);
    } else if (this.state === 'starting') {
      this.loaded(message);
    }
  }

  private loaded(message: WorkerMessage): void {
    if (message[0] === 'ready') {
      this.state = 'ready';
      this.listener.ready(this);
    } else if (message[0] === 'unloadable') {
      this.unloadable(message[1]);
    }
  }

  private unloadable(reason: string): void {
    this.state = 'ended';
    this.listener.unloadable(this, reason);
    void this.thread.terminate();
  }

  private exited(reason: string): void {
    this.look();
    if (this.state === 'starting') {
      this.unloadable(reason);
    } else {
      this.gone(reason, { kind: 'crash', reason });
    }
  }

  private gone(reason: string, result: InvokeResult): void {
    if (this.state === 'ended') {
      return;
    }
    this.state = 'ended';
    const unbegun = result.kind === 'timeout' ? this.relieve() : this.takeBack();
    const lost = this.given.lose();
    this.listener.ended(this, { reason, requestId: lost?.options.requestId, unbegun });
    lost?.settle(result);
  }
}
