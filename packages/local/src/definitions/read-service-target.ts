import { type Resource, SERVICE_SUBTYPES, serviceSubtype, suggest } from '@apigwv2-integrations/core/engine';
import type { Texts } from '../template/values/texts';
import type { Unserved } from './api-plan';
import type { PlanContext } from './context';
import type { MappingPair, TargetPlan } from './integration-plan';
import { requestPairs } from './read-mapping';

type ServiceTarget = Extract<TargetPlan, { kind: 'service' }>;

/** The AWS service that an integration calls, or why a deployment would refuse it. */
export function readServiceTarget(integration: Resource, texts: Texts, { local, diagnostics }: PlanContext): ServiceTarget | Unserved {
  const place = integration.location;
  const subtype = local.property(integration, ['IntegrationSubtype']);
  const known = serviceSubtype(subtype);
  if (known === undefined) {
    const names = SERVICE_SUBTYPES.map((each) => each.subtype);
    return diagnostics.unsupported(place, `the service has no subtype ${subtype}${remedy(subtype, names)}`);
  }
  const version = local.property(integration, ['PayloadFormatVersion']) || known.payloadVersion;
  if (version !== known.payloadVersion) {
    return diagnostics.unsupported(place, `the service refuses its PayloadFormatVersion, ${version}: write ${known.payloadVersion}`);
  }
  const names = known.parameters.map(({ name }) => name);
  const parameters: MappingPair[] = [];
  for (const pair of requestPairs(integration, texts)) {
    if (names.includes(pair[0])) {
      parameters.push(pair);
    } else {
      diagnostics.add(place, `${subtype} has no parameter ${pair[0]}, so it is left out here${remedy(pair[0], names)}`);
    }
  }
  const missing = known.parameters
    .filter(({ name, required }) => required && !parameters.some(([given, value]) => given === name && value !== ''))
    .map(({ name }) => name);
  if (missing.length > 0) {
    return diagnostics.unsupported(
      place,
      `the service refuses it without ${missing.join(' and ')}: give each a value in its RequestParameters`,
    );
  }
  return { kind: 'service', subtype, parameters, region: local.surroundings(integration.template).region };
}

function remedy(written: string, names: readonly string[]): string {
  const meant = suggest(written, names);
  return meant === undefined ? `: it knows ${names.join(', ')}` : `: did you mean ${meant}?`;
}
