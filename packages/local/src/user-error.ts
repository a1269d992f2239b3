/** A mistake that the user can correct. The message is one line with the value and the remedy. */
export class UserError extends Error {
  /** 1 for input that cannot be used, 2 for a wrong command line. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
}
