import { type ApiGroup, keyText, member, type Resource, type ResourceLocation } from '@apigwv2-integrations/core/engine';
import { deterministicId } from '../template/local-values/deterministic-id';
import type { LocalValues } from '../template/local-values/local-values';
import type { AuthorizedApi } from './authorizer';
import { readStages, type StagePlan } from './stage';
import type { PlanContext } from './text-resolvers';

/** What HTTP APIs and WebSocket APIs have in common. */
export interface CommonApiPlan {
  /** A placeholder for the ID that the service assigns: ten characters, the same on each start. */
  readonly id: string;
  readonly name: string;
  readonly location: ResourceLocation;
  readonly accountId: string;
  readonly region: string;
  readonly stages: readonly StagePlan[];
}

/**
 * Reads what HTTP APIs and WebSocket APIs have in common.
 *
 * @param first the API; its first route for an API of another app
 */
export function readCommonApi(group: ApiGroup, first: Resource, context: PlanContext): CommonApiPlan {
  const { local } = context;
  const id = local.text(group.id);
  const { accountId, region } = local.environmentOf(first.template);
  return {
    id: /^[a-z0-9]{10}$/.test(id) ? id : deterministicId(id, 10, 'lower'),
    name: nameOfGroup(group, context),
    location: first.location,
    accountId,
    region,
    stages: readStages(group.stages, first.location, context),
  };
}

/** The API with which its routes are read. */
export function authorizedApi(
  { id, stages }: ApiGroup,
  { template: { region, account } }: Resource,
  protocol: AuthorizedApi['protocol'],
  { local: { resolver } }: PlanContext,
): AuthorizedApi {
  return {
    key: keyText(id),
    environment: { region, account },
    stages: stages.map((stage) => keyText(resolver.property(stage, 'StageName'))),
    protocol,
  };
}

/** The name of an API; its id if it is not in the assembly. */
export function nameOfGroup({ api, id }: ApiGroup, { local }: PlanContext): string {
  return api === undefined ? local.text(id) : nameOfApi(api, local);
}

/** The `Name` of an API, unless it is that of its stack; else the last step of its construct path, or its logical ID. */
export function nameOfApi(api: Resource, local: LocalValues): string {
  return (isNamedAfterStack(api) ? '' : local.property(api, ['Name'])) || api.shortName;
}

/** Whether the name of an API is that of its stack, as SAM has it by default. It does not distinguish the APIs of a stack. */
export function isNamedAfterStack(api: Resource): boolean {
  const name = api.raw('Name');
  return member(name, 'Ref') === 'AWS::StackName' || member(name, 'Fn::Sub') === '${AWS::StackName}';
}
