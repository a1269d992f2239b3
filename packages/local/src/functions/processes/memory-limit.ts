import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { clearInterval, setInterval } from '../timers';

/** What is exceeded between two looks is the overshoot. */
const LINUX_INTERVAL_MILLIS = 50;
/** Where a program has to be started to look. */
const PS_INTERVAL_MILLIS = 500;

interface Limited {
  readonly limitBytes: number;
  readonly onExceeded: () => void;
}

/**
 * Looks after the memory of processes. What counts are resident pages that belong to the process or that it shares by
 * intent, not those of files such as its program. On Linux they are read from `/proc`; on other systems `ps` shows all
 * resident pages; on Windows nothing is looked at.
 */
class MemoryLimits {
  private readonly processes = new Map<number, Limited>();
  private timer?: NodeJS.Timeout;
  private isAsking = false;

  /** @returns what ends the supervision */
  public add(pid: number, limitBytes: number, onExceeded: () => void): () => void {
    this.processes.set(pid, { limitBytes, onExceeded });
    if (this.timer === undefined && process.platform !== 'win32') {
      const isLinux = process.platform === 'linux';
      this.timer = setInterval(() => (isLinux ? this.readAll() : this.askAll()), isLinux ? LINUX_INTERVAL_MILLIS : PS_INTERVAL_MILLIS);
      this.timer.unref();
    }
    return () => {
      this.processes.delete(pid);
      if (this.processes.size === 0) {
        clearInterval(this.timer);
        this.timer = undefined;
      }
    };
  }

  private readAll(): void {
    for (const pid of this.processes.keys()) {
      this.compare(pid, residentBytes(pid));
    }
  }

  private askAll(): void {
    if (this.isAsking) {
      return;
    }
    this.isAsking = true;
    execFile('ps', ['-o', 'pid=,rss=', '-p', [...this.processes.keys()].join(',')], (_error, stdout) => {
      this.isAsking = false;
      for (const [pid, bytes] of parsePs(stdout)) {
        this.compare(pid, bytes);
      }
    });
  }

  private compare(pid: number, bytes: number): void {
    const limited = this.processes.get(pid);
    if (limited !== undefined && bytes > limited.limitBytes) {
      limited.onExceeded();
    }
  }
}

/** The one of this process. */
export const memoryLimits = new MemoryLimits();

/** Anonymous and shared resident pages of a process on Linux; 0 for one that is gone. */
export function residentBytes(pid: number): number {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return 0;
  }
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return (kilobytes('RssAnon') + kilobytes('RssShmem')) * 1024;
}

/** Process ids with resident bytes, as `ps -o pid=,rss=` prints them. */
export function parsePs(printed: string): readonly (readonly [pid: number, bytes: number])[] {
  return [...printed.matchAll(/^\s*(\d+)\s+(\d+)\s*$/gm)].map(([, pid, kilobytes]) => [Number(pid), Number(kilobytes) * 1024]);
}
