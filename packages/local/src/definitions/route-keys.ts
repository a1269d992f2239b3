import { checkTemplate } from '@apigwv2-integrations/core/engine';

/** Why the service refuses route keys of an HTTP API, by key. */
export function refusedKeys(keys: readonly string[]): ReadonlyMap<string, string> {
  const routes = keys.map((key, index) => [
    `Route${index}`,
    { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: key } },
  ]);
  const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } };
  const findings = checkTemplate({ Resources: { Api: api, ...Object.fromEntries(routes) } });
  return new Map(
    findings
      .filter(({ severity, property }) => severity === 'error' && property === 'Properties/RouteKey')
      .map(({ logicalId, message, remedy }) => [keys[Number(logicalId.slice('Route'.length))] ?? '', `${message}: ${remedy}`]),
  );
}
