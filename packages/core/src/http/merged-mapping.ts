import type * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { keepText, textByKey } from '../mapping/composed-text';
import { clashesBetween, setEntry } from '../mapping/entries';
import { ParameterMapping } from '../mapping/parameter-mapping';
import type { IntegrationProblem } from '../problems/integration-problem';
import type { HttpIntegrationTarget } from './http-integration-target';

/** The caller's mapping and what the backend maps itself in a new one, or the only one of them that there is. */
export function mergedMapping(
  { defaultParameterMapping, parameterMapping }: HttpIntegrationTarget,
  callers: apigwv2.ParameterMapping | undefined,
): apigwv2.ParameterMapping | undefined {
  if (defaultParameterMapping === undefined && parameterMapping === undefined) {
    return callers;
  }
  const mappings = [defaultParameterMapping, callers, parameterMapping].filter((mapping) => mapping !== undefined);
  if (mappings.length < 2) {
    return mappings[0];
  }
  const merged = new ParameterMapping();
  for (const mapping of mappings) {
    for (const [key, value] of Object.entries(mapping.mappings)) {
      setEntry(merged.mappings, key, value);
      keepText(merged, key, textByKey(mapping).get(key) ?? []);
    }
  }
  return merged;
}

/** Where the caller's mapping writes what the backend's own writes, too. */
export function mappingClashes(
  { parameterMapping }: HttpIntegrationTarget,
  callers: apigwv2.ParameterMapping | undefined,
): IntegrationProblem[] {
  return parameterMapping === undefined || callers === undefined
    ? []
    : clashesBetween(
        parameterMapping.mappings,
        callers.mappings,
        'take the entry out of parameterMapping, or leave out the option of the integration that writes the same',
      );
}
