import {
  calledFunction,
  type Resolver,
  type Resource,
  render,
  renderName,
  serviceSubtype,
  type Template,
  wholeReference,
} from '@apigwv2-integrations/core/engine';

/** The target of an integration, for display. */
export type Target =
  /** `inAssembly` is false for a function outside the assembly. */
  | { readonly kind: 'lambda'; readonly name: string; readonly inAssembly: boolean }
  | { readonly kind: 'url'; readonly url: string; readonly method?: string }
  | { readonly kind: 'private'; readonly name: string; readonly through: string; readonly service: 'listener' | 'cloud-map' | 'unknown' }
  /** An action of an AWS service; in HTTP APIs also its resource, such as a queue, an event bus or a stream. */
  | { readonly kind: 'service'; readonly name: string; readonly resource?: string }
  | { readonly kind: 'mock' }
  | { readonly kind: 'unknown'; readonly name: string };

const SERVICE_URI = /^arn:(?:\$\{[^}]*\}|[^:]*):apigateway:(?:\$\{[^}]*\}|[^:]*):(.+)$/s;

/** Classifies the target of an integration. */
export function readTarget(integration: Resource, home: Template, resolver: Resolver): Target {
  const type = resolver.plain(integration, 'IntegrationType');
  const subtype = resolver.plain(integration, 'IntegrationSubtype');
  const uri = resolver.property(integration, 'IntegrationUri');
  const shown = render(uri, home);
  if (type === 'MOCK') {
    return { kind: 'mock' };
  }
  if (subtype !== undefined) {
    return { kind: 'service', name: subtype, resource: calledResource(subtype, integration, home, resolver) };
  }
  const called = calledFunction(integration, home, resolver);
  if (called !== undefined) {
    return { kind: 'lambda', name: called.name, inAssembly: called.inAssembly };
  }
  const link = resolver.property(integration, 'ConnectionId');
  if (link.length > 0 || resolver.plain(integration, 'ConnectionType') === 'VPC_LINK') {
    const service = privateService(wholeReference(uri)?.resource.type ?? shown);
    return { kind: 'private', name: renderName(uri, home), through: renderName(link, home) || 'no VPC link', service };
  }
  if (type === 'AWS') {
    return { kind: 'service', name: SERVICE_URI.exec(shown)?.[1] ?? shown };
  }
  if (type === 'HTTP_PROXY' || type === 'HTTP') {
    return { kind: 'url', url: shown, method: resolver.plain(integration, 'IntegrationMethod') };
  }
  return { kind: 'unknown', name: shown };
}

/** The names of the resources in an integration's parameters, if it has such parameters. */
function calledResource(subtype: string, integration: Resource, home: Template, resolver: Resolver): string | undefined {
  const names = (serviceSubtype(subtype)?.resourceParameters ?? []).map((parameter) =>
    renderName(resolver.property(integration, 'RequestParameters', parameter), home),
  );
  return names.filter((name) => name !== '').join(' / ') || undefined;
}

/** The kind of a private target, by its resource type or its ARN. */
export function privateService(typeOrArn: string): 'listener' | 'cloud-map' | 'unknown' {
  if (typeOrArn === 'AWS::ElasticLoadBalancingV2::Listener' || typeOrArn.includes(':listener/')) {
    return 'listener';
  }
  return typeOrArn === 'AWS::ServiceDiscovery::Service' || typeOrArn.includes(':servicediscovery:') ? 'cloud-map' : 'unknown';
}
