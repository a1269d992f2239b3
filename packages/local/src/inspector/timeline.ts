import type { InvocationEntry } from '../gateway/log-entry';
import type { TimelineStep } from './protocol';

/** Members of the list for each step: its name, when it was in microseconds, how long it took and a note. */
const MEMBERS = 4;

/** The steps of an exchange. One list is cheaper to keep than an object for each step. */
export class Timeline {
  private readonly began = performance.now();
  private readonly steps: (string | number | undefined)[] = ['received', 0, undefined, undefined];

  public get elapsedMillis(): number {
    return performance.now() - this.began;
  }

  public get all(): readonly TimelineStep[] {
    return Array.from({ length: this.steps.length / MEMBERS }, (_, index) => {
      const [step, micros, millis, note] = this.steps.slice(index * MEMBERS, (index + 1) * MEMBERS);
      return { step, at: (micros as number) / 1000, millis, note } as TimelineStep;
    });
  }

  public add(step: TimelineStep['step'], millis?: number, note?: string): void {
    this.steps.push(step, Math.round(this.elapsedMillis * 1000), millis, note);
  }

  public addInvocation(entry: InvocationEntry): void {
    switch (entry.step) {
      case 'started': {
        const init = entry.initMillis === undefined ? '' : `, ${Math.round(entry.initMillis)} ms`;
        this.add('started', undefined, entry.coldStart ? `cold start${init}` : undefined);
        break;
      }
      case 'failed':
        this.add('failed', entry.millis, entry.reason);
        break;
      case 'finished':
        this.add('finished', entry.millis);
        break;
      default:
        this.add(entry.step);
    }
  }
}
