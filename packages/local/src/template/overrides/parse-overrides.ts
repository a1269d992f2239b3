import { isObject, member } from '@apigwv2-integrations/core/engine';
import { UserError } from '../../user-error';
import { nearestName } from './nearest-name';

/** Overrides, read and found to be well-formed. */
export interface ParsedOverrides {
  /** The file, for messages. */
  readonly source: string;
  readonly values: ReadonlyMap<string, string>;
  readonly environment: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
}

const PARTS = ['values', 'environment'];

/**
 * Reads overrides out of a JSON document.
 *
 * @throws UserError that names source, key and remedy
 */
export function parseOverrides(document: unknown, source: string): ParsedOverrides {
  for (const [key, value] of Object.entries(objectAt(document, source, 'it', 'values and environment'))) {
    if (!PARTS.includes(key)) {
      throw new UserError(`${source}: ${key} is no part of an overrides file: ${remedyFor(key, value)}`);
    }
  }
  const values = objectAt(member(document, 'values') ?? {}, source, 'values', 'names with their values');
  const functions = objectAt(member(document, 'environment') ?? {}, source, 'environment', 'functions with their variables');
  return {
    source,
    values: new Map(Object.entries(values).map(([key, value]) => [key, scalarAt(value, source, `values.${key}`)])),
    environment: new Map(Object.entries(functions).map(([name, variables]) => [name, variablesAt(variables, source, name)])),
  };
}

/** Other tools name functions at the top. */
function remedyFor(key: string, value: unknown): string {
  const meant = nearestName(key, PARTS);
  if (meant !== undefined) {
    return `did you mean ${meant}?`;
  }
  if (key === 'Parameters') {
    return 'move what is in it to "values"';
  }
  return isObject(value)
    ? `move it into "environment", as {"environment": {${JSON.stringify(key)}: {...}}}`
    : 'it has "values" and "environment"';
}

function variablesAt(value: unknown, source: string, name: string): ReadonlyMap<string, string | null> {
  const where = `environment.${name}`;
  const variables = Object.entries(objectAt(value, source, where, 'variables with their values'));
  return new Map(variables.map(([key, each]) => [key, each === null ? null : scalarAt(each, source, `${where}.${key}`)]));
}

function objectAt(value: unknown, source: string, where: string, content: string): Readonly<Record<string, unknown>> {
  if (!isObject(value)) {
    throw new UserError(`${source}: ${where} is ${kindOf(value)}, and has to be an object of ${content}`);
  }
  return value;
}

function scalarAt(value: unknown, source: string, where: string): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new UserError(`${source}: ${where} is ${kindOf(value)}, and has to be a text: write "..."`);
  }
  return String(value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) {
    return 'nothing';
  }
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : JSON.stringify(value);
}
