import type { Io } from './io';

/** This process as a command sees it: the first Ctrl-C ends what goes on, the second one does not wait. */
export function processIo(): Io {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => (stop.signal.aborted ? process.exit(1) : stop.abort()));
  }
  const { stdout, stderr, env } = process;
  const useTimeZone = (name: string): void => {
    env.TZ = name;
  };
  return { stdout, stderr, env, useTimeZone, stop: stop.signal };
}
