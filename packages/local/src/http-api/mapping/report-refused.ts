import type { ApiPlan } from '../../definitions/api-plan';
import type { IntegrationPlan } from '../../definitions/integration-plan';
import type { Diagnostic } from '../../definitions/plan';
import { compileRequestMapping } from './request-mapping';
import { compileResponseMapping } from './response-mapping';

/** Tells the entries of mappings that the service would refuse to deploy: they have no effect here. */
export function reportRefusedMappings(apis: readonly ApiPlan[]): readonly Diagnostic[] {
  const integrations = new Map<string, IntegrationPlan>();
  for (const { integration } of apis.flatMap(({ routes }) => routes)) {
    if (integration.kind === 'served') {
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
