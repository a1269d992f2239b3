import type * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { setTextSpans, textSpansByKey } from '../mapping/composed-text';
import { clashesBetween, setEntry } from '../mapping/entries';
import { ParameterMapping } from '../mapping/parameter-mapping';
import type { IntegrationProblem } from '../problems/integration-problem';
import type { HttpIntegrationTarget } from './http-integration-target';

/** Merges the user's mapping with those of the backend. Returns the mapping itself if there is only one. */
export function mergedMapping(
  { defaultParameterMapping, parameterMapping }: HttpIntegrationTarget,
  users: apigwv2.ParameterMapping | undefined,
): apigwv2.ParameterMapping | undefined {
  if (defaultParameterMapping === undefined && parameterMapping === undefined) {
    return users;
  }
  const mappings = [defaultParameterMapping, users, parameterMapping].filter((mapping) => mapping !== undefined);
  if (mappings.length < 2) {
    return mappings[0];
  }
  const merged = new ParameterMapping();
  for (const mapping of mappings) {
    for (const [key, value] of Object.entries(mapping.mappings)) {
      setEntry(merged.mappings, key, value);
      setTextSpans(merged, key, textSpansByKey(mapping).get(key) ?? []);
    }
  }
  return merged;
}

/** Problems of entries that the user's mapping and the backend's own mapping both set. */
export function mappingClashes(
  { parameterMapping }: HttpIntegrationTarget,
  users: apigwv2.ParameterMapping | undefined,
): IntegrationProblem[] {
  return parameterMapping === undefined || users === undefined
    ? []
    : clashesBetween(
        parameterMapping.mappings,
        users.mappings,
        'remove the entry from parameterMapping, or omit the option of the integration that sets the same destination',
      );
}
