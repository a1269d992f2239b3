import type { ApiPlan } from '../definitions/http-api';
import type { Diagnostic } from '../definitions/plan';
import type { StagePlan } from '../definitions/stage';
import { decodePath } from '../gateway/request-target';
import { UserError } from '../user-error';

/** The stage of a request, and the path without the stage name. */
export interface SelectedStage {
  readonly stage: StagePlan;
  /** As received, beginning with a slash. */
  readonly rawPath: string;
}

/**
 * Selects the stage of a request: the one that the path begins with, else `$default`.
 *
 * @param only the only stage served, without its name in the path, as behind a custom domain
 */
export function selectStage(api: Pick<ApiPlan, 'stages'>, rawPath: string, only?: string): SelectedStage | undefined {
  if (only !== undefined) {
    const stage = named(api, only);
    return stage && { stage, rawPath };
  }
  const end = rawPath.indexOf('/', 1);
  const segment = decodePath(end < 0 ? rawPath.slice(1) : rawPath.slice(1, end));
  const stage = segment === '$default' ? undefined : named(api, segment);
  if (stage !== undefined) {
    return { stage, rawPath: end < 0 ? '/' : rawPath.slice(end) };
  }
  const fallback = named(api, '$default');
  return fallback && { stage: fallback, rawPath };
}

function named({ stages }: Pick<ApiPlan, 'stages'>, name: string): StagePlan | undefined {
  for (const stage of stages) {
    if (stage.name === name) {
      return stage;
    }
  }
  return undefined;
}

/** Keeps only the stage of this name in each API; all stages where no name is given. An API without that stage is reported. */
export function filterStages<T extends Pick<ApiPlan, 'stages' | 'location'>>(
  apis: readonly T[],
  stage: string | undefined,
): { readonly apis: readonly T[]; readonly diagnostics: readonly Diagnostic[] } {
  if (stage === undefined) {
    return { apis, diagnostics: [] };
  }
  const found = apis.map((api) => ({ ...api, stages: api.stages.filter(({ name }) => name === stage) }));
  const without = found.filter(({ stages }) => stages.length === 0);
  if (without.length === apis.length) {
    const names = new Set(apis.flatMap(({ stages }) => stages.map(({ name }) => name)));
    throw new UserError(`there is no stage ${stage}, expected: ${[...names].join(', ')}`);
  }
  return { apis: found, diagnostics: without.map(({ location }) => ({ location, text: `has no stage ${stage}: every request gets 404` })) };
}

/** Path prefix of each route; empty if a stage has no name in the path. */
export function stagePrefix({ stages: [first, ...others] }: Pick<ApiPlan, 'stages'>, only?: string): string {
  const isNamed = only === undefined && first !== undefined && [first, ...others].every(({ name }) => name !== '$default');
  return isNamed ? `/${first.name}` : '';
}
