import { getHeapStatistics } from 'node:v8';

const PAUSE_MILLIS = 100;

/** Watches what a thread's limits do not count: buffers and other memory outside of the heap. */
export class MemoryWatch {
  private next = 0;

  public constructor(
    private readonly limitBytes: number,
    private readonly statistics: () => { readonly used_heap_size: number; readonly external_memory: number } = getHeapStatistics,
  ) {}

  /** Whether the thread holds more than it may; looks now and then only, because looking costs. */
  public isOver(now: number): boolean {
    if (now < this.next) {
      return false;
    }
    this.next = now + PAUSE_MILLIS;
    const { used_heap_size, external_memory } = this.statistics();
    return used_heap_size + external_memory > this.limitBytes;
  }
}
