import { type ApiGroup, isObject, keyText, member, type Resource, type ResourceLocation } from '@apigwv2-integrations/core/engine';
import { deterministicId } from '../template/local-values/deterministic-id';
import { inReadingOrder, type RoutePlan, type Routes } from './route';
import { readStages, type StagePlan } from './stage';
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
export interface ApiPlan {
  /** A placeholder for the ID that the service assigns: ten characters, the same on each start. */
  readonly id: string;
  readonly name: string;
  readonly location: ResourceLocation;
  readonly accountId: string;
  readonly region: string;
  readonly cors?: Cors;
  readonly stages: readonly StagePlan[];
  readonly routes: readonly RoutePlan[];
}

/** Reads an HTTP API with its stages and routes. An API that cannot be served is reported and is undefined. */
export function readApiPlan(group: ApiGroup, routes: Routes, context: PlanContext): ApiPlan | undefined {
  const { api, stages } = group;
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
  const { accountId, region } = local.environmentOf(first.template);
  const id = local.text(group.id);
  if (api === undefined) {
    diagnostics.add(location, `the API ${id} of this route is not in the assembly: it is served with the routes that are, without CORS`);
  }
  if (hasBody(api)) {
    diagnostics.add(location, 'OpenAPI documents are not read yet: routes in its Body are not served');
  }
  const served = readStages(stages, location, context);
  return {
    id: /^[a-z0-9]{10}$/.test(id) ? id : deterministicId(id, 10, 'lower'),
    name: nameOfGroup(group, context),
    location,
    accountId,
    region,
    cors: api && readCors(api, new LocalTextResolver(context, location, 'its CORS configuration')),
    stages: served,
    routes: inReadingOrder(
      routes.read(
        group.routes.map(({ resource }) => resource),
        served,
        {
          key: keyText(group.id),
          environment: { region: first.template.region, account: first.template.account },
          stages: stages.map((stage) => keyText(local.resolver.property(stage, 'StageName'))),
          protocol,
        },
      ),
    ),
  };
}

/** The name of an API; its id if it is not in the assembly. */
export function nameOfGroup({ api, id }: ApiGroup, { local }: PlanContext): string {
  return (api && (local.property(api, ['Name']) || api.shortName)) ?? local.text(id);
}

/** HTTP for an API without a protocol (quick create, `Body`). One outside the assembly is recognized by its routes. */
export function protocolOf({ api, routes, protocol }: ApiGroup, { local }: PlanContext): string {
  if (api !== undefined) {
    return local.property(api, ['ProtocolType']).toUpperCase() || 'HTTP';
  }
  return routes.some(({ resource }) => /^[A-Z]+ \//.test(local.property(resource, ['RouteKey']))) ? 'HTTP' : (protocol ?? 'unknown');
}

/** Whether the API imports routes from an OpenAPI document, which is not read. */
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
