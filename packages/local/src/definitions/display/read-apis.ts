import type { Template } from '../../assembly/template';
import { member } from '../../json';
import { keyText, render } from '../../template/values/render';
import { Resolver } from '../../template/values/resolver';
import { type Resource, tailName } from '../../template/values/resource';
import { Resources } from '../../template/values/resources';
import { type ResolvedValue, wholeReference } from '../../template/values/segment';
import { DisplayTextResolver } from '../../template/values/texts';
import type { Api, Route } from './api';
import { type ApiGroup, apiGroups } from './api-groups';
import { Permissions } from './permissions';
import { quickCreateRoute } from './quick-create';
import { readCors, readStage } from './read-api';
import { type RouteContext, readRoute } from './read-route';
import { placeOf } from './resource-location';
import { inReadingOrder } from './route-order';

/** The APIs of the templates, each with its routes, wherever in the assembly these are written. */
export function readApis(templates: readonly Template[]): readonly Api[] {
  const resolver = new Resolver(new Resources(templates));
  const permissions = new Permissions(resolver);
  return apiGroups(resolver).map((group) => readApi(group, resolver, permissions));
}

function readApi({ id, home, api, stages, routes }: ApiGroup, resolver: Resolver, permissions: Permissions): Api {
  const calling = {
    key: keyText(id),
    environment: home.environment,
    stages: stages.map((stage) => keyText(resolver.property(stage, 'StageName'))),
  };
  const context: RouteContext = { resolver, permissions, api: calling, home };
  const quick = api === undefined ? undefined : quickCreateRoute(api, context);
  const all = inReadingOrder([...(quick === undefined ? [] : [quick]), ...routes.map((route) => readRoute(route, context))]);
  const named = api && render(resolver.property(api, 'Name'), home);
  return {
    name: named || (api === undefined ? nameOf(id, home) : tailName(api)),
    protocol: (api && resolver.plain(api, 'ProtocolType')) ?? protocolOf(all, api),
    place: api && placeOf(api),
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
  return reference === undefined ? render(id, home) || 'no API id' : tailName(reference.resource);
}

/** A quick-created API and one with a Body name no protocol: both are HTTP. */
function protocolOf(routes: readonly Route[], api: Resource | undefined): string {
  return api !== undefined || routes.some(({ key }) => /^[A-Z]+ \//.test(key)) ? 'HTTP' : 'unknown';
}

function filesOf(home: Template, routes: readonly Route[]): readonly string[] {
  const places = routes.flatMap((route) => [route.place.file, ...(route.integration === undefined ? [] : [route.integration.place.file])]);
  return [...new Set([home.file, ...places])];
}
