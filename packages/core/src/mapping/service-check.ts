import type { ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { checkPathVariables, type MappingEntry } from '../engine/rules/mapping';
import { checkServiceParameters } from '../engine/rules/service-parameters';
import { checkServiceResource, type ServiceResourceFacts } from '../engine/rules/service-resource';
import { unknownSubtype } from '../engine/rules/subtype';
import { serviceSubtype } from '../engine/services/subtypes';
import { fromEngine } from '../problems/from-engine';
import type { IntegrationProblem } from '../problems/integration-problem';
import { entriesOf, requestTextProblems } from './check';

/** What is wrong with the parameters of a service integration on whichever route. */
export function serviceMappingProblems(
  subtype: string,
  mapping: ParameterMapping,
  facts: ServiceResourceFacts = {},
  entries: readonly MappingEntry[] = entriesOf(mapping.mappings),
): IntegrationProblem[] {
  const service = serviceSubtype(subtype);
  if (service === undefined) {
    return [fromEngine(unknownSubtype(subtype))];
  }
  return [
    ...[...checkServiceParameters(service, entries), ...checkServiceResource(service, entries, facts)].map(fromEngine),
    ...requestTextProblems(mapping),
  ];
}

/** Which path variables the parameters read that a route lacks; its path, or none for `$default`. */
export function serviceMappingProblemsOnRoute(entries: readonly MappingEntry[], path: string | undefined): IntegrationProblem[] {
  return checkPathVariables(entries, path).map(fromEngine);
}
