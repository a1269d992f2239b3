import type { StagePlan } from '../../definitions/api-plan';

/** Reads a stage variable by its own name alone. */
export function stageVariable({ variables }: StagePlan, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}
