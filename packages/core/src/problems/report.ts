import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { LOWERED_ERRORS, LOWERED_ERRORS_METADATA, type MisspeltCode, misspeltCodes, reasonToLower } from '../engine/lowered-errors';
import { ruleId } from '../engine/problem';
import { markReported } from '../engine/reported';
import { addSynthCheck } from './deferred-errors';
import { IntegrationError, lineOf } from './integration-error';
import { type IntegrationProblem, ProblemSeverity } from './integration-problem';

/**
 * Adds warnings, and throws one error that lists all errors.
 *
 * @param scope The construct to which warnings are added, and whose context may lower errors.
 * @param subject A description of the integration for the message of the error.
 * @param path The path of the integration's construct, if it is not a child of `scope`.
 */
export function report(scope: IConstruct, subject: () => string, problems: readonly IntegrationProblem[], path?: string): void {
  const misspelt = loweredCodeProblems(scope, problems);
  const errors = warn(scope, misspelt.length === 0 ? problems : [...misspelt, ...problems], path);
  if (errors.length > 0) {
    throw new IntegrationError(subject(), errors, scope.node.path);
  }
}

/** Adds a warning for each warning and for each lowered error, and returns the other errors. */
export function warn(scope: IConstruct, problems: readonly IntegrationProblem[], path?: string): IntegrationProblem[] {
  const errors: IntegrationProblem[] = [];
  for (const problem of problems) {
    const reason = isError(problem) ? reasonToLower(scope.node.tryGetContext(LOWERED_ERRORS), problem.code) : undefined;
    if (isError(problem) && reason === undefined) {
      errors.push(problem);
    } else {
      if (reason !== undefined) {
        markLowered(scope, problem.code, reason);
      }
      const lowered = reason === undefined ? '' : ` (an error, lowered by the context key ${LOWERED_ERRORS}: ${reason})`;
      Validations.of(scope).addWarning(ruleId(problem.code), `${lineOf(problem)}${lowered}`);
      for (const location of path === undefined ? [scope.node.path] : [scope.node.path, path]) {
        markReported(scope.node.root, location, problem.code, problem.value);
      }
    }
  }
  return errors;
}

/**
 * Tells readers of the assembly, such as the command line, that an error is lowered: for the whole stack if its context says
 * so, because the integration may be outside of the scope, else for the scope.
 */
function markLowered(scope: IConstruct, code: string, reason: string): void {
  const stack = Stack.of(scope);
  const { node } = reasonToLower(stack.node.tryGetContext(LOWERED_ERRORS), code) === undefined ? scope : stack;
  const isMarked = node.metadata.some(({ type, data }) => type === LOWERED_ERRORS_METADATA && Object.hasOwn(Object(data), code));
  if (!isMarked) {
    node.addMetadata(LOWERED_ERRORS_METADATA, { [code]: reason });
  }
}

const isError = ({ severity }: IntegrationProblem): boolean => severity !== ProblemSeverity.WARNING;

/**
 * Checks at synthesis what was unknown or missing at bind. Problems that were reported at bind are not repeated: errors
 * stopped the program, and the CDK adds a warning with the same text only once to a construct.
 *
 * @param scope The route.
 * @param integration The resource of the integration, which may be under another construct.
 */
export function checkAtSynth(scope: IConstruct, integration: IConstruct, problems: () => IntegrationProblem[]): void {
  addSynthCheck(scope, () => warn(scope, problems(), integration.node.path));
}

const NONE: readonly IntegrationProblem[] = [];

/** Problems of codes in the lowered-errors context key that do not exist. */
export function loweredCodeProblems(scope: IConstruct, problems: readonly IntegrationProblem[]): readonly IntegrationProblem[] {
  const lowered: unknown = scope.node.tryGetContext(LOWERED_ERRORS);
  // Runs for every route, and the key is rarely set.
  return lowered === undefined ? NONE : misspeltCodes(lowered, codesOf(problems)).map(problemOf);
}

const codesOf = (problems: readonly IntegrationProblem[]): string[] => problems.map(({ code }) => code);

function problemOf({ written, meant }: MisspeltCode): IntegrationProblem {
  return {
    code: 'LoweredCodeUnknown',
    value: written,
    message: `the context key ${LOWERED_ERRORS} contains the unknown code ${JSON.stringify(written)}`,
    remedy: `write ${meant}`,
  };
}
