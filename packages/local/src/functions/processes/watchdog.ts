import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { scriptFile } from '../script-file';
import type { ProcessTree } from './process-tree';

/** Takes a process or folder off the watchdog's list. */
export type Release = () => void;

/**
 * Has a process of its own that outlives this one for a moment, to end the processes and remove the folders that this one
 * leaves behind when it is killed. It starts with the first of them.
 */
class Watchdog {
  private readonly entries = new Set<string>();
  private child?: ChildProcess;

  public watchProcess({ pid, marker }: ProcessTree): Release {
    return this.watch(`${pid} ${marker}`);
  }

  public watchFolder(path: string): Release {
    return this.watch(path);
  }

  private watch(entry: string): Release {
    this.entries.add(entry);
    if (this.child === undefined) {
      this.start();
    } else {
      this.write(`+${entry}\n`);
    }
    return () => {
      this.entries.delete(entry);
      this.write(`-${entry}\n`);
    };
  }

  private start(): void {
    const child = spawn(process.execPath, [scriptFile(join(__dirname, 'watchdog-process'))], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: {},
      cwd: '/',
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const gone = () => {
      // Whoever ended it: the next entry starts another one, with all that is on the list.
      this.child = this.child === child ? undefined : this.child;
    };
    child.on('error', gone).on('exit', gone);
    if (!child.stdin) {
      // No descriptor is free; the next entry tries again.
      return;
    }
    child.stdin.on('error', () => undefined);
    child.unref();
    (child.stdin as unknown as { unref(): void }).unref();
    this.child = child;
    this.write([...this.entries].map((entry) => `+${entry}\n`).join(''));
  }

  private write(text: string): void {
    this.child?.stdin?.write(text);
  }
}

/** The one of this process. */
export const watchdog = new Watchdog();
