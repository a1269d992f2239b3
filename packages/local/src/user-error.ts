/** A mistake that the user can correct. The message is one line with the value and the remedy. */
export class UserError extends Error {
  /** Exit code of a command that fails with this error. */
  readonly exitCode = 2;
  /** Whether the command line itself is wrong. */
  readonly isUsage: boolean;

  /** @param kind of mistake: a wrong command line, or input that cannot be used */
  constructor(message: string, kind: 'usage' | 'input' = 'input') {
    super(message);
    this.name = 'UserError';
    this.isUsage = kind === 'usage';
  }
}
