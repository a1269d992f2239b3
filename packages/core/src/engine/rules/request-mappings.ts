import type { Expression, Part, VariablePart } from '../expression/expression';
import { type Destination, type Direction, type MappingEntry, readMapping } from '../expression/mapping-entry';
import { pathOf, routeVariables } from '../expression/path-variables';
import { defineRules, type Problem, problem } from '../problem';
import type { Integration } from '../template/api';
import { at, type Finding } from '../template/finding';
import { asText } from '../template/json';
import type { Resource } from '../template/resource';
import { checkExpression } from './expressions';
import { checkDestination } from './mapping-keys';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Parameter mappings of HTTP APIs as a whole. */
export const MAPPING_RULES = defineRules({
  HeaderTwice: {
    severity: 'error',
    summary: 'Two entries of a mapping change the same header, even if their actions or the case of the name differ.',
    source: AWS.recordings,
    evidence: 'reported',
  },
  QueryStringTwice: {
    severity: 'warning',
    summary: 'Two entries of a mapping change the same query string parameter; the service rejects this for headers.',
    source: AWS.recordings,
    evidence: 'derived',
  },
  MappingValueEmpty: {
    severity: 'warning',
    summary: 'An entry that appends or overwrites has no value.',
    source: AWS.mapping,
    evidence: 'derived',
  },
  PathNotAbsolute: {
    severity: 'warning',
    summary: 'The path that a mapping writes does not begin with a slash.',
    source: AWS.mapping,
    evidence: 'unverified',
  },
  StatusCodeInvalid: {
    severity: 'warning',
    summary: 'The status code that a mapping writes is not a valid HTTP status code.',
    source: AWS.mapping,
    evidence: 'derived',
  },
  PathVariableUnknown: {
    severity: 'warning',
    summary: 'A mapping reads a path variable that a route of the integration does not define.',
    source: AWS.mapping,
    evidence: 'derived',
  },
});

/** Larger mappings are unrealistic, and are not checked against routes. */
const MAX_MAPPING_ENTRIES = 100;
const MAX_ENTRY_CHARACTERS = 1024;

/** Checks a mapping, independently of the route. */
export function checkMapping(entries: readonly MappingEntry[], direction: Direction): Problem[] {
  return [...entries.flatMap((entry) => checkEntry(entry, direction)), ...checkTwice(entries)];
}

/** Checks a single entry, independently of the route. */
function checkEntry(entry: MappingEntry, direction: Direction): Problem[] {
  return [...checkDestination(entry.key, entry.destination, direction), ...checkValue(entry, direction)];
}

/** Checks the value of an entry, independently of the route. */
export function checkValue({ key, value, destination, expression }: MappingEntry, direction: Direction): Problem[] {
  if (destination === undefined || destination.action === 'remove' || value === undefined || expression === undefined) {
    return [];
  }
  if (value === '') {
    return [problem(MAPPING_RULES.MappingValueEmpty, value, `${key} has no value`, 'add a value, or use remove: instead')];
  }
  const problems = checkExpression(value, expression, direction).map((found) => ({ ...found, message: `${key}: ${found.message}` }));
  switch (destination.location) {
    case 'path':
      return [...problems, ...checkPath(value, expression)];
    case 'statuscode':
      return [...problems, ...checkStatus(value, expression)];
    default:
      return problems;
  }
}

function checkPath(value: string, { parts: [first] }: Expression): Problem[] {
  if (first === undefined || first.kind === 'variable' || first.text.startsWith('/')) {
    return [];
  }
  const message = `the path ${JSON.stringify(value)} does not begin with a slash`;
  return [problem(MAPPING_RULES.PathNotAbsolute, value, message, `write /${value}`)];
}

function checkStatus(value: string, { parts }: Expression): Problem[] {
  const literal = parts.length === 1 && parts[0].kind === 'text';
  if (!literal || /^[1-5]\d\d$/.test(value)) {
    return [];
  }
  return [
    problem(
      MAPPING_RULES.StatusCodeInvalid,
      value,
      `${JSON.stringify(value)} is not a valid HTTP status code`,
      'write three digits, such as 404',
    ),
  ];
}

