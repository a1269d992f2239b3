import type { IConstruct } from 'constructs';
import { lineOf } from './integration-error';
import type { IntegrationProblem } from './integration-problem';
import { warn } from './report';

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
