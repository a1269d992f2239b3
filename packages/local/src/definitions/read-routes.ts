import type { Resource } from '@apigwv2-integrations/core/engine';
import { integrationOf } from '@apigwv2-integrations/core/engine';
import type { RoutePlan, StagePlan, Unserved } from './api-plan';
import type { PlanContext } from './context';
import type { Functions } from './functions/read-function';
import type { IntegrationPlan } from './integration-plan';
import { readAuthorizer } from './read-authorizer';
import { readIntegrationPlan } from './read-integration-plan';
import { refusedKeys } from './route-keys';

/** Reads routes of HTTP APIs; routes that share an integration share its plan. */
export class Routes {
  private readonly integrations = new Map<string, IntegrationPlan | Unserved>();

  constructor(
    private readonly functions: Functions,
    private readonly context: PlanContext,
  ) {}

  /** The routes of an API; those that the service would refuse are told and left out. */
  read(routes: readonly Resource[], stages: readonly StagePlan[]): readonly RoutePlan[] {
    const { local, diagnostics } = this.context;
    const keyed = routes.map((route) => ({ route, key: local.property(route, ['RouteKey']) }));
    const refused = refusedKeys(keyed.map(({ key }) => key));
    const taken = new Set<string>();
    return keyed.flatMap(({ route, key }) => {
      const why =
        key === '' ? 'it has no route key' : (refused.get(key) ?? (taken.has(key) ? `the API has another route ${key}` : undefined));
      taken.add(key);
      if (why !== undefined) {
        diagnostics.add(route.location, `the service refuses the route: ${why}`);
        return [];
      }
      return [
        { key, place: route.location, authorizer: readAuthorizer(route, this.context), integration: this.integration(route, stages) },
      ];
    });
  }

  private integration(route: Resource, stages: readonly StagePlan[]): IntegrationPlan | Unserved {
    const { local, diagnostics } = this.context;
    const target = local.resolver.property(route, 'Target');
    const resource = integrationOf(target);
    if (resource === undefined) {
      const reason =
        target.length === 0
          ? 'it has no integration: give the route a Target'
          : `its integration, ${local.text(target)}, is not in the assembly`;
      return diagnostics.unsupported(route.location, reason);
    }
    const plan = this.integrations.get(resource.key) ?? readIntegrationPlan(resource, stages, this.functions, this.context);
    this.integrations.set(resource.key, plan);
    return plan;
  }
}
