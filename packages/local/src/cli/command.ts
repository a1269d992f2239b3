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
  /** How much of what was written waits, in bytes. @default 0 */
  readonly writableLength?: number;
  write(text: string): unknown;
}

/** The outside world as a command sees it; `process` is one. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends a command that goes on. The first look at it takes the signals that would end the process. @default it goes on until the process ends */
  readonly stop?: AbortSignal;
}

/** How long a command takes to end at most, in milliseconds. */
const MAX_STOP_MILLIS = 2000;

/**
 * This process as a command sees it. Signals end it as they end any process until the command asks to be told of them: then
 * the first one ends what goes on, and the second one does not wait.
 */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  let stop: AbortSignal | undefined;
  return {
    stdout,
    stderr,
    env,
    get stop() {
      stop ??= takeSignals();
      return stop;
    },
  };
}

function takeSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) {
        process.exit(1);
      }
      controller.abort();
      setTimeout(() => process.exit(1), MAX_STOP_MILLIS).unref();
    });
  }
  return controller.signal;
}
