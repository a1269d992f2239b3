import type { ApiGroup, Integration, Protocol, Route } from './api';
import { entriesOf, isObject, member } from './json';
import { identity, referenceOf, targetOf } from './references';
import { Resource } from './resource';

/** A template's resources, grouped once, so that every rule finds its neighbours at once. */
export interface TemplateIndex {
  readonly resources: ReadonlyMap<string, Resource>;
  /** Whether the template names all its resources itself: no macro adds any when it is deployed. */
  readonly complete: boolean;
  /** Names that a `Ref` may have beside those of resources. */
  readonly parameters: ReadonlySet<string>;
  readonly apis: readonly ApiGroup[];
}

/** Groups the resources of a template; anything that is no template has none. Takes time linear in its size. */
export function indexTemplate(template: unknown): TemplateIndex {
  const entries = entriesOf(member(template, 'Resources'));
  const resources = new Map(
    entries.flatMap(([logicalId, body]) => (isObject(body) ? [[logicalId, new Resource(logicalId, body)] as const] : [])),
  );
  const macros = member(template, 'Transform') !== undefined || entries.some(([name]) => name.startsWith('Fn::'));
  return {
    resources,
    complete: !macros,
    parameters: new Set(entriesOf(member(template, 'Parameters')).map(([name]) => name)),
    apis: groupByApi(resources),
  };
}

interface Members {
  api?: Resource;
  readonly routes: Route[];
  readonly integrations: Resource[];
  readonly integrationResponses: Resource[];
  readonly stages: Resource[];
  readonly authorizers: Resource[];
  /** Whether it has what only WebSocket APIs have, its routes' keys aside. */
  webSocket: boolean;
}

function groupByApi(resources: ReadonlyMap<string, Resource>): ApiGroup[] {
  const groups = new Map<string, Members>();
  const groupOf = (id: string): Members => {
    const known = groups.get(id);
    const group = known ?? { routes: [], integrations: [], integrationResponses: [], stages: [], authorizers: [], webSocket: false };
    groups.set(id, group);
    return group;
  };
  for (const resource of resources.values()) {
    // Where nothing tells the API, the resource stands alone.
    const id = identity(resource.raw('ApiId'))?.replace(/^Fn::GetAtt (.*)\.ApiId$/, 'Ref $1') ?? `of ${resource.logicalId}`;
    switch (resource.type) {
      case 'AWS::ApiGatewayV2::Api':
        groupOf(`Ref ${resource.logicalId}`).api = resource;
        break;
      case 'AWS::ApiGatewayV2::Route':
        groupOf(id).routes.push(asRoute(resource, resources));
        break;
      case 'AWS::ApiGatewayV2::Integration':
        groupOf(id).integrations.push(resource);
        groupOf(id).webSocket ||= isOfWebSocket(resource);
        break;
      case 'AWS::ApiGatewayV2::IntegrationResponse':
        groupOf(id).integrationResponses.push(resource);
        groupOf(id).webSocket = true;
        break;
      case 'AWS::ApiGatewayV2::RouteResponse':
        groupOf(id).webSocket = true;
        break;
      case 'AWS::ApiGatewayV2::Stage':
        groupOf(id).stages.push(resource);
        break;
      case 'AWS::ApiGatewayV2::Authorizer':
        groupOf(id).authorizers.push(resource);
        break;
      default:
        break;
    }
  }
  const routesTo = grouped(
    [...groups.values()].flatMap(({ routes }) => routes),
    ({ integration }) => integration?.logicalId,
  );
  const responsesTo = grouped([...resources.values()].filter(isIntegrationResponse), (response) => nameOf(response.raw('IntegrationId')));
  const asIntegration = (resource: Resource): Integration => ({
    resource,
    routes: routesTo.get(resource.logicalId) ?? [],
    responses: responsesTo.get(resource.logicalId)?.length ?? 0,
  });
  return [...groups.values()].map(({ api, routes, integrations, integrationResponses, stages, authorizers, webSocket }) => ({
    api,
    protocol: protocolOf(api, routes, webSocket),
    routes,
    integrations: integrations.map(asIntegration),
    integrationResponses,
    stages,
    authorizers,
  }));
}

function asRoute(resource: Resource, resources: ReadonlyMap<string, Resource>): Route {
  const { integration } = targetOf(resource.raw('Target'));
  const target = integration.kind === 'ref' ? resources.get(integration.name) : undefined;
  return {
    resource,
    key: resource.text('RouteKey'),
    integration: target?.type === 'AWS::ApiGatewayV2::Integration' ? target : undefined,
  };
}

/** An API of another template is known by its routes' keys, unless something else tells against them. */
function protocolOf(api: Resource | undefined, routes: readonly Route[], webSocket: boolean): Protocol | undefined {
  if (api !== undefined) {
    const protocol = api.text('ProtocolType')?.toUpperCase();
    return protocol === 'HTTP' || protocol === 'WEBSOCKET' ? protocol : undefined;
  }
  const lifecycle = routes.some(({ key }) => key === '$connect' || key === '$disconnect');
  // A WebSocket API may have such keys, too, though hardly any has.
  const paths = routes.some(({ key }) => key !== undefined && /^[A-Z]+ \//.test(key));
  if (lifecycle) {
    return paths ? undefined : 'WEBSOCKET';
  }
  return paths && !webSocket ? 'HTTP' : undefined;
}

/** Whether an integration is of a kind that only WebSocket APIs have. */
function isOfWebSocket(integration: Resource): boolean {
  return ['AWS', 'HTTP', 'MOCK'].includes(integration.text('IntegrationType') ?? '') || integration.raw('RequestTemplates') !== undefined;
}

const isIntegrationResponse = ({ type }: Resource): boolean => type === 'AWS::ApiGatewayV2::IntegrationResponse';

function nameOf(value: unknown): string | undefined {
  const reference = referenceOf(value);
  return reference.kind === 'ref' ? reference.name : undefined;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) {
      const group = groups.get(key);
      if (group === undefined) {
        groups.set(key, [item]);
      } else {
        group.push(item);
      }
    }
  }
  return groups;
}
