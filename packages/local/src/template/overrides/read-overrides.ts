import { readFileSync } from 'node:fs';
import { errorCode } from '@apigwv2-integrations/core/assembly';
import { isObject, member, suggest } from '@apigwv2-integrations/core/engine';
import { UserError } from '../../user-error';
import type { Overrides } from './overrides';

/**
 * Reads an override file.
 *
 * @throws UserError with the file, the key and the remedy
 */
export function readOverrides(file: string): ParsedOverrides {
  return parseOverrides(parsed(file, textOf(file)), file);
}

/** Reads overrides from files and from options. */
export function allOverrides(overrides: string | Overrides | readonly (string | Overrides)[] | undefined): readonly ParsedOverrides[] {
  const list = overrides === undefined ? [] : isList(overrides) ? overrides : [overrides];
  return list.map((each) => (typeof each === 'string' ? readOverrides(each) : parseOverrides(each, 'the overrides')));
}

function isList(overrides: string | Overrides | readonly (string | Overrides)[]): overrides is readonly (string | Overrides)[] {
  return Array.isArray(overrides);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(`cannot read ${file} (${errorCode(error)}): pass an override file in JSON`);
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} is not valid JSON: ${why.replace(/\s+/g, ' ')}`);
  }
}

/** Validated overrides. */
export interface ParsedOverrides {
  /** The file, or another name for messages. */
  readonly source: string;
  readonly values: ReadonlyMap<string, string>;
  readonly environment: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
}

const PARTS = ['values', 'environment'];

/**
 * Validates overrides in a JSON document.
 *
 * @throws UserError with the source, the key and the remedy
 */
export function parseOverrides(document: unknown, source: string): ParsedOverrides {
  for (const [key, value] of Object.entries(objectAt(document, source, 'it', 'values and environment'))) {
    if (!PARTS.includes(key)) {
      throw new UserError(`${source}: an overrides file has no ${key}: ${remedyFor(key, value)}`);
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

/** The override files of other tools have functions at the top level. */
function remedyFor(key: string, value: unknown): string {
  const suggestion = nearestName(key, PARTS);
  if (suggestion !== undefined) {
    return `did you mean ${suggestion}?`;
  }
  if (key === 'Parameters') {
    return 'move its content to "values"';
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
    throw new UserError(`${source}: ${where} is ${kindOf(value)}, but must be an object of ${content}`);
  }
  return value;
}

function scalarAt(value: unknown, source: string, where: string): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new UserError(`${source}: ${where} is ${kindOf(value)}, but must be a string: write "..."`);
  }
  return String(value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) {
    return 'nothing';
  }
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : JSON.stringify(value);
}

/** The candidate most similar to a name, else one that contains it, as logical IDs of the CDK contain the construct's ID. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  const near = suggest(name, candidates);
  if (near !== undefined || lower === '') {
    return near;
  }
  return (
    candidates.find((candidate) => candidate.toLowerCase().endsWith(`/${lower}`)) ??
    candidates.find((candidate) => candidate.toLowerCase().startsWith(lower))
  );
}
