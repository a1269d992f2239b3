import { asObject, member, type Resource, type ResourceLocation } from '@apigwv2-integrations/core/engine';
import { recordOf } from '../template/record';
import { LocalTextResolver, type PlanContext } from './text-resolvers';

/** A stage and its variables. */
export interface StagePlan {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** The stages of an API. An API without a stage in the assembly is served as `$default`, which is reported. */
export function readStages(stages: readonly Resource[], at: ResourceLocation, context: PlanContext): readonly StagePlan[] {
  const found = new Map(stages.map((stage) => readStage(stage, context)).map((stage) => [stage.name, stage]));
  if (found.size === 0) {
    context.diagnostics.add(at, 'the assembly has no stage of this API: it is served as $default');
    return [{ name: '$default', variables: recordOf<string>([]) }];
  }
  return [...found.values()];
}

function readStage(stage: Resource, context: PlanContext): StagePlan {
  const location = stage.location;
  const name = context.local.property(stage, ['StageName']) || stage.logicalId;
  const texts = new LocalTextResolver(context, location, `the variables of stage ${name}`);
  const variables = Object.entries(asObject(member(stage.properties, 'StageVariables')));
  if (isThrottled(stage)) {
    context.diagnostics.add(location, 'throttling is not served yet: no request is refused for it');
  }
  return { name, variables: recordOf(variables.map(([key, value]) => [key, texts.text(value, stage.template)] as const)) };
}

function isThrottled({ properties }: Resource): boolean {
  const settings = [member(properties, 'DefaultRouteSettings'), ...Object.values(asObject(member(properties, 'RouteSettings')))];
  return settings.some((each) => member(each, 'ThrottlingRateLimit') !== undefined || member(each, 'ThrottlingBurstLimit') !== undefined);
}
