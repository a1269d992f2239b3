import {
  type ApiGroup,
  asArray,
  asObject,
  type CallingApi,
  calledFunction,
  groupByApi,
  InvokePermissions,
  keyText,
  member,
  type ResolvedValue,
  Resolver,
  type Resource,
  Resources,
  type Route as RouteOfGroup,
  render,
  renderName,
  type Template,
  wholeReference,
} from '@apigwv2-integrations/core/engine';
import { isNamedAfterStack } from '../api';
import { hasBody, readCors } from '../http-api';
import { requestMappings, responseMappings } from '../mapping';
import { inReadingOrder } from '../route';
import { readTarget } from '../target';
import { DisplayTextResolver } from '../text-resolvers';
import type { Api, Authorization, Integration, Permission, Route, Stage } from './view';

/** A stage of an API. */
export function readStage(stage: Resource, resolver: Resolver): Stage {
  return {
    name: render(resolver.property(stage, 'StageName'), stage.template),
    autoDeploy: resolver.plain(stage, 'AutoDeploy') === 'true',
  };
}

/** The APIs of the templates with their routes, which may be in other templates than the API. */
export function readApis(templates: readonly Template[]): readonly Api[] {
  const resolver = new Resolver(new Resources(templates));
  const permissions = new InvokePermissions(resolver);
  return groupByApi(resolver.resources.everything(), resolver).flatMap((group) => readApiView(group, resolver, permissions) ?? []);
}

function readApiView(group: ApiGroup, resolver: Resolver, permissions: InvokePermissions): Api | undefined {
  const context = routeContextOf(group, resolver, permissions);
  if (context === undefined) {
    return undefined;
  }
  const { api, stages, routes } = group;
  const { home } = context;
  const all = inReadingOrder(routes.map((route) => readRoute(route, context)));
  return {
    name: apiNameOf(group, home, resolver),
    protocol: (api && resolver.plain(api, 'ProtocolType')) ?? protocolOf(all, api),
    location: api?.location,
    cors: api && readCors(api, new DisplayTextResolver(resolver, home)),
    stages: stages.map((stage) => readStage(stage, resolver)),
    routeSelectionExpression: api && resolver.plain(api, 'RouteSelectionExpression'),
    routesInBody: hasBody(api),
    routes: all,
    templates: filesOf(home, all),
  };
}

/** What the routes of an API are read with; undefined for an API of another app without routes. */
export function routeContextOf(group: ApiGroup, resolver: Resolver, permissions: InvokePermissions): RouteContext | undefined {
  const { id, api, stages, routes } = group;
  const home = (api ?? routes[0]?.resource)?.template;
  if (home === undefined) {
    return undefined;
  }
  const calling = {
    key: keyText(id),
    environment: { region: home.region, account: home.account },
    stages: stages.map((stage) => keyText(resolver.property(stage, 'StageName'))),
  };
  return { resolver, permissions, api: calling, home };
}

/** The name of an API: its `Name`, else the last step of its construct path, or the value of its ID. */
export function apiNameOf({ id, api }: ApiGroup, home: Template, resolver: Resolver): string {
  const named = api && !isNamedAfterStack(api) && render(resolver.property(api, 'Name'), home);
  return named || (api === undefined ? nameOf(id, home) : api.shortName);
}

function nameOf(id: ResolvedValue, home: Template): string {
  const reference = wholeReference(id);
  return reference === undefined ? render(id, home) || 'no API id' : reference.resource.shortName;
}

/** HTTP for an API without a protocol (quick create, `Body`). */
function protocolOf(routes: readonly Route[], api: Resource | undefined): string {
  return api !== undefined || routes.some(({ key }) => /^[A-Z]+ \//.test(key)) ? 'HTTP' : 'unknown';
}

function filesOf(home: Template, routes: readonly Route[]): readonly string[] {
  const places = routes.flatMap((route) => [
    route.location.file,
    ...(route.integration === undefined ? [] : [route.integration.location.file]),
  ]);
  return [...new Set([home.file ?? home.id, ...places])];
}

const NO_FUNCTION: Permission = { status: 'none', summary: '-', grants: [] };

/** What the routes of an API are read with. */
export interface RouteContext {
  readonly resolver: Resolver;
  readonly permissions: InvokePermissions;
  readonly api: CallingApi;
  /** The API's template, to whose stack names are relative. */
  readonly home: Template;
}

/** Reads a route with its integration and permission. */
export function readRoute({ resource: route, target, integration: resource, returnsResponse }: RouteOfGroup, context: RouteContext): Route {
  const { resolver, home } = context;
  const key = render(resolver.property(route, 'RouteKey'), home);
  return {
    key,
    location: route.location,
    authorization: authorizationOf(route, context),
    returnsResponse,
    integration: resource && readIntegration(resource, home, resolver),
    problem: resource === undefined ? targetProblem(target, home) : undefined,
    permission: resource === undefined ? NO_FUNCTION : permissionFor(key, resource, context),
  };
}

function targetProblem(target: ResolvedValue, home: Template): string {
  return target.length === 0 ? 'no integration' : `not in the assembly: ${render(target, home)}`;
}

function permissionFor(routeKey: string, integration: Resource, { resolver, permissions, api, home }: RouteContext): Permission {
  const role = renderName(resolver.property(integration, 'CredentialsArn'), home);
  if (role !== '') {
    return { status: 'role', summary: `role ${role}`, grants: [] };
  }
  const called = calledFunction(integration, home, resolver);
  return called === undefined ? NO_FUNCTION : permissions.forRoute(routeKey, called, api);
}

function authorizationOf(route: Resource, { resolver, home }: RouteContext): Authorization {
  const scopes = asArray(member(route.properties, 'AuthorizationScopes'));
  return {
    type: render(resolver.property(route, 'AuthorizationType'), home) || 'NONE',
    authorizer: renderName(resolver.property(route, 'AuthorizerId'), home) || undefined,
    scopes: scopes.map((scope) => render(resolver.resolve(scope, route.template), home)),
  };
}

/** Reads an integration. Names are relative to the home stack. */
export function readIntegration(resource: Resource, home: Template, resolver: Resolver): Integration {
  const shown = (property: string) => renderName(resolver.property(resource, property), home) || undefined;
  const texts = new DisplayTextResolver(resolver, home);
  return {
    name: resource.shortName,
    location: resource.location,
    type: shown('IntegrationType') ?? 'no type',
    subtype: shown('IntegrationSubtype'),
    target: readTarget(resource, home, resolver),
    payloadFormatVersion: shown('PayloadFormatVersion'),
    timeoutInMillis: shown('TimeoutInMillis'),
    role: shown('CredentialsArn'),
    requestMappings: requestMappings(resource, texts),
    responseMappings: responseMappings(resource, texts),
    requestTemplates: Object.keys(asObject(member(resource.properties, 'RequestTemplates'))),
  };
}
