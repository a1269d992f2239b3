import { checkTemplate, type Protocol, type Resource } from '@apigwv2-integrations/core/engine';
import type { PlanContext } from './text-resolvers';

/** A route and its key. */
export interface KeyedRoute {
  readonly key: string;
  readonly route: Resource;
}

/** The routes that the service accepts. Those that it refuses are reported. */
export function acceptedRoutes(
  routes: readonly Resource[],
  protocol: Protocol,
  { local, diagnostics }: PlanContext,
): readonly KeyedRoute[] {
  const keyed = routes.map((route) => ({ route, key: local.property(route, ['RouteKey']) }));
  const refused = refusedKeys(
    keyed.map(({ key }) => key),
    protocol,
  );
  const taken = new Set<string>();
  return keyed.filter(({ route, key }) => {
    const why =
      key === '' ? 'it has no route key' : (refused.get(key) ?? (taken.has(key) ? `the API has another route ${key}` : undefined));
    taken.add(key);
    if (why !== undefined) {
      diagnostics.add(route.location, `the service refuses the route: ${why}`);
    }
    return why === undefined;
  });
}

/** Why the service refuses route keys of an API, by key. */
function refusedKeys(keys: readonly string[], protocol: Protocol): ReadonlyMap<string, string> {
  const routes = keys.map((key, index) => [
    `Route${index}`,
    { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: key } },
  ]);
  const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: protocol } };
  const findings = checkTemplate({ Resources: { Api: api, ...Object.fromEntries(routes) } });
  return new Map(
    findings
      .filter(({ severity, property }) => severity === 'error' && property === 'Properties/RouteKey')
      .map(({ logicalId, message, remedy }) => [keys[Number(logicalId.slice('Route'.length))] ?? '', `${message}: ${remedy}`]),
  );
}
