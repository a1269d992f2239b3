/** A verb of the command line. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Options of this verb, for the help. */
  readonly options?: readonly (readonly [flag: string, meaning: string])[];
  /**
   * Runs the command and returns the exit code.
   *
   * @throws UserError for a mistake of the user
   */
  run(args: readonly string[], io: Io): number | Promise<number>;
}

/** A stream for output. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** How much of what was written waits, in bytes. @default 0 */
  readonly writableLength?: number;
  write(text: string): unknown;
}

/** Streams, environment and signals of a command. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Stops a running command. Reading it for the first time installs signal handlers. @default it runs until the process ends */
  readonly stop?: AbortSignal;
}

/** A command that takes longer to stop is ended. */
const MAX_STOP_MILLIS = 2000;

/**
 * The streams, environment and signals of this process. Signals end the process until a command reads `stop`; from then on
 * the first signal stops the command, the second ends the process at once.
 */
export function processIo(): Io {
  const { stdout, stderr, env } = process;
  let stop: AbortSignal | undefined;
  return {
    stdout,
    stderr,
    env,
    get stop() {
      stop ??= installSignalHandlers();
      return stop;
    },
  };
}

function installSignalHandlers(): AbortSignal {
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
