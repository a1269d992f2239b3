import { asObject, member, type Resource } from '@apigwv2-integrations/core/engine';
import { UnresolvedValues } from '../../template/local-values/unresolved';
import { recordOf } from '../../template/record';
import type { PlanContext } from '../context';
import { functionNames } from './function-names';

/** A function's environment variables: those of the template, then those of the overrides. */
export function readEnvironment(fn: Resource, { local, overrides, diagnostics }: PlanContext): Readonly<Record<string, string>> {
  const overridden = overrides.environment(functionNames(fn));
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(asObject(member(fn.properties, 'Environment', 'Variables')))) {
    if (!overridden.has(name)) {
      const unknowns = new UnresolvedValues();
      variables.set(name, local.read(value, fn.template, unknowns));
      diagnostics.unknown(fn.location, `the variable ${name}`, unknowns);
    }
  }
  for (const [name, value] of overridden) {
    if (value !== null) {
      variables.set(name, value);
    }
  }
  return recordOf(variables);
}
