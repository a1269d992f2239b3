import {
  type ApiGroup,
  groupByApi,
  keyText,
  member,
  type ResolvedValue,
  Resolver,
  type Resource,
  Resources,
  render,
  type Template,
  wholeReference,
} from '@apigwv2-integrations/core/engine';
import { DisplayTextResolver } from '../../template/values/texts';
import type { Api, Route } from './api';
import { Permissions } from './permissions';
import { quickCreateRoute } from './quick-create';
import { readCors, readStage } from './read-api';
import { type RouteContext, readRoute } from './read-route';
import { inReadingOrder } from './route-order';

/** The APIs of the templates, each with its routes, wherever in the assembly these are written. */
export function readApis(templates: readonly Template[]): readonly Api[] {
  const resolver = new Resolver(new Resources(templates));
  const permissions = new Permissions(resolver);
  return groupByApi(resolver.resources.everything(), resolver).flatMap((group) => readApi(group, resolver, permissions) ?? []);
}

function readApi({ id, api, stages, routes }: ApiGroup, resolver: Resolver, permissions: Permissions): Api | undefined {
  const home = (api ?? routes[0]?.resource)?.template;
  if (home === undefined) {
    return undefined;
  }
  const calling = {
    key: keyText(id),
    environment: { region: home.region, account: home.account },
    stages: stages.map((stage) => keyText(resolver.property(stage, 'StageName'))),
  };
  const context: RouteContext = { resolver, permissions, api: calling, home };
  const quick = api === undefined ? undefined : quickCreateRoute(api, context);
  const all = inReadingOrder([...(quick === undefined ? [] : [quick]), ...routes.map(({ resource }) => readRoute(resource, context))]);
  const named = api && render(resolver.property(api, 'Name'), home);
  return {
    name: named || (api === undefined ? nameOf(id, home) : api.shortName),
    protocol: (api && resolver.plain(api, 'ProtocolType')) ?? protocolOf(all, api),
    place: api?.location,
    cors: api && readCors(api, new DisplayTextResolver(resolver, home)),
    stages: stages.map((stage) => readStage(stage, resolver)),
    routeSelectionExpression: api && resolver.plain(api, 'RouteSelectionExpression'),
    routesInBody: hasBody(api),
    routes: all,
    templates: filesOf(home, all),
  };
}

/** Whether routes come from an OpenAPI document, which is not read. */
export function hasBody(api: Resource | undefined): boolean {
  return member(api?.properties, 'Body') !== undefined || member(api?.properties, 'BodyS3Location') !== undefined;
}

function nameOf(id: ResolvedValue, home: Template): string {
  const reference = wholeReference(id);
  return reference === undefined ? render(id, home) || 'no API id' : reference.resource.shortName;
}

/** A quick-created API and one with a Body name no protocol: both are HTTP. */
function protocolOf(routes: readonly Route[], api: Resource | undefined): string {
  return api !== undefined || routes.some(({ key }) => /^[A-Z]+ \//.test(key)) ? 'HTTP' : 'unknown';
}

function filesOf(home: Template, routes: readonly Route[]): readonly string[] {
  const places = routes.flatMap((route) => [route.place.file, ...(route.integration === undefined ? [] : [route.integration.place.file])]);
  return [...new Set([home.file ?? home.id, ...places])];
}
