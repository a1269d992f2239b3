import type { MessagePort } from 'node:worker_threads';
import { type Ledger, Stage } from '../ledger';
import type { WorkerMessage } from '../messages';
import type { ResultSlots } from '../result-slots';

/** The way to the host. */
export class Channel {
  private unseenSince?: number;

  public constructor(
    private readonly port: MessagePort,
    private readonly ledger: Ledger,
    private readonly results: ResultSlots,
  ) {}

  public post(message: WorkerMessage): void {
    this.ledger.tell();
    this.port.postMessage(message);
  }

  /** Hands over what an invocation came to, which began and ended then. */
  public end(slot: number, outcome: string | Extract<WorkerMessage, readonly ['error', unknown]>, begun: number, now: number): void {
    const micros = (now - begun) * 1000;
    if (typeof outcome === 'string' && this.results.write(slot, outcome)) {
      this.ledger.end(slot, Stage.DONE, micros);
    } else {
      this.post(typeof outcome === 'string' ? ['result', outcome] : outcome);
      this.ledger.end(slot, Stage.TOLD, micros);
    }
    this.unseenSince ??= now;
  }

  /** Whether something is done of which the host has not been told. */
  public get hasUnseen(): boolean {
    return this.unseenSince !== undefined;
  }

  /** Wakes the host when something has been there to see for that long: waking it costs more than running a quick handler. */
  public wake(now: number, patienceMillis: number): void {
    if (this.unseenSince !== undefined && now - this.unseenSince >= patienceMillis) {
      this.unseenSince = undefined;
      if (this.ledger.wake()) {
        this.port.postMessage(['look']);
      }
    }
  }

  /** Whether the thread stays alive with nothing to do but wait for invocations. */
  public set waits(waits: boolean) {
    if (waits) {
      this.port.ref();
    } else {
      this.port.unref();
    }
  }
}
