import { asObject, member, type Resource, type Resources, type Template } from '@apigwv2-integrations/core/engine';
import { UserError } from '../../user-error';
import { attributesOf } from '../identifiers/resource-names';
import { dynamicReferences } from '../local-values/dynamic-references';
import { PSEUDO_PARAMETERS } from '../local-values/pseudo-parameters';
import { functionNames, isFunctionResource, type OverrideLookup } from './override-lookup';
import { nearestName } from './read-overrides';

/**
 * Checks that each override refers to something in the app, which finds spelling mistakes.
 *
 * @throws UserError with the source, the key and a suggestion
 */
export function checkOverrides(overrides: OverrideLookup, templates: readonly Template[], resources: Resources): void {
  if (overrides.all.length === 0) {
    return;
  }
  const all = resources.everything();
  const named = new Map(all.flatMap((resource) => resource.names.map((name) => [name, resource] as const)));
  const parameters = templates.flatMap(({ body }) => Object.keys(asObject(member(body, 'Parameters'))));
  const others = [...parameters, ...PSEUDO_PARAMETERS, ...templates.flatMap(({ body }) => [...externalNames(body)])];
  const functions = all.filter(isFunctionResource).flatMap(functionNames);
  for (const { source, values, environment } of overrides.all) {
    for (const key of values.keys()) {
      if (!overrides.isUsed(key) && !others.includes(key) && !namesValue(key, named)) {
        refuse(source, `values.${key}`, 'no resource, attribute or parameter', nearestName(key, candidates(key, named, others)));
      }
    }
    for (const name of environment.keys()) {
      if (name !== '*' && !functions.includes(name)) {
        refuse(source, `environment.${name}`, 'no function', nearestName(name, functions));
      }
    }
  }
}

/** Whether a key names a value of the app. Every attribute is accepted for a resource type whose attributes are not listed here. */
function namesValue(key: string, named: ReadonlyMap<string, Resource>): boolean {
  return (
    named.has(key) || splits(key).some(([name, attribute]) => attributesOf(named.get(name)?.type)?.includes(attribute) ?? named.has(name))
  );
}

/** The ways to split a key into name and attribute, both of which may contain dots. */
function splits(key: string): readonly (readonly [string, string])[] {
  return [...key.matchAll(/\./g)].map(({ index }) => [key.slice(0, index), key.slice(index + 1)] as const);
}

function candidates(key: string, named: ReadonlyMap<string, Resource>, others: readonly string[]): readonly string[] {
  const attributes = splits(key).flatMap(([name]) =>
    (attributesOf(named.get(name)?.type) ?? []).map((attribute) => `${name}.${attribute}`),
  );
  return [...attributes, ...named.keys(), ...others];
}

function refuse(source: string, where: string, what: string, suggestion: string | undefined): never {
  const remedy = suggestion === undefined ? 'remove it, or use a logical ID or construct path' : `did you mean ${suggestion}?`;
  throw new UserError(`${source}: ${where} matches ${what} of the app: ${remedy}`);
}

const MAX_REFERENCE_DEPTH = 100;

/** Names of values from outside the app: exports, Systems Manager parameters, dynamic references. */
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
