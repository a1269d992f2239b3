import { clearTimeout, now, setTimeout } from './timers';

/** A timer that can be paused. */
export interface PausableTimer {
  readonly callback: () => void;
  remainingMillis: number;
  startedAt: number;
  handle?: NodeJS.Timeout;
}

/** The timeouts of one function, which pause while a debugger is attached to it. */
export class PausableTimers {
  private readonly timers = new Set<PausableTimer>();

  public constructor(private isPaused = false) {}

  public set(callback: () => void, millis: number): PausableTimer {
    const timer: PausableTimer = { callback, remainingMillis: millis, startedAt: 0 };
    this.timers.add(timer);
    if (!this.isPaused) {
      this.start(timer);
    }
    return timer;
  }

  public clear(timer: PausableTimer | undefined): void {
    if (timer !== undefined && this.timers.delete(timer)) {
      clearTimeout(timer.handle);
    }
  }

  public pause(): void {
    if (!this.isPaused) {
      this.isPaused = true;
      for (const timer of this.timers) {
        clearTimeout(timer.handle);
        timer.remainingMillis -= now() - timer.startedAt;
      }
    }
  }

  public resume(): void {
    if (this.isPaused) {
      this.isPaused = false;
      for (const timer of this.timers) {
        this.start(timer);
      }
    }
  }

  private start(timer: PausableTimer): void {
    timer.startedAt = now();
    timer.handle = setTimeout(() => {
      this.timers.delete(timer);
      timer.callback();
    }, timer.remainingMillis);
  }
}
