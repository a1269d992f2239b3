/** A mistake that the person at the keyboard can mend; its message is one line that names the value and the remedy. */
export class UserError extends Error {
  /** 1 for input that cannot be used, 2 for a command line that cannot be understood. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
}
