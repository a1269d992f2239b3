import type { IConstruct } from 'constructs';
import { lineOf } from './integration-error';
import type { IntegrationProblem } from './integration-problem';
import { warn } from './report';

/**
 * Checks at synth what was not yet known, or not yet there, at bind. What was told at bind is not told again:
 * errors ended the program, and the CDK takes a warning of the same words once a construct.
 */
export function checkAtSynth(scope: IConstruct, problems: () => IntegrationProblem[]): void {
  scope.node.addValidation({ validate: () => warn(scope, problems()).map(lineOf) });
}
