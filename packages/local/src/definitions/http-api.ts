import { type ApiGroup, describeBody, isObject, member, type Resource } from '@apigwv2-integrations/core/engine';
import { authorizedApi, type CommonApiPlan, readCommonApi } from './api';
import { inReadingOrder, type RoutePlan, type Routes } from './route';
import { LocalTextResolver, type PlanContext, type TextResolver } from './text-resolvers';

/** The CORS configuration of an HTTP API. */
export interface Cors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge?: string;
}

/** An HTTP API as the gateway serves it. */
export interface ApiPlan extends CommonApiPlan {
  readonly cors?: Cors;
  readonly routes: readonly RoutePlan[];
}

/** Reads an HTTP API with its stages and routes. An API that cannot be served is reported and is undefined. */
export function readApiPlan(group: ApiGroup, routes: Routes, context: PlanContext): ApiPlan | undefined {
  const { api } = group;
  const { local, diagnostics } = context;
  // An API of another app is represented by its first route.
  const first = api ?? group.routes[0]?.resource;
  if (first === undefined) {
    return undefined;
  }
  const location = first.location;
  const protocol = protocolOf(group, context);
  if (protocol !== 'HTTP') {
    diagnostics.add(location, 'it is not in the assembly, and its routes do not show whether it is an HTTP or a WebSocket API');
    return undefined;
  }
  if (api === undefined) {
    const id = local.text(group.id);
    diagnostics.add(location, `the API ${id} of this route is not in the assembly: it is served with the routes that are, without CORS`);
  }
  if (api !== undefined && hasBody(api)) {
    diagnostics.add(location, `the routes in it are not served, because it is not read: ${describeBody(api)}`);
  }
  const common = readCommonApi(group, first, context);
  const resources = group.routes.map(({ resource }) => resource);
  return {
    ...common,
    cors: api && readCors(api, new LocalTextResolver(context, location, 'its CORS configuration')),
    routes: inReadingOrder(routes.read(resources, common.stages, authorizedApi(group, first, protocol, context))),
  };
}

/** HTTP for an API without a protocol (quick create, `Body`). One outside the assembly is recognized by its routes. */
export function protocolOf({ api, routes, protocol }: ApiGroup, { local }: PlanContext): string {
  if (api !== undefined) {
    return local.property(api, ['ProtocolType']).toUpperCase() || 'HTTP';
  }
  return routes.some(({ resource }) => /^[A-Z]+ \//.test(local.property(resource, ['RouteKey']))) ? 'HTTP' : (protocol ?? 'unknown');
}

/** Whether the API imports routes from an OpenAPI document that is not read. */
export function hasBody(api: Resource | undefined): boolean {
  return member(api?.properties, 'Body') !== undefined || member(api?.properties, 'BodyS3Location') !== undefined;
}

/** The CORS configuration of an HTTP API, if it has one. */
export function readCors(api: Resource, texts: TextResolver): Cors | undefined {
  const cors = member(api.properties, 'CorsConfiguration');
  if (!isObject(cors)) {
    return undefined;
  }
  const text = (name: string) => texts.text(member(cors, name), api.template);
  const list = (name: string) => texts.list(member(cors, name), api.template);
  return {
    allowOrigins: list('AllowOrigins'),
    allowMethods: list('AllowMethods'),
    allowHeaders: list('AllowHeaders'),
    exposeHeaders: list('ExposeHeaders'),
    allowCredentials: text('AllowCredentials') === 'true',
    maxAge: text('MaxAge') || undefined,
  };
}
