import { type Batch, batched } from './batch';
import type { Invocation } from './invocation';
import type { InvokeResult } from './invoke-result';
import { Ledger, SLOTS, Stage } from './ledger';
import { ResultSlots } from './result-slots';

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

/** The invocations that an environment was given and that are not over, in the order in which they begin. */
export class GivenInvocations {
  public readonly ledger = new Ledger();
  public readonly results = new ResultSlots();
  private given: Given[] = [];
  private batch: Batch = '';
  /** What came by message, in the order of the invocations. */
  private readonly told: InvokeResult[] = [];
  private count = 0;

  public get load(): number {
    return this.given.length;
  }

  /** How many more there can be. */
  public get room(): number {
    const unpassed = this.count - Math.min(this.given[0]?.count ?? this.count, this.ledger.passed);
    return Math.min(DEPTH - this.given.length, SLOTS - unpassed);
  }

  /** How long the first one has kept the environment busy. */
  public busyMillis(now: number): number {
    const [first] = this.given;
    if (first === undefined) {
      return 0;
    }
    return now - (this.stage(first) === Stage.OFFERED ? first.since : Math.max(first.since, this.ledger.begunAt));
  }

  /** Whether others had better not wait behind the first one. */
  public isStuck(now: number): boolean {
    const [first] = this.given;
    return first !== undefined && this.busyMillis(now) > (this.stage(first) === Stage.OFFERED ? UNBEGUN_MILLIS : QUICK_MILLIS);
  }

  /** Puts an invocation behind the others; it is in the next batch. */
  public add(invocation: Invocation, now: number): void {
    const { requestId, traceId } = invocation.options;
    const count = this.count++;
    this.ledger.offer(count % SLOTS);
    this.given.push({ invocation, count, since: now });
    this.batch += batched({ slot: count % SLOTS, requestId, traceId, event: invocation.event });
  }

  /** What has to be sent; none where nothing has. */
  public takeBatch(): Batch | undefined {
    const { batch } = this;
    if (batch === '') {
      return undefined;
    }
    this.batch = '';
    return batch;
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

  /** A result that came as a message. */
  public tell(result: InvokeResult): void {
    this.told.push(result);
  }

  /** How many of the first ones are over. */
  public over(): number {
    const first = this.given.findIndex((each) => this.stage(each) < Stage.DONE);
    return first < 0 ? this.given.length : first;
  }

  /** Answers the first one, which is over. */
  public finish(now: () => number): void {
    const over = this.given.shift() as Given;
    const result = this.stage(over) === Stage.DONE ? this.read(over) : (this.told.shift() as InvokeResult);
    const [next] = this.given;
    if (next !== undefined) {
      next.since = now();
    }
    over.invocation.settle(result);
  }

  /** Takes the first one out; its result will not come. */
  public lose(): Invocation | undefined {
    return this.given.shift()?.invocation;
  }

  private read({ count }: Given): InvokeResult {
    return { kind: 'result', payload: this.results.read(count % SLOTS) };
  }

  private stage({ count }: Given): Stage {
    return this.ledger.stage(count % SLOTS);
  }
}
