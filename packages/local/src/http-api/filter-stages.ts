import type { ApiPlan } from '../definitions/api-plan';
import type { Diagnostic } from '../definitions/read-plan';
import { UserError } from '../user-error';

/** The APIs with this stage alone, and those of them that lack it; as they are where no stage is asked for. */
export function withStage(
  apis: readonly ApiPlan[],
  stage: string | undefined,
): { readonly apis: readonly ApiPlan[]; readonly diagnostics: readonly Diagnostic[] } {
  if (stage === undefined) {
    return { apis, diagnostics: [] };
  }
  const found = apis.map((api) => ({ ...api, stages: api.stages.filter(({ name }) => name === stage) }));
  const without = found.filter(({ stages }) => stages.length === 0);
  if (without.length === apis.length) {
    const names = new Set(apis.flatMap(({ stages }) => stages.map(({ name }) => name)));
    throw new UserError(`there is no stage ${stage}, expected: ${[...names].join(', ')}`);
  }
  return { apis: found, diagnostics: without.map(({ place }) => ({ place, text: `has no stage ${stage}: each request gets 404` })) };
}

/** What stands before the path of each route; a stage that has no name in the path wins. */
export function stagePrefix({ stages: [first, ...others] }: ApiPlan, only?: string): string {
  const isNamed = only === undefined && first !== undefined && [first, ...others].every(({ name }) => name !== '$default');
  return isNamed ? `/${first.name}` : '';
}
