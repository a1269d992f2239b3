import { type Resource, type ResourceLocation, text } from '@apigwv2-integrations/core/engine';
import type { LocalValues } from '../../template/local-values/local-values';
import { withStageVariables } from '../../template/values/stage-variables';
import type { StagePlan } from '../api-plan';
import type { PlanContext } from '../context';
import { type LambdaFunction, owned } from '../display/lambda-function';
import type { FunctionPlan } from '../function-plan';
import type { NoFunction } from '../integration-plan';
import type { Functions } from './read-function';

type Found = FunctionPlan | NoFunction;

/**
 * The function that stage variables name, for each stage.
 *
 * @param invoked name or ARN with `${stageVariables.name}` as written
 */
export function functionsByStage(
  invoked: string,
  stages: readonly StagePlan[],
  integration: Resource,
  at: ResourceLocation,
  functions: Functions,
  { local, diagnostics }: PlanContext,
): ReadonlyMap<string, Found> {
  const none = (statusCode: 500 | 501, reason: string): NoFunction => {
    diagnostics.add(at, reason);
    return { kind: 'none', statusCode, reason };
  };
  const inStage = ({ name, variables }: StagePlan): Found => {
    const filled = withStageVariables(invoked, variables);
    if ('missing' in filled) {
      return none(500, `the function ${invoked} needs the stage variable ${filled.missing}, which stage ${name} does not have`);
    }
    const plan = functions.plan(calledBy(filled.text, integration, local), at);
    return 'kind' in plan ? { kind: 'none', statusCode: 501, reason: plan.reason } : plan;
  };
  return new Map(stages.map((stage) => [stage.name, inStage(stage)]));
}

/** By its name on this machine, which a stage variable has from a reference or as it is written. */
function calledBy(invoked: string, { template }: Resource, local: LocalValues): LambdaFunction {
  const [, name = invoked, qualifier = ''] = /^(?:.*:function:)?([^:]*)(?::(.*))?$/s.exec(invoked) ?? [];
  const named = local.resolver.resources.all('AWS::Lambda::Function').filter((each) => local.nameOf(each) === name);
  const found = named.find((each) => each.template === template) ?? named[0];
  return found === undefined
    ? { key: `name:${name}:${qualifier}`, name: invoked, inAssembly: false, qualifier: text(qualifier) }
    : owned(found, text(qualifier), found.template);
}
