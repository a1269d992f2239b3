import type * as threads from 'node:worker_threads';

/** Makes workers that a handler starts load a file first. */
export function confineWorkers(module: typeof threads, preload: string): void {
  const { Worker } = module;
  class ConfinedWorker extends Worker {
    public constructor(file: string | URL, options: threads.WorkerOptions = {}) {
      super(file, { ...options, execArgv: ['--require', preload, ...(options.execArgv ?? [])] });
    }
  }
  Object.assign(module, { Worker: ConfinedWorker });
}

/** In the service a handler has a process for itself, and code may ask whether it is the main thread. */
export function becomeMain(module: typeof threads): void {
  Object.assign(module, { isMainThread: true, parentPort: null, workerData: null, threadId: 0 });
}
