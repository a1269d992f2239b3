import type { Io } from './command';

/** Work that takes longer is announced by itself; shorter work leaves no trace on the terminal. */
const CLEAR_LINE = '\r\u001b[K';

/** Shows on a terminal what a command is working on, until the work is done. Nothing is shown without a terminal. */
export function withProgress<T>({ stderr }: Io, text: string, work: () => T): T {
  if (stderr.isTTY !== true) {
    return work();
  }
  stderr.write(`${text.replace(/\p{Control}+/gu, ' ')} ...`);
  const clear = (): void => {
    stderr.write(CLEAR_LINE);
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
