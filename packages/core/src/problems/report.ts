import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { IntegrationError, lineOf } from './integration-error';
import type { IntegrationProblem } from './integration-problem';
import { ProblemSeverity } from './problem-severity';

/** The context key that lowers errors to warnings: an object from error codes to reasons. */
export const LOWERED_ERRORS = '@apigwv2-integrations/core:loweredErrors';

/**
 * Adds a warning for each doubtful thing, and throws one error with all that is wrong.
 *
 * @param scope what the warnings are attached to, and whose context may lower errors
 * @param subject what the problems are of, in words
 */
export function report(scope: IConstruct, subject: string, problems: readonly IntegrationProblem[]): void {
  const errors = warn(scope, problems);
  if (errors.length > 0) {
    throw new IntegrationError(subject, errors, scope.node.path);
  }
}

/** Adds a warning for each doubtful thing and for each error that is lowered, and returns the other errors. */
export function warn(scope: IConstruct, problems: readonly IntegrationProblem[]): IntegrationProblem[] {
  const errors: IntegrationProblem[] = [];
  for (const problem of problems) {
    const reason = isError(problem) ? reasonToLower(scope, problem) : undefined;
    if (isError(problem) && reason === undefined) {
      errors.push(problem);
    } else {
      const lowered = reason === undefined ? '' : ` (an error, lowered by the context key ${LOWERED_ERRORS}: ${reason})`;
      Validations.of(scope).addWarning(warningId(problem.code), `${lineOf(problem)}${lowered}`);
    }
  }
  return errors;
}

/** `UrlVariableUnknown` is acknowledged as `@apigwv2-integrations/url-variable-unknown`. */
export function warningId(code: string): string {
  return `@apigwv2-integrations/${code.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()}`;
}

const isError = ({ severity }: IntegrationProblem): boolean => severity !== ProblemSeverity.WARNING;

function reasonToLower(scope: IConstruct, { code }: IntegrationProblem): string | undefined {
  const lowered: unknown = scope.node.tryGetContext(LOWERED_ERRORS);
  if (typeof lowered !== 'object' || lowered === null || !Object.hasOwn(lowered, code)) {
    return undefined;
  }
  const reason: unknown = (lowered as Record<string, unknown>)[code];
  return typeof reason === 'string' && reason.trim() !== '' ? reason : undefined;
}
