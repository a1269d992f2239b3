import type { Template } from '../assembly/template';
import { member } from '../json';
import { type Value, wholeReference } from '../values/part';
import { keyText, render } from '../values/render';
import { Resolver } from '../values/resolver';
import { type Resource, tailName } from '../values/resource';
import { Resources } from '../values/resources';
import type { Api, Route } from './api';
import { Permissions } from './permissions';
import { placeOf } from './place';
import { quickCreateRoute } from './quick-create';
import { readCors, readStage } from './read-api';
import { type RouteContext, readRoute } from './read-route';
import { inReadingOrder } from './route-order';

/** What the templates hold of one API: the API itself when it is there, its stages and its routes. */
interface Group {
  readonly id: Value;
  readonly home: Template;
  readonly api?: Resource;
  readonly stages: Resource[];
  readonly routes: Resource[];
}

/** The APIs of the templates, each with its routes, wherever in the assembly these are written. */
export function readApis(templates: readonly Template[]): readonly Api[] {
  const resolver = new Resolver(new Resources(templates));
  const permissions = new Permissions(resolver);
  return [...groups(resolver).values()].map((group) => readApi(group, resolver, permissions));
}

function groups(resolver: Resolver): ReadonlyMap<string, Group> {
  const found = new Map<string, Group>();
  const groupOf = (id: Value, home: Template, api?: Resource): Group => {
    const group = found.get(keyText(id)) ?? { id, home, api, stages: [], routes: [] };
    found.set(keyText(id), group);
    return group;
  };
  for (const resource of resolver.resources.all('AWS::ApiGatewayV2::Api')) {
    groupOf([{ kind: 'reference', resource }], resource.template, resource);
  }
  for (const route of resolver.resources.all('AWS::ApiGatewayV2::Route')) {
    groupOf(resolver.property(route, 'ApiId'), route.template).routes.push(route);
  }
  for (const stage of resolver.resources.all('AWS::ApiGatewayV2::Stage')) {
    found.get(keyText(resolver.property(stage, 'ApiId')))?.stages.push(stage);
  }
  return found;
}

function readApi({ id, home, api, stages, routes }: Group, resolver: Resolver, permissions: Permissions): Api {
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
    cors: api && readCors(api, resolver),
    stages: stages.map((stage) => readStage(stage, resolver)),
    routeSelectionExpression: api && resolver.plain(api, 'RouteSelectionExpression'),
    routesInBody: member(api?.properties, 'Body') !== undefined || member(api?.properties, 'BodyS3Location') !== undefined,
    routes: all,
    templates: filesOf(home, all),
  };
}

function nameOf(id: Value, home: Template): string {
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
