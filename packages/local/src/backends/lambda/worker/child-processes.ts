import type * as childProcess from 'node:child_process';
import type { WorkingFolder } from './working-folder';

/** What happens to processes that a handler starts. */
export interface Watch {
  /** How long a call may block the thread, in milliseconds. */
  readonly patience: () => number;
  readonly started: (pid: number) => void;
  readonly ended: (pid: number) => void;
}

type ChildProcess = typeof childProcess;
type AnyFunction = (...args: unknown[]) => unknown;

/** Makes child processes start in the thread's folder and end with their environment. */
export function watchChildren(module: ChildProcess, folder: WorkingFolder, { patience, started, ended }: Watch): void {
  const prototype = module.ChildProcess.prototype as unknown as { spawn: AnyFunction };
  const { spawn } = prototype;
  prototype.spawn = function (this: childProcess.ChildProcess, options: unknown) {
    const result = spawn.call(this, { ...(options as object), cwd: (options as { cwd?: string }).cwd ?? folder.path });
    const { pid } = this;
    if (pid !== undefined) {
      started(pid);
      this.once('exit', () => ended(pid));
    }
    return result;
  };
  const functions = module as unknown as Record<string, AnyFunction>;
  for (const name of ['spawnSync', 'execFileSync', 'execSync']) {
    const original = functions[name] as AnyFunction;
    functions[name] = (...args) => original(...withDefaults(args, { cwd: folder.path, timeout: patience(), killSignal: 'SIGKILL' }));
  }
}

/** A thread cannot be ended while it waits for a process, so the process gets no longer than the thread. */
function withDefaults(args: readonly unknown[], defaults: object): unknown[] {
  const at = args.findIndex((each, index) => index > 0 && typeof each === 'object' && each !== null && !Array.isArray(each));
  return at < 0 ? [...args, defaults] : args.map((each, index) => (index === at ? { ...defaults, ...(each as object) } : each));
}
