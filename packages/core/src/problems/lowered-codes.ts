import type { IConstruct } from 'constructs';
import { LOWERED_ERRORS, type MisspeltCode, misspeltCodes } from '../engine/lowered-errors';
import type { IntegrationProblem } from './integration-problem';

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
