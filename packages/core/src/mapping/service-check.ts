import type { ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { checkPathVariables } from '../engine/rules/mapping';
import { checkServiceParameters } from '../engine/rules/service-parameters';
import { checkServiceResource, type ServiceResourceFacts } from '../engine/rules/service-resource';
import { unknownSubtype } from '../engine/rules/subtype';
import { serviceSubtype } from '../engine/services/subtypes';
import { fromEngine } from '../problems/from-engine';
import type { IntegrationProblem } from '../problems/integration-problem';
import { entriesOf, requestTextProblems } from './check';

/** What is wrong with the parameters of a service integration on whichever route. */
export function serviceMappingProblems(subtype: string, mapping: ParameterMapping, facts: ServiceResourceFacts = {}): IntegrationProblem[] {
  const service = serviceSubtype(subtype);
  if (service === undefined) {
    return [fromEngine(unknownSubtype(subtype))];
  }
  const entries = entriesOf(mapping.mappings);
  return [
    ...[...checkServiceParameters(service, entries), ...checkServiceResource(service, entries, facts)].map(fromEngine),
    ...requestTextProblems(mapping),
  ];
}

/** Which path variables the parameters read that a route lacks; its path, or none for `$default`. */
export function serviceMappingProblemsOnRoute(mapping: ParameterMapping, path: string | undefined): IntegrationProblem[] {
  return checkPathVariables(entriesOf(mapping.mappings), path).map(fromEngine);
}
