import type { ApiPlan, StagePlan } from '../../definitions/api-plan';
import { decodePath } from './decode';

/** The stage that takes a request, and the path without it. */
export interface SelectedStage {
  readonly stage: StagePlan;
  /** As received, with its slash. */
  readonly rawPath: string;
}

/**
 * Finds the stage that takes a request: the one that the path begins with, else `$default`.
 *
 * @param only the name of the one stage that is served, without its name in the path, as behind a custom domain
 */
export function selectStage(api: ApiPlan, rawPath: string, only?: string): SelectedStage | undefined {
  if (only !== undefined) {
    return withStage(named(api, only), rawPath);
  }
  const end = rawPath.indexOf('/', 1);
  const segment = decodePath(end < 0 ? rawPath.slice(1) : rawPath.slice(1, end));
  const stage = segment === '$default' ? undefined : named(api, segment);
  return stage === undefined ? withStage(named(api, '$default'), rawPath) : { stage, rawPath: end < 0 ? '/' : rawPath.slice(end) };
}

function named({ stages }: ApiPlan, name: string): StagePlan | undefined {
  for (const stage of stages) {
    if (stage.name === name) {
      return stage;
    }
  }
  return undefined;
}

function withStage(stage: StagePlan | undefined, rawPath: string): SelectedStage | undefined {
  return stage && { stage, rawPath };
}
