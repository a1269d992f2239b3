import type { OutputLevel } from './function-output';
import type { Invocation } from './invocation';
import type { InvokeResult } from './invoke-result';
import { Ledger, SLOTS, Stage } from './ledger';
import { BATCH_STEP, type Batch, type WorkerMessage } from './messages';
import { ResultSlots } from './result-slots';
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

interface Given {
  readonly invocation: Invocation;
  /** The how manyth it is. */
  readonly count: number;
  /** When nothing was before it any more. */
  since: number;
}

/** An invocation that takes longer keeps nothing waiting behind it. */
const QUICK_MILLIS = 5;
/** One that was sent and has not begun by then waits for a thread that is held up by something else. */
const UNBEGUN_MILLIS = 50;
/** The most invocations that an environment is given at once. */
export const DEPTH = SLOTS / 2;

/** A function's code in a thread of its own, which runs one invocation at a time. */
export class Environment {
  public state: 'starting' | 'ready' | 'ended' = 'starting';
  private readonly ledger = new Ledger();
  private readonly results = new ResultSlots();
  private readonly thread: WorkerThread;
  /** In the order in which they begin. */
  private given: Given[] = [];
  private batch: Batch = [];
  /** What came by message, in the order of the invocations. */
  private readonly told: InvokeResult[] = [];
  private count = 0;

  public constructor(
    plan: ThreadPlan,
    public readonly startedAt: number,
    private readonly listener: EnvironmentListener,
    private readonly now: () => number,
  ) {
    this.thread = new WorkerThread(plan, this.ledger, this.results, {
      message: (message) => this.hear(message),
      look: () => this.look(),
      wrote: (level, text) => listener.wrote(level, text),
      exited: (reason) => this.exited(reason),
    });
  }

  /** How many invocations it has that are not over. */
  public get load(): number {
    return this.given.length;
  }

  /** How many more it can be given. */
  public get room(): number {
    const unpassed = this.count - Math.min(this.given[0]?.count ?? this.count, this.ledger.passed);
    return Math.min(DEPTH - this.given.length, SLOTS - unpassed);
  }

  /** What an invocation takes lately, in microseconds; 0 before the first one. */
  public get averageMicros(): number {
    return this.ledger.averageMicros;
  }

  /** How long its first invocation has kept it busy. */
  public busyMillis(now: number): number {
    const [first] = this.given;
    if (first === undefined) {
      return 0;
    }
    return now - (this.stage(first) === Stage.OFFERED ? first.since : Math.max(first.since, this.ledger.begunAt));
  }

  /** Whether others had better not wait behind its first invocation. */
  public isStuck(now: number): boolean {
    const [first] = this.given;
    return first !== undefined && this.busyMillis(now) > (this.stage(first) === Stage.OFFERED ? UNBEGUN_MILLIS : QUICK_MILLIS);
  }

  /** Puts an invocation behind those that it has; `send` sends it. */
  public give(invocation: Invocation, now: number): void {
    const { requestId, traceId = null } = invocation.options;
    const count = this.count++;
    this.ledger.offer(count % SLOTS);
    this.given.push({ invocation, count, since: now });
    this.batch.push(count % SLOTS, requestId, traceId, invocation.event);
  }

  public send(): void {
    if (this.batch.length >= BATCH_STEP) {
      this.thread.send(this.batch);
      this.batch = [];
    }
  }

  /** Takes back what has not begun, in its order. */
  public takeBack(which: (invocation: Invocation) => boolean = () => true): readonly Invocation[] {
    const back = this.given.filter(({ invocation, count }) => which(invocation) && this.ledger.withdraw(count % SLOTS));
    if (back.length > 0) {
      this.given = this.given.filter((each) => !back.includes(each));
    }
    return back.map(({ invocation }) => invocation);
  }

  /** Takes back those that wait behind the first one. The first one's fate is that of the environment, as in the service. */
  public relieve(): readonly Invocation[] {
    const first = this.given[0]?.invocation;
    return this.takeBack((each) => each !== first);
  }

  /** Answers what is over, whether the thread had the time to say so or not. */
  public look(): void {
    this.ledger.awake();
    const over = this.over();
    // What these wrote before they ended is told before they are answered.
    this.thread.drain();
    for (let count = 0; count < over; count++) {
      this.finish();
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
      this.told.push({ kind: 'result', payload: message[1] });
    } else if (message[0] === 'error') {
      this.told.push({ kind: 'error', error: message[1] });
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

  /** How many of the first ones are over. */
  private over(): number {
    const first = this.given.findIndex((each) => this.stage(each) < Stage.DONE);
    return first < 0 ? this.given.length : first;
  }

  private finish(): void {
    const over = this.given.shift() as Given;
    const slot = over.count % SLOTS;
    const result = this.ledger.stage(slot) === Stage.DONE ? this.read(slot) : (this.told.shift() as InvokeResult);
    const [next] = this.given;
    if (next !== undefined) {
      next.since = this.now();
    }
    over.invocation.settle(result);
  }

  private read(slot: number): InvokeResult {
    return { kind: 'result', payload: this.results.read(slot) };
  }

  private stage({ count }: Given): Stage {
    return this.ledger.stage(count % SLOTS);
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
    const lost = this.given.shift()?.invocation;
    this.listener.ended(this, { reason, requestId: lost?.options.requestId, unbegun });
    lost?.settle(result);
  }
}
