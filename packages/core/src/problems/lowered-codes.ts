import type { IConstruct } from 'constructs';
import { LOWERED_ERRORS, misspeltCodes } from '../engine/lowered-errors';
import type { IntegrationProblem } from './integration-problem';

/** That the context of a construct lowers codes that do not exist. */
export function loweredCodeProblems(scope: IConstruct, told: readonly IntegrationProblem[]): IntegrationProblem[] {
  return misspeltCodes(
    scope.node.tryGetContext(LOWERED_ERRORS),
    told.map(({ code }) => code),
  ).map(({ written, meant }) => ({
    code: 'LoweredCodeUnknown',
    value: written,
    message: `the context key ${LOWERED_ERRORS} lowers ${JSON.stringify(written)}, which is no code`,
    remedy: `write ${meant}`,
  }));
}
