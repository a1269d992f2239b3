import { keyText } from './render';
import type { Resolver } from './resolver';
import type { Resource } from './resource';
import { plainText, type ResolvedValue, type Segment, wholeReference } from './segment';

export type Protocol = 'HTTP' | 'WEBSOCKET';

/** What belongs to one API, whether the templates make that API or only refer to it. */
export interface ApiGroup {
  /** The value by which its routes and stages refer to it. */
  readonly id: ResolvedValue;
  /** The API, if the templates make it. */
  readonly api?: Resource;
  /** Unknown for an API of another app whose routes do not show it. */
  readonly protocol?: Protocol;
  readonly routes: readonly Route[];
  readonly integrations: readonly Integration[];
  readonly integrationResponses: readonly Resource[];
  readonly stages: readonly Resource[];
  readonly authorizers: readonly Resource[];
  readonly deployments: readonly Resource[];
}

/** A route and what it leads to. */
export interface Route {
  readonly resource: Resource;
  /** `$default`, `GET /books` or a WebSocket key; undefined if it is unknown. */
  readonly key?: string;
  readonly target: ResolvedValue;
  /** The integration, if the templates make it. */
  readonly integration?: Resource;
  /** Whether a WebSocket route has a route response, so that the client gets what the integration returns. */
  readonly returnsResponse: boolean;
}

/** An integration and the routes that lead to it. */
export interface Integration {
  readonly resource: Resource;
  readonly routes: readonly Route[];
  /** The number of its integration responses. */
  readonly responses: number;
}

interface Members {
  readonly id: ResolvedValue;
  readonly api?: Resource;
  readonly routes: Route[];
  readonly integrations: Resource[];
  readonly integrationResponses: Resource[];
  readonly stages: Resource[];
  readonly authorizers: Resource[];
  readonly deployments: Resource[];
  /** Whether it has what only WebSocket APIs have, its routes' keys aside. */
  isWebSocket: boolean;
}

/** Groups resources by the API to which they belong: first the APIs among them, then those that they only refer to. Takes linear time. */
export function groupByApi(resources: readonly Resource[], resolver: Resolver): ApiGroup[] {
  const groups = new Map<string, Members>();
  const groupOf = (id: ResolvedValue, fallback: Resource, api?: Resource): Members => {
    const key = isComparable(id) ? keyText(id) : `of ${fallback.key}`;
    const group = groups.get(key) ?? { id, api, ...noMembers() };
    groups.set(key, group);
    return group;
  };
  for (const resource of resources) {
    if (resource.type === 'AWS::ApiGatewayV2::Api') {
      groupOf([{ kind: 'reference', resource }], resource, resource);
    }
  }
  const context = { resolver, responses: new Map<string, number>(), twoWay: twoWayRoutes(resources, resolver) };
  for (const resource of resources) {
    addMember(resource, () => groupOf(resolver.property(resource, 'ApiId'), resource), context);
  }
  const routesTo = new Map<string, Route[]>();
  for (const route of [...groups.values()].flatMap(({ routes }) => routes)) {
    if (route.integration !== undefined) {
      const { key } = route.integration;
      routesTo.set(key, routesTo.get(key) ?? []);
      routesTo.get(key)?.push(route);
    }
  }
  return [...groups.values()].map(({ isWebSocket, ...members }) => ({
    ...members,
    protocol: protocolOf(members.api, members.routes, isWebSocket),
    integrations: members.integrations.map((resource) => ({
      resource,
      routes: routesTo.get(resource.key) ?? [],
      responses: context.responses.get(resource.key) ?? 0,
    })),
  }));
}

interface GroupContext {
  readonly resolver: Resolver;
  /** The number of integration responses, by the key of the integration. */
  readonly responses: Map<string, number>;
  /** Keys of routes with a route response. */
  readonly twoWay: ReadonlySet<string>;
}

