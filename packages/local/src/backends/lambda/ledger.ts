/** Invocations that were given to an environment and that it has not passed yet have a slot each. */
export const SLOTS = 64;

/** Where an invocation is. */
export enum Stage {
  OFFERED,
  BEGUN,
  WITHDRAWN,
  /** Its result lies in the slot's memory. */
  DONE,
  /** Its result comes as a message. */
  TOLD,
}

const TAKEN = 0;
const BEGUN_AT = 1;
const AVERAGE_MICROS = 2;
const WOKEN = 3;
const PASSED = 4;
const FIRST_STAGE = 5;

/** What takes long now and then says less than what is quick as a rule: threads are interrupted. */
const WEIGHT_OF_QUICKER = 1 / 2;
const WEIGHT_OF_SLOWER = 1 / 16;
const BACKLOG = 10_000;
const PATIENCE_MILLIS = 1000;

/**
 * Memory that the host and one of its workers share: where each invocation is.
 *
 * Several may be given to a worker at once; it begins one after the other. Beginning and withdrawing are settled here
 * without a message, so that each begins once and nowhere twice. What is done is seen here even if the worker gets stuck
 * in the next one.
 */
export class Ledger {
  private readonly view: Int32Array;
  private told = 0;

  public constructor(public readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * (FIRST_STAGE + SLOTS))) {
    this.view = new Int32Array(memory);
  }

  /** Host: the slot's invocation may begin. */
  public offer(slot: number): void {
    Atomics.store(this.view, FIRST_STAGE + slot, Stage.OFFERED);
  }

  /** Host: takes an invocation back; false when it has begun. */
  public withdraw(slot: number): boolean {
    return Atomics.compareExchange(this.view, FIRST_STAGE + slot, Stage.OFFERED, Stage.WITHDRAWN) === Stage.OFFERED;
  }

  public stage(slot: number): Stage {
    return Atomics.load(this.view, FIRST_STAGE + slot);
  }

  /** Worker: begins an invocation; false when it was taken back. */
  public begin(slot: number, at: number): boolean {
    Atomics.store(this.view, BEGUN_AT, at);
    const has = Atomics.compareExchange(this.view, FIRST_STAGE + slot, Stage.OFFERED, Stage.BEGUN) === Stage.OFFERED;
    Atomics.add(this.view, PASSED, 1);
    return has;
  }

  /** Host: how many the worker has begun or found taken back: it looks at none of these again. */
  public get passed(): number {
    return Atomics.load(this.view, PASSED);
  }

  /** Host: when the latest invocation began. */
  public get begunAt(): number {
    return Atomics.load(this.view, BEGUN_AT);
  }

  /** Worker: an invocation is over, and took that long. */
  public end(slot: number, stage: Stage.DONE | Stage.TOLD, micros: number): void {
    const average = this.averageMicros;
    const weight = average === 0 ? 1 : micros < average ? WEIGHT_OF_QUICKER : WEIGHT_OF_SLOWER;
    Atomics.store(this.view, AVERAGE_MICROS, Math.ceil(average + (micros - average) * weight));
    Atomics.store(this.view, FIRST_STAGE + slot, stage);
  }

  /** What an invocation takes, lately; 0 before the first one. */
  public get averageMicros(): number {
    return Atomics.load(this.view, AVERAGE_MICROS);
  }

  /** Worker: whether the host has to be woken, which is so once until it looks. */
  public wake(): boolean {
    return Atomics.exchange(this.view, WOKEN, 1) === 0;
  }

  /** Host: it looks now. */
  public awake(): void {
    Atomics.store(this.view, WOKEN, 0);
  }

  /** Host: so many messages of the worker have arrived. */
  public took(messages: number): void {
    Atomics.add(this.view, TAKEN, messages);
    Atomics.notify(this.view, TAKEN);
  }

  /** Worker: another message is on its way; waits while the host is far behind, as a write to a full pipe would. */
  public tell(): void {
    this.told = (this.told + 1) | 0;
    for (let taken = this.taken(); ((this.told - taken) | 0) > BACKLOG; taken = this.taken()) {
      Atomics.wait(this.view, TAKEN, taken, PATIENCE_MILLIS);
    }
  }

  private taken(): number {
    return Atomics.load(this.view, TAKEN);
  }
}