/** Finds entries that change the same header or query string parameter. */
export function checkTwice(entries: readonly MappingEntry[]): Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { key, destination } of entries) {
    if (destination === undefined) {
      continue;
    }
    const first = seen.get(destination.place);
    if (first === undefined) {
      seen.set(destination.place, key);
    } else {
      problems.push(twice(first, key, destination));
    }
  }
  return problems;
}

function twice(first: string, key: string, { location, name }: Destination): Problem {
  if (location === 'header') {
    const message = `${first} and ${key} change the same header: the service responds with "Parameter header.${name} is not unique"`;
    return problem(MAPPING_RULES.HeaderTwice, key, message, 'keep one of them');
  }
  const message = `${first} and ${key} change the same ${location}, and the order in which they apply is not documented`;
  return problem(MAPPING_RULES.QueryStringTwice, key, message, 'keep one of them');
}

/**
 * Finds path variables that a mapping reads but the route does not define.
 *
 * @param path The path of the route; undefined for `$default`.
 */
export function checkMappingOnRoute(entries: readonly MappingEntry[], path: string | undefined): Problem[] {
  const written = entries.filter(({ destination }) => destination !== undefined && destination.action !== 'remove');
  return checkPathVariables(written, path);
}

/** Finds path variables that an entry reads but the route does not define. */
export function checkPathVariables(entries: readonly MappingEntry[], path: string | undefined): Problem[] {
  const read = entries.flatMap(({ key, value = '', expression }) =>
    (expression?.parts ?? []).filter(isReadOfPathVariable).map((part) => ({ key, value, part })),
  );
  const variables = read.length === 0 ? [] : routeVariables(path);
  return read
    .filter(({ part }) => !variables.includes(part.variable.name))
    .map(({ key, value, part }) => {
      const { name } = part.variable;
      const spelling = variables.find((candidate) => candidate.toLowerCase() === name.replace(/\+$/, '').toLowerCase());
      return problem(
        MAPPING_RULES.PathVariableUnknown,
        value,
        `${key} reads the path variable ${name}, which the route ${path ?? '$default'} does not define, so it never has a value`,
        spelling === undefined
          ? `add {${name}} to the route's path, or use a separate integration for this route`
          : `write $request.path.${spelling}`,
        part,
      );
    });
}

/** Whether a part is a variable of the route's path. */
export function isReadOfPathVariable(part: Part): part is VariablePart & { readonly variable: { readonly name: string } } {
  return part.kind === 'variable' && part.variable.source === 'request.path' && part.variable.name !== undefined;
}

/** Checks the request mapping of an HTTP API integration that is not a service integration. */
export function checkRequestMapping(integration: Integration): Finding[] {
  const entries = readMapping(literals(integration.resource.object('RequestParameters')));
  return [...checkMappingEntries(integration.resource, 'RequestParameters', entries, 'request'), ...checkOnRoutes(integration, entries)];
}

/** Checks each entry of a template's mapping, and the entries together. */
export function checkMappingEntries(resource: Resource, path: string, entries: readonly MappingEntry[], direction: Direction): Finding[] {
  return [
    ...entries.flatMap((entry) => at(resource, `${path}/${entry.key}`, checkEntry(entry, direction))),
    ...checkTwice(entries).flatMap((found) => at(resource, `${path}/${found.value}`, [found])),
  ];
}

/**
 * Finds routes that do not define the path variables that the mapping reads. The findings are on the routes, because
 * another route of the same integration may define the variables.
 */
export function checkOnRoutes({ routes }: Integration, entries: readonly MappingEntry[], check = checkMappingOnRoute): Finding[] {
  const reading = entries.filter(readsPathVariable).slice(0, MAX_MAPPING_ENTRIES);
  if (reading.length === 0) {
    return [];
  }
  return routes.flatMap(({ resource, key }) => {
    const path = pathOf(key);
    return path === 'unknown' ? [] : at(resource, 'RouteKey', check(reading, path.path));
  });
}

function readsPathVariable({ key, value = '', expression }: MappingEntry): boolean {
  return key.length + value.length <= MAX_ENTRY_CHARACTERS && (expression?.parts ?? []).some(isReadOfPathVariable);
}

/** The entries of a mapping; a value that is not a literal is unknown. */
export function literals(mapping: object | undefined): [string, string | undefined][] {
  return Object.entries(mapping ?? {}).map(([key, value]) => [key, asText(value)]);
}
