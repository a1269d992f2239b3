import type { Io } from './io';

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
