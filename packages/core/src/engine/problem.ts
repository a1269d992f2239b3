/** One thing that is wrong or doubtful, in plain data. */
export interface Problem {
  /** PascalCase, stable: users acknowledge and look up by it. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, the received value included. */
  readonly message: string;
  /** What to change. */
  readonly remedy: string;
  /** The value as it was received. */
  readonly value?: string;
}
