import { checkMapping, type Direction, type Problem, readMapping } from '@apigwv2-integrations/core/engine';
import type { MappingPair } from '../../definitions/integration-plan';

/** The entries of a mapping that the service would take, and what it would refuse about the others. */
export interface Accepted {
  readonly pairs: readonly MappingPair[];
  readonly refused: readonly Problem[];
}

/** What the service refuses has no effect here: no reserved header is written, no source guessed. */
export function accepted(pairs: Iterable<MappingPair>, direction: Direction): Accepted {
  const kept: MappingPair[] = [];
  const refused: Problem[] = [];
  for (const pair of pairs) {
    const problems = checkMapping(readMapping([pair]), direction).filter(isRefusal);
    refused.push(...problems);
    if (problems.length === 0) {
      kept.push(pair);
    }
  }
  return { pairs: kept, refused };
}

/** A name that is none could not be sent, whatever the service says of it. */
function isRefusal({ code, severity }: Problem): boolean {
  return severity === 'error' || code === 'HeaderNameInvalid';
}
