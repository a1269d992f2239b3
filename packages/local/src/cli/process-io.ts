import { constants } from 'node:os';
import type { Io } from './command';

/** A command that takes longer to stop is ended. */
const MAX_STOP_MILLIS = 2000;

/** The streams, environment and signals of this process, and how it was interrupted. */
export interface ProcessIo extends Io {
  /** Exit code of a process that a signal stopped: 128 and the number of the signal. @default the process was not interrupted */
  readonly interruptedCode: number | undefined;
}

/**
 * Connects a command with this process. Signals end the process until a command reads `stop`; from then on the first signal
 * stops the command, the second ends the process at once.
 *
 * @param page the files of the inspector's page. @default those that the build put beside this package
 */
export function processIo(page?: Io['page']): ProcessIo {
  const { stdout, stderr, env } = process;
  let stop: AbortSignal | undefined;
  let interruptedCode: number | undefined;
  const onSignal = (code: number): void => {
    interruptedCode = code;
  };
  return {
    stdout,
    stderr,
    env,
    page,
    // Opened only by the command that reads it.
    get stdin() {
      return process.stdin;
    },
    get stop() {
      stop ??= installSignalHandlers(onSignal);
      return stop;
    },
    get interruptedCode() {
      return interruptedCode;
    },
  };
}

function installSignalHandlers(onSignal: (code: number) => void): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const code = 128 + constants.signals[signal];
    process.on(signal, () => {
      if (controller.signal.aborted) {
        process.exit(code);
      }
      onSignal(code);
      controller.abort();
      setTimeout(() => process.exit(code), MAX_STOP_MILLIS).unref();
    });
  }
  return controller.signal;
}
