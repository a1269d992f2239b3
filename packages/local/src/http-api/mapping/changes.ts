import type { CompiledMapping, StepValues } from '@apigwv2-integrations/core/engine';
import type { MappingPair } from '../../definitions/mapping';
import type { MappingChange } from '../../gateway/log-entry';

/** Receives the values of a mapping's entries, as a function that describes the entries, before the headers are checked. */
export type ReportChanges = (changes: () => readonly MappingChange[]) => void;

/**
 * Describes the entries of a mapping with the values that the evaluation computed. Entries that are not valid have no effect,
 * and are not among them.
 */
export function describeChanges(
  pairs: readonly MappingPair[],
  { steps }: CompiledMapping,
  values: StepValues,
): () => readonly MappingChange[] {
  return () =>
    steps.map(({ entry, action, location, name }, index) => {
      const [key, expression] = pairs[entry] as MappingPair;
      return { key, expression, action, location, name, ...(action === 'remove' ? {} : { value: values[index] }) };
    });
}
