import type { Io } from '../io';

/** A verb of the command line. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Does the work and returns the exit code; a mistake of the user is thrown as a `UserError`. */
  run(args: readonly string[], io: Io): number;
}
