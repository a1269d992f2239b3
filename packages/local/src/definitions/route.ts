import { integrationOf, type Resource, type ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { Unserved } from '../diagnostics/diagnostics';
import { acceptedRoutes } from './accepted-routes';
import type { AuthorizedApi, AuthorizerPlan, Authorizers } from './authorizer';
import type { Functions } from './function';
import { type IntegrationPlan, readIntegrationPlan } from './integration';
import type { RoutePermissions } from './route-permissions';
import type { StagePlan } from './stage';
import type { PlanContext } from './text-resolvers';

/** A route of an HTTP API, with all values resolved for this machine. */
export interface RoutePlan {
  /** `GET /books/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly key: string;
  readonly location: ResourceLocation;
  readonly authorizer: AuthorizerPlan | Unserved;
  readonly integration: IntegrationPlan | Unserved;
  /** Why API Gateway may not invoke the function of the integration. */
  readonly notPermitted?: string;
}

/** Reads the routes of HTTP APIs. Routes with the same integration share its plan. */
export class Routes {
  private readonly integrations = new Map<string, IntegrationPlan | Unserved>();

  constructor(
    private readonly functions: Functions,
    private readonly authorizers: Authorizers,
    private readonly permissions: RoutePermissions,
    private readonly context: PlanContext,
  ) {}

  /** The routes of an API. Those that the service refuses are reported and left out. */
  read(routes: readonly Resource[], stages: readonly StagePlan[], api: AuthorizedApi): readonly RoutePlan[] {
    const accepted = acceptedRoutes(routes, 'HTTP', this.context);
    const notPermitted = this.permissions.missing(accepted, api);
    return accepted.map(({ route, key }) => ({
      key,
      location: route.location,
      authorizer: this.authorizers.read(route, api),
      integration: this.integration(route, stages),
      notPermitted: notPermitted.get(key),
    }));
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

const METHODS = ['ANY', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const WEBSOCKET = ['$connect', '$disconnect'];

/** Sorts routes by path, then by method; `$connect` and `$disconnect` come first, `$default` comes last. */
export function inReadingOrder<T extends { readonly key: string }>(routes: readonly T[]): readonly T[] {
  return routes
    .map((route) => ({ route, order: orderOf(route.key) }))
    .sort((a, b) => compare(a.order, b.order))
    .map(({ route }) => route);
}

function orderOf(key: string): readonly [number, string, number] {
  const [, method = '', path = key] = /^([A-Z]+) (.*)$/s.exec(key) ?? [];
  const first = WEBSOCKET.includes(key) ? WEBSOCKET.indexOf(key) - WEBSOCKET.length : 0;
  return [key === '$default' ? 1 : first, path, METHODS.indexOf(method)];
}

function compare(a: readonly [number, string, number], b: readonly [number, string, number]): number {
  return a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] - b[2]);
}
