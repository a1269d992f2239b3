import {
  type ApiGroup,
  groupByApi,
  InvokePermissions,
  keyText,
  type Protocol,
  Resolver,
  type Resource,
  Resources,
  render,
  type Template,
  wholeReference,
} from '@apigwv2-integrations/core/engine';
import { type Cors, readCors } from '../definitions/http-api';
import { DisplayTextResolver } from '../definitions/text-resolvers';
import { apiNameOf, readRoute, routeContextOf } from '../definitions/view/read-apis';
import type { Route } from '../definitions/view/view';
import type { ExpandedTemplate } from '../template/expand-template';

/** One side of a comparison. */
export interface Snapshot {
  readonly resolver: Resolver;
  readonly apis: readonly ApiSnapshot[];
  /** Custom domain names, by domain name. */
  readonly domains: ReadonlyMap<string, Resource>;
  /** API mappings of custom domain names, by domain name and path. */
  readonly mappings: ReadonlyMap<string, ApiMapping>;
  /** The resource in the whole app: equal on both sides as long as its stack and its logical ID are. */
  idOf(resource: Resource): string;
  /** The file of a template of this side, with its metadata. */
  fileOf(template: Template): ExpandedTemplate | undefined;
}

/** An API with what belongs to it. */
export interface ApiSnapshot {
  readonly name: string;
  readonly protocol: Protocol;
  /** The API; undefined for one of another app. */
  readonly api?: Resource;
  /** The API, or its first route. */
  readonly first: Resource;
  /** The value of the API's ID, for comparison on one side. */
  readonly key: string;
  /** The value of the API's ID, for comparison between the sides. */
  readonly id: string;
  /** The template to which names are relative. */
  readonly home: Template;
  readonly cors?: Cors;
  /** By route key. */
  readonly routes: ReadonlyMap<string, RouteSnapshot>;
  /** By stage name. */
  readonly stages: ReadonlyMap<string, Resource>;
  /** By the name that routes refer to. */
  readonly authorizers: ReadonlyMap<string, Resource>;
}

/** A route with its resources. */
export interface RouteSnapshot {
  readonly view: Route;
  readonly resource: Resource;
  readonly integration?: Resource;
}

/** An API mapping of a custom domain name. */
export interface ApiMapping {
  readonly resource: Resource;
  /** The name of the API. */
  readonly api: string;
  readonly stage: string;
}

/** Reads the APIs of templates for a comparison. Takes time linear in their size. */
export function readSnapshot(templates: readonly ExpandedTemplate[]): Snapshot {
  const resolver = new Resolver(new Resources(templates));
  const permissions = new InvokePermissions(resolver);
  const groups = groupByApi(resolver.resources.everything(), resolver);
  const apis = groups.flatMap((group) => readApi(group, resolver, permissions) ?? []);
  const files = new Map<Template, ExpandedTemplate>(templates.map((template) => [template, template]));
  const roots = templates.filter(({ nestedIn }) => nestedIn === undefined);
  const onlyStack = roots.length === 1 ? roots[0]?.stack : undefined;
  return {
    resolver,
    apis,
    domains: firstByKey(resolver.resources.all('AWS::ApiGatewayV2::DomainName'), (domain) => domainName(domain, resolver)),
    mappings: readMappings(resolver, new Map(apis.map(({ key, name }) => [key, name]))),
    idOf: ({ template, logicalId }) => {
      const { stack = template.id } = template;
      // The name of a template without an assembly is that of its file.
      return `${onlyStack !== undefined && stack.startsWith(onlyStack) ? stack.slice(onlyStack.length) : stack}#${logicalId}`;
    },
    fileOf: (template) => files.get(template),
  };
}

function readApi(group: ApiGroup, resolver: Resolver, permissions: InvokePermissions): ApiSnapshot | undefined {
  const context = routeContextOf(group, resolver, permissions);
  const first = group.api ?? group.routes[0]?.resource;
  if (context === undefined || first === undefined) {
    return undefined;
  }
  const { home } = context;
  const routes = group.routes.map((route) => ({
    view: readRoute(route, context),
    resource: route.resource,
    integration: route.integration,
  }));
  return {
    name: nameOf(group, home, resolver),
    protocol: group.protocol ?? 'HTTP',
    api: group.api,
    first,
    key: keyText(group.id),
    id: render(group.id, home),
    home,
    cors: group.api && readCors(group.api, new DisplayTextResolver(resolver, home)),
    routes: firstByKey(routes, ({ view }) => view.key),
    stages: firstByKey(group.stages, (stage) => render(resolver.property(stage, 'StageName'), home)),
    authorizers: firstByKey(group.authorizers, (authorizer) => authorizer.nameIn(home)),
  };
}

/** A name that only a deployment determines says less than the construct's. */
function nameOf(group: ApiGroup, home: Template, resolver: Resolver): string {
  const name = apiNameOf(group, home, resolver);
  return name.includes('${') && group.api !== undefined ? group.api.shortName : name;
}

function readMappings(resolver: Resolver, names: ReadonlyMap<string, string>): ReadonlyMap<string, ApiMapping> {
  const mappings = resolver.resources.all('AWS::ApiGatewayV2::ApiMapping').map((resource) => {
    const { template } = resource;
    const api = resolver.property(resource, 'ApiId');
    const domain = resolver.property(resource, 'DomainName');
    const made = wholeReference(domain)?.resource;
    const host = made === undefined ? render(domain, template) : domainName(made, resolver);
    return {
      url: `${host}/${render(resolver.property(resource, 'ApiMappingKey'), template)}`,
      resource,
      api: names.get(keyText(api)) ?? render(api, template),
      stage: render(resolver.property(resource, 'Stage'), template),
    };
  });
  return firstByKey(mappings, ({ url }) => url);
}

function domainName(domain: Resource, resolver: Resolver): string {
  return render(resolver.property(domain, 'DomainName'), domain.template) || domain.nameIn(domain.template);
}

/** Only one of several resources with one key can be deployed. */
function firstByKey<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (!found.has(key)) {
      found.set(key, item);
    }
  }
  return found;
}
