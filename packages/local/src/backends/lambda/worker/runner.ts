import { type Batch, type Offered, readBatch } from '../batch';
import { millisSince } from '../clock';
import type { FunctionError } from '../invoke-result';
import type { Ledger } from '../ledger';
import type { FunctionFacts } from '../messages';
import { type Completed, callHandler } from './call-handler';
import type { Channel } from './channel';
import type { EventLoop } from './event-loop';
import type { Frames } from './frames';
import { described, functionError } from './function-error';
import type { Handler } from './load-handler';
import type { MemoryWatch } from './memory-watch';
import { serialize } from './serialize';
import type { Session } from './session';

/** What a runner works with. */
export interface Surroundings {
  readonly channel: Channel;
  readonly ledger: Ledger;
  readonly clockBase: number;
  readonly facts: FunctionFacts;
  readonly loop: EventLoop;
  readonly session: Session;
  readonly memory: MemoryWatch;
  readonly frames: Frames;
}

/** How long results wait for others, so that the host is woken once for all. */
const PATIENCE_MILLIS = 0.5;

/**
 * Runs one invocation after the other.
 *
 * Each gets a turn of its own, so that rejections that nobody took are told before the next one begins. The turns of a
 * batch are in one phase of the event loop: its rounds are dear, because each asks the system what has come in.
 */
export class Runner {
  private readonly waiting: Offered[] = [];
  private running?: Offered;
  private turns = 0;
  private readonly turn = () => this.takeTurn();

  public constructor(
    private readonly handler: Handler,
    private readonly around: Surroundings,
  ) {}

  /** Takes invocations and begins when no other is under way. */
  public receive(batch: Batch): void {
    const isIdle = this.running === undefined && this.waiting.length === 0;
    this.waiting.push(...readBatch(batch));
    if (isIdle) {
      this.begin();
    }
    this.planTurns(this.waiting.length);
  }

  private planTurns(count: number): void {
    while (this.turns < count) {
      this.turns++;
      setImmediate(this.turn);
    }
  }

  private takeTurn(): void {
    this.turns--;
    if (this.running !== undefined) {
      // It waits for something, and what is done already does not wait for it.
      this.around.channel.wake(this.now(), 0);
    } else if (this.waiting.length > 0) {
      this.begin();
    }
  }

  private begin(): void {
    const { ledger, channel } = this.around;
    const now = this.now();
    for (let given = this.waiting.shift(); given !== undefined; given = this.waiting.shift()) {
      if (ledger.begin(given.slot, now)) {
        channel.wake(now, PATIENCE_MILLIS);
        this.run(given, now);
        return;
      }
    }
    this.rest(now);
  }

  private run(given: Offered, begun: number): void {
    const { channel, session, facts, loop } = this.around;
    this.running = given;
    session.begin(given.requestId, given.traceId);
    // From here on the thread may run out of things to do, which is how a handler that never answers is found out.
    channel.waits = false;
    callHandler(this.handler, JSON.parse(given.event), facts, loop, (outcome) => this.finish(given, outcome, begun));
    if (this.running === given && channel.hasUnseen) {
      this.planTurns(1);
    }
  }

  private finish({ slot }: Offered, outcome: Completed, begun: number): void {
    const { channel, session, memory, facts } = this.around;
    session.flush();
    const payload = this.payload(outcome);
    const now = this.now();
    this.running = undefined;
    channel.end(slot, payload, begun, now);
    if (memory.isOver(now)) {
      session.fatal(`it holds more than its ${facts.memoryMegabytes} MB of memory`);
    }
    if (this.waiting.length === 0) {
      this.rest(now);
    } else {
      this.planTurns(this.waiting.length);
    }
  }

  private rest(now: number): void {
    this.around.channel.wake(now, 0);
    this.around.channel.waits = true;
  }

  private payload({ succeeded, value }: Completed): string | readonly ['error', FunctionError] {
    if (!succeeded) {
      return this.failure(value);
    }
    try {
      return serialize(value);
    } catch (error) {
      return this.failure(error);
    }
  }

  private failure(thrown: unknown): readonly ['error', FunctionError] {
    const { session, frames } = this.around;
    session.write('ERROR', described(thrown, frames));
    return ['error', functionError(thrown, frames)];
  }

  private now(): number {
    return millisSince(this.around.clockBase);
  }
}
