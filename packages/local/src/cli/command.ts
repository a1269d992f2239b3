/** A verb of the command line. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Its own options, for the help. */
  readonly options?: readonly (readonly [flag: string, meaning: string])[];
  /**
   * Does the work and returns the exit code, by a promise where it goes on; a mistake of the user is thrown as a `UserError`.
   */
  run(args: readonly string[], io: Io): number | Promise<number>;
}

/** A place to write to. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The outside world as a command sees it; `process` is one. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sets the time zone of this process. @default it stays as it is */
  readonly useTimeZone?: (name: string) => void;
  /** Ends a command that goes on. @default it goes on until the process ends */
  readonly stop?: AbortSignal;
}

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