function addMember(resource: Resource, group: () => Members, { resolver, responses, twoWay }: GroupContext): void {
  switch (resource.type) {
    case 'AWS::ApiGatewayV2::Route':
      group().routes.push(asRoute(resource, resolver, twoWay));
      break;
    case 'AWS::ApiGatewayV2::Integration': {
      const members = group();
      members.integrations.push(resource);
      members.isWebSocket ||= isWebSocketOnly(resource);
      break;
    }
    case 'AWS::ApiGatewayV2::IntegrationResponse': {
      const members = group();
      members.integrationResponses.push(resource);
      members.isWebSocket = true;
      const { key } = wholeReference(resolver.property(resource, 'IntegrationId'))?.resource ?? resource;
      responses.set(key, (responses.get(key) ?? 0) + 1);
      break;
    }
    case 'AWS::ApiGatewayV2::RouteResponse':
      group().isWebSocket = true;
      break;
    case 'AWS::ApiGatewayV2::Stage':
      group().stages.push(resource);
      break;
    case 'AWS::ApiGatewayV2::Authorizer':
      group().authorizers.push(resource);
      break;
    case 'AWS::ApiGatewayV2::Deployment':
      group().deployments.push(resource);
      break;
    default:
      break;
  }
}

function noMembers(): Omit<Members, 'id' | 'api'> {
  return { routes: [], integrations: [], integrationResponses: [], stages: [], authorizers: [], deployments: [], isWebSocket: false };
}

function asRoute(resource: Resource, resolver: Resolver, twoWay: ReadonlySet<string>): Route {
  const target = resolver.property(resource, 'Target');
  const returnsResponse = twoWay.has(resource.key);
  return { resource, key: resource.text('RouteKey'), target, integration: integrationOf(target), returnsResponse };
}

/**
 * Keys of the routes that have a route response. It alone makes a route of a WebSocket API return what its integration
 * returns, whatever the `RouteResponseSelectionExpression` of the route.
 */
export function twoWayRoutes(resources: readonly Resource[], resolver: Resolver): ReadonlySet<string> {
  const responses = resources.filter(({ type }) => type === 'AWS::ApiGatewayV2::RouteResponse');
  return new Set(responses.flatMap((response) => wholeReference(resolver.property(response, 'RouteId'))?.resource.key ?? []));
}

/** The integration that a route's target refers to, with or without `integrations/` before it. */
export function integrationOf(target: ResolvedValue): Resource | undefined {
  const [first, ...rest] = target;
  const id = first?.kind === 'text' && first.text === 'integrations/' ? rest : target;
  const resource = wholeReference(id)?.resource;
  return resource?.type === 'AWS::ApiGatewayV2::Integration' ? resource : undefined;
}

/** Whether two values with one key are certainly equal. */
function isComparable(value: ResolvedValue): boolean {
  return value.length > 0 && !value.some((segment) => segment.kind === 'unknown' && segment.name.includes('…'));
}

/** Whether two values with different keys are certainly not equal, too. */
export function isDecided(value: ResolvedValue): boolean {
  const isPlainCall = (segment: Segment) => segment.kind !== 'call' || segment.args.every((arg) => plainText(arg) !== undefined);
  return isComparable(value) && value.every(isPlainCall);
}

/** An API of another app is recognized by its routes' keys, unless its other resources contradict them. */
function protocolOf(api: Resource | undefined, routes: readonly Route[], isWebSocket: boolean): Protocol | undefined {
  if (api !== undefined) {
    const isHttpOnly = api.raw('Target') !== undefined || api.raw('Body') !== undefined || api.raw('BodyS3Location') !== undefined;
    const protocol = api.lacks('ProtocolType') && isHttpOnly ? 'HTTP' : api.text('ProtocolType')?.toUpperCase();
    return protocol === 'HTTP' || protocol === 'WEBSOCKET' ? protocol : undefined;
  }
  const hasLifecycle = routes.some(({ key }) => key === '$connect' || key === '$disconnect');
  // A WebSocket API may have such keys, too, though hardly any has.
  const hasPaths = routes.some(({ key }) => key !== undefined && /^[A-Z]+ \//.test(key));
  if (hasLifecycle) {
    return hasPaths ? undefined : 'WEBSOCKET';
  }
  return hasPaths && !isWebSocket ? 'HTTP' : undefined;
}

/** Whether an integration is of a kind that only WebSocket APIs have. */
function isWebSocketOnly(integration: Resource): boolean {
  return ['AWS', 'HTTP', 'MOCK'].includes(integration.text('IntegrationType') ?? '') || integration.raw('RequestTemplates') !== undefined;
}
