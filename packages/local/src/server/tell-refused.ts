import { compileRequestMapping } from '../gateway/mapping/request-mapping';
import { compileResponseMapping } from '../gateway/mapping/response-mapping';
import type { ApiPlan } from '../plan/api-plan';
import type { IntegrationPlan } from '../plan/integration-plan';
import type { Told } from '../plan/plan';

/** Tells the entries of mappings that the service would refuse to deploy: they have no effect here. */
export function tellRefused(apis: readonly ApiPlan[]): readonly Told[] {
  const integrations = new Map<string, IntegrationPlan>();
  for (const { integration } of apis.flatMap(({ routes }) => routes)) {
    if (integration.kind === 'open') {
      integrations.set(`${integration.place.file} ${integration.place.logicalId}`, integration);
    }
  }
  return [...integrations.values()].flatMap(({ place, requestMapping, responseMapping }) =>
    [...compileRequestMapping(requestMapping).refused, ...compileResponseMapping(responseMapping).refused].map(
      ({ code, message, remedy }) => ({
        place,
        text: `has an entry without effect, which a deployment refuses: [${code}] ${message}: ${remedy}`,
      }),
    ),
  );
}
