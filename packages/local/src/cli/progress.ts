import { Worker } from 'node:worker_threads';
import type { Io } from './command';

/** Shorter work is not announced. */
const MIN_SHOWN_MILLIS = 1000;

const CLEAR_LINE = '\r\u001b[K';

/** States of the announcement, which the thread and the work share. */
const [WAITING, WRITING, SHOWN, DONE] = [0, 1, 2, 3] as const;

/** A timer would not run while work blocks this thread, so a thread of its own waits and writes to the terminal. */
const ANNOUNCE = `
  const { state, fd, text, delay } = require('node:worker_threads').workerData;
  if (Atomics.wait(state, 0, ${WAITING}, delay) === 'timed-out' && Atomics.compareExchange(state, 0, ${WAITING}, ${WRITING}) === ${WAITING}) {
    require('node:fs').writeSync(fd, text);
    Atomics.store(state, 0, ${SHOWN});
    Atomics.notify(state, 0);
  }
`;

/**
 * Shows on a terminal what a command is working on if the work takes more than a second, until it is done. Nothing is shown
 * without a terminal.
 */
export function withProgress<T>({ stderr }: Io, text: string, work: () => T, delay = MIN_SHOWN_MILLIS): T {
  if (stderr.isTTY !== true || stderr.fd === undefined) {
    return work();
  }
  const done = announce(stderr.fd, `${text.replace(/\p{Control}+/gu, ' ')} ...`, delay);
  const clear = (): void => {
    if (done()) {
      stderr.write(CLEAR_LINE);
    }
  };
  let result: T;
  try {
    result = work();
  } catch (error) {
    clear();
    throw error;
  }
  if (result instanceof Promise) {
    return result.finally(clear) as T;
  }
  clear();
  return result;
}

/** @returns a function that ends the announcement, and returns whether the text was written */
function announce(fd: number, text: string, delay: number): () => boolean {
  const state = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const worker = new Worker(ANNOUNCE, { eval: true, execArgv: [], env: {}, workerData: { state, fd, text, delay } });
  // The program may end before the thread does, and a thread that cannot start must not end the program.
  worker.unref();
  worker.on('error', () => undefined);
  return () => {
    if (Atomics.compareExchange(state, 0, WAITING, DONE) === WAITING) {
      Atomics.notify(state, 0);
      return false;
    }
    Atomics.wait(state, 0, WRITING);
    return true;
  };
}
