import { kebab, RULES, type Span } from '@apigwv2-integrations/core/engine';

/** A problem, and the part of the editor's text that has it. */
export interface LocatedProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly remedy?: string;
  /** Two lines: a part of the text, and carets under the fault. */
  readonly excerpt?: string;
  /** From `start` (inclusive) to `end` (exclusive). @default - it is not in this text */
  readonly at?: Span;
  /** The place, in words, such as a resource of a template. */
  readonly place?: string;
}

const CODES: ReadonlySet<string> = new Set(RULES.map(({ code }) => code));

/** The section of docs/rules.md about a code; undefined for a code of the playground itself. */
export function ruleAnchor(code: string): string | undefined {
  return CODES.has(code) ? kebab(code) : undefined;
}

/** Errors before warnings, each in their order. */
export function errorsFirst(problems: readonly LocatedProblem[]): readonly LocatedProblem[] {
  return [...problems.filter(({ severity }) => severity === 'error'), ...problems.filter(({ severity }) => severity !== 'error')];
}
