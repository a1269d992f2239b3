import type { PlanOptions } from '../definitions/plan';
import type { LocalValues } from './local-values/local-values';

/** Puts the URLs of APIs on this machine in the place of those that they would have once they are deployed. */
export function localEndpoints(local: LocalValues, endpoint: PlanOptions['endpoint']): (text: string) => string {
  let known: readonly (readonly [deployed: string, here: string])[] | undefined;
  const find = () =>
    local.resolver.resources.all('AWS::ApiGatewayV2::Api').flatMap((api) => {
      const deployed = local.nameOf(api, 'ApiEndpoint');
      const named = { id: local.nameOf(api), name: local.property(api, ['Name']) || api.shortName, place: api.location };
      const here = deployed.startsWith('https:') ? endpoint?.(named) : undefined;
      return here === undefined ? [] : [[deployed, here.replace(/\/$/, '')] as const];
    });
  return (text) => {
    if (endpoint === undefined || !text.includes('.execute-api.')) {
      return text;
    }
    if (known === undefined) {
      // What is looked up on the way finds none.
      known = [];
      known = find();
    }
    return known.reduce((changed, [deployed, here]) => changed.replaceAll(deployed, () => here), text);
  };
}
