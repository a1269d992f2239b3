import { asObject, member } from '@apigwv2-integrations/core/engine';
import { dynamicReferences } from '../local-values/dynamic-references';

const MAX_REFERENCE_DEPTH = 100;

/** Names by which a template takes what other apps made: exports, parameters of Systems Manager, dynamic references. */
export function externalNames(body: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'string') {
      for (const { whole, stored = whole } of dynamicReferences(value)) {
        found.add(whole);
        found.add(stored);
      }
    } else if (depth < MAX_REFERENCE_DEPTH && typeof value === 'object' && value !== null) {
      const imported = member(value, 'Fn::ImportValue');
      if (typeof imported === 'string') {
        found.add(imported);
      }
      for (const inner of Array.isArray(value) ? value : Object.values(value)) {
        visit(inner, depth + 1);
      }
    }
  };
  visit(body, 0);
  for (const parameter of Object.values(asObject(member(body, 'Parameters')))) {
    const name = member(parameter, 'Default');
    if (typeof name === 'string' && String(member(parameter, 'Type')).startsWith('AWS::SSM::Parameter::Value')) {
      found.add(name);
    }
  }
  return found;
}
