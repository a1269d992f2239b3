import type { RuleCode, Severity } from './catalogue/severities';

/** One thing that is wrong or doubtful, in plain data. */
export interface Problem {
  /** PascalCase, stable: users acknowledge and look up by it. */
  readonly code: RuleCode;
  readonly severity: Severity;
  /** What is wrong, the received value included. */
  readonly message: string;
  /** What to change. */
  readonly remedy: string;
  /** The value as it was received. */
  readonly value?: string;
  /** The value with a caret under the place, two lines. */
  readonly excerpt?: string;
}

/** A part of a text: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
