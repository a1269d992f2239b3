import type { Problem } from '../engine/problem';
import { type IntegrationProblem, ProblemSeverity } from './integration-problem';

/** A problem of the engine in the words of the public API. */
export function fromEngine({ severity, ...problem }: Problem): IntegrationProblem {
  return { ...problem, severity: severity === 'error' ? ProblemSeverity.ERROR : ProblemSeverity.WARNING };
}
