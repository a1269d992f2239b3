import { type ApiGroup, integrationOf, type Resource, type ResourceLocation, twoWayRoutes } from '@apigwv2-integrations/core/engine';
import type { Unserved } from '../diagnostics/diagnostics';
import { acceptedRoutes } from './accepted-routes';
import { authorizedApi, type CommonApiPlan, readCommonApi } from './api';
import type { AuthorizedApi, AuthorizerPlan, Authorizers } from './authorizer';
import type { Functions } from './function';
import { inReadingOrder } from './route';
import type { RoutePermissions } from './route-permissions';
import type { StagePlan } from './stage';
import type { PlanContext } from './text-resolvers';
import { type WebSocketIntegrationPlan, WebSocketIntegrations } from './websocket-integration';
import { type RequestModelsPlan, readRequestModels } from './websocket-model';

/** A WebSocket API as the gateway serves it. */
export interface WebSocketApiPlan extends CommonApiPlan {
  /** Such as `$request.body.action`. */
  readonly routeSelectionExpression: string;
  readonly routes: readonly WebSocketRoutePlan[];
}

/** A route of a WebSocket API, with all values resolved for this machine. */
export interface WebSocketRoutePlan {
  /** `$connect`, `$disconnect`, `$default`, or the value of the route selection expression. */
  readonly key: string;
  readonly location: ResourceLocation;
  /** Only `$connect` can have one. */
  readonly authorizer: AuthorizerPlan | Unserved;
  /** Whether a handshake needs the header `x-api-key`. */
  readonly needsApiKey: boolean;
  /** Undefined if the route has no integration, which is usual for `$connect` alone. */
  readonly integration?: WebSocketIntegrationPlan | Unserved;
  /** Whether the route has a route response, so that the integration's response is sent to the client. */
  readonly isTwoWay: boolean;
  /** Undefined if messages are not validated. */
  readonly models?: RequestModelsPlan;
  /** Why API Gateway may not invoke the function of the integration. */
  readonly notPermitted?: string;
}

/** Reads a WebSocket API with its stages and routes. */
export function readWebSocketApi(group: ApiGroup, routes: WebSocketRoutes, context: PlanContext): WebSocketApiPlan | undefined {
  const { api } = group;
  const { local, diagnostics } = context;
  // An API of another app is represented by its first route.
  const first = api ?? group.routes[0]?.resource;
  if (first === undefined) {
    return undefined;
  }
  const { location } = first;
  const id = local.text(group.id);
  const expression = api === undefined ? '' : local.property(api, ['RouteSelectionExpression']);
  if (api === undefined) {
    diagnostics.add(
      location,
      `the API ${id} of this route is not in the assembly: it is served with the routes that are, and selects them by ${DEFAULT_EXPRESSION}`,
    );
  } else if (expression === '') {
    diagnostics.add(
      location,
      `the service refuses the API without a RouteSelectionExpression: ${DEFAULT_EXPRESSION} is used here, set it to that or to another one`,
    );
  }
  const common = readCommonApi(group, first, context);
  const resources = group.routes.map(({ resource }) => resource);
  return {
    ...common,
    routeSelectionExpression: expression || DEFAULT_EXPRESSION,
    routes: inReadingOrder(routes.read(resources, common.stages, authorizedApi(group, first, 'WEBSOCKET', context))),
  };
}

/** The expression that the CDK's `WebSocketApi` uses by default. */
const DEFAULT_EXPRESSION = '$request.body.action';

/** Reads the routes of WebSocket APIs. Routes with the same integration share its plan. */
export class WebSocketRoutes {
  private readonly integrations: WebSocketIntegrations;
  private twoWay?: ReadonlySet<string>;

  public constructor(
    functions: Functions,
    private readonly authorizers: Authorizers,
    private readonly permissions: RoutePermissions,
    private readonly context: PlanContext,
  ) {
    this.integrations = new WebSocketIntegrations(functions, context);
  }

  /** The routes of an API. Those that the service refuses are reported and left out. */
  public read(routes: readonly Resource[], stages: readonly StagePlan[], api: AuthorizedApi): readonly WebSocketRoutePlan[] {
    const accepted = acceptedRoutes(routes, 'WEBSOCKET', this.context);
    const notPermitted = this.permissions.missing(accepted, api);
    return accepted.map(({ route, key }) => ({ ...this.route(route, key, stages, api), notPermitted: notPermitted.get(key) }));
  }

  private route(route: Resource, key: string, stages: readonly StagePlan[], api: AuthorizedApi): WebSocketRoutePlan {
    return {
      key,
      location: route.location,
      authorizer: this.authorizer(route, key, api),
      needsApiKey: this.needsApiKey(route, key),
      integration: this.integration(route, key, stages),
      isTwoWay: this.isTwoWay(route),
      models: readRequestModels(route, this.context),
    };
  }

  private authorizer(route: Resource, key: string, api: AuthorizedApi): AuthorizerPlan | Unserved {
    const { local, diagnostics } = this.context;
    if (key === '$connect') {
      return this.authorizers.read(route, api);
    }
    const type = local.property(route, ['AuthorizationType']) || 'NONE';
    if (type !== 'NONE') {
      diagnostics.add(
        route.location,
        `the service refuses its authorization type ${type}, so it is ignored here: only $connect can have an authorizer`,
      );
    }
    return { kind: 'none' };
  }

  private needsApiKey(route: Resource, key: string): boolean {
    const { local, diagnostics } = this.context;
    const isNeeded = key === '$connect' && local.property(route, ['ApiKeyRequired']) === 'true';
    if (isNeeded) {
      diagnostics.add(route.location, 'usage plans are not served yet: every API key is accepted, and a missing one gets 403');
    }
    return isNeeded;
  }

  private integration(route: Resource, key: string, stages: readonly StagePlan[]): WebSocketIntegrationPlan | Unserved | undefined {
    const { local, diagnostics } = this.context;
    const target = local.resolver.property(route, 'Target');
    const resource = integrationOf(target);
    if (resource === undefined) {
      if (target.length === 0 && (key === '$connect' || key === '$disconnect')) {
        return undefined;
      }
      const reason =
        target.length === 0
          ? 'it has no integration: give the route a Target'
          : `its integration, ${local.text(target)}, is not in the assembly`;
      return diagnostics.unsupported(route.location, reason);
    }
    return this.integrations.read(resource, stages);
  }

  /** The service's only route response has the key `$default`. A route response alone makes a route two-way. */
  private isTwoWay(route: Resource): boolean {
    const { resolver } = this.context.local;
    this.twoWay ??= twoWayRoutes(resolver.resources.all('AWS::ApiGatewayV2::RouteResponse'), resolver);
    return this.twoWay.has(route.key);
  }
}
