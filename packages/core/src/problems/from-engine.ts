import type { Problem } from '../engine/problem';
import { type IntegrationProblem, ProblemSeverity } from './integration-problem';

/** Converts a problem of the engine to the public type. */
export function fromEngine({ severity, span: _span, ...problem }: Problem): IntegrationProblem {
  return { ...problem, severity: severity === 'error' ? ProblemSeverity.ERROR : ProblemSeverity.WARNING };
}
