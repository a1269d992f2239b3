import type * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { keepText, textByKey } from '../mapping/composed-text';
import { clashesBetween, setEntry } from '../mapping/entries';
import { ParameterMapping } from '../mapping/parameter-mapping';
import type { IntegrationProblem } from '../problems/integration-problem';

/** The caller's mapping and the backend's own in a new one, or the caller's very own if the backend has none. */
export function mergedMapping(
  backends: apigwv2.ParameterMapping | undefined,
  callers: apigwv2.ParameterMapping | undefined,
): apigwv2.ParameterMapping | undefined {
  if (backends === undefined || callers === undefined) {
    return callers ?? backends;
  }
  const merged = new ParameterMapping();
  for (const mapping of [callers, backends]) {
    for (const [key, value] of Object.entries(mapping.mappings)) {
      setEntry(merged.mappings, key, value);
      keepText(merged, key, textByKey(mapping).get(key) ?? []);
    }
  }
  return merged;
}

/** Where the caller's mapping writes what the backend's own writes, too. */
export function mappingClashes(
  backends: apigwv2.ParameterMapping | undefined,
  callers: apigwv2.ParameterMapping | undefined,
): IntegrationProblem[] {
  return backends === undefined || callers === undefined
    ? []
    : clashesBetween(
        backends.mappings,
        callers.mappings,
        'take the entry out of parameterMapping, or leave out the option of the integration that writes the same',
      );
}
