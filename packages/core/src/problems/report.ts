import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { LOWERED_ERRORS, type MisspeltCode, misspeltCodes, reasonToLower } from '../engine/lowered-errors';
import { ruleId } from '../engine/problem';
import { markReported } from '../engine/reported';
import { IntegrationError, lineOf } from './integration-error';
import { type IntegrationProblem, ProblemSeverity } from './integration-problem';

/**
 * Adds a warning for each doubtful thing, and throws one error with all that is wrong.
 *
 * @param scope what the warnings are attached to, and whose context may lower errors
 * @param subject what the problems are of, in words
 * @param path of a construct that they are of, if it is elsewhere
 */
export function report(scope: IConstruct, subject: () => string, problems: readonly IntegrationProblem[], path?: string): void {
  const misspelt = loweredCodeProblems(scope, problems);
  const errors = warn(scope, misspelt.length === 0 ? problems : [...misspelt, ...problems], path);
  if (errors.length > 0) {
    throw new IntegrationError(subject(), errors, scope.node.path);
  }
}

/** Adds a warning for each doubtful thing and for each error that is lowered, and returns the other errors. */
export function warn(scope: IConstruct, problems: readonly IntegrationProblem[], path?: string): IntegrationProblem[] {
  const errors: IntegrationProblem[] = [];
  for (const problem of problems) {
    const reason = isError(problem) ? reasonToLower(scope.node.tryGetContext(LOWERED_ERRORS), problem.code) : undefined;
    if (isError(problem) && reason === undefined) {
      errors.push(problem);
    } else {
      const lowered = reason === undefined ? '' : ` (an error, lowered by the context key ${LOWERED_ERRORS}: ${reason})`;
      Validations.of(scope).addWarning(ruleId(problem.code), `${lineOf(problem)}${lowered}`);
      for (const place of path === undefined ? [scope.node.path] : [scope.node.path, path]) {
        markReported(scope.node.root, place, problem.code, problem.value);
      }
    }
  }
  return errors;
}

const isError = ({ severity }: IntegrationProblem): boolean => severity !== ProblemSeverity.WARNING;

/**
 * Checks at synth what was not yet known, or not yet there, at bind. What was told at bind is not told again:
 * errors ended the program, and the CDK takes a warning of the same words once a construct.
 *
 * @param scope the route
 * @param integration the resource, which may be elsewhere
 */
export function checkAtSynth(scope: IConstruct, integration: IConstruct, problems: () => IntegrationProblem[]): void {
  scope.node.addValidation({ validate: () => warn(scope, problems(), integration.node.path).map(lineOf) });
}

const NONE: readonly IntegrationProblem[] = [];

/** That the context of a construct lowers codes that do not exist. */
export function loweredCodeProblems(scope: IConstruct, told: readonly IntegrationProblem[]): readonly IntegrationProblem[] {
  const lowered: unknown = scope.node.tryGetContext(LOWERED_ERRORS);
  // Asked for every route, and hardly ever there.
  return lowered === undefined ? NONE : misspeltCodes(lowered, codesOf(told)).map(problemOf);
}

const codesOf = (told: readonly IntegrationProblem[]): string[] => told.map(({ code }) => code);

function problemOf({ written, meant }: MisspeltCode): IntegrationProblem {
  return {
    code: 'LoweredCodeUnknown',
    value: written,
    message: `the context key ${LOWERED_ERRORS} lowers ${JSON.stringify(written)}, which is no code`,
    remedy: `write ${meant}`,
  };
}
