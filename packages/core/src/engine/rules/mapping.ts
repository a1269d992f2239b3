import type { RuleCode } from '../catalogue/severities';
import { type Destination, type Direction, parseDestination } from '../destination';
import { excerpt } from '../excerpt';
import type { Expression, Part, VariablePart } from '../expression/expression';
import { parseExpression } from '../expression/parse';
import { routeVariables } from '../path-variables';
import type { Problem } from '../problem';
import { checkDestination } from './destination';
import { checkSource } from './source';

/** One entry of a mapping, read. A value that is left out is unknown. */
export interface MappingEntry {
  readonly key: string;
  readonly value?: string;
  readonly destination?: Destination;
  readonly expression?: Expression;
}

/** Reads a mapping's entries; a value that is left out is unknown, and not judged. */
export function readMapping(mapping: Iterable<readonly [string, string | undefined]>): MappingEntry[] {
  return Array.from(mapping, ([key, value]) => ({
    key,
    value,
    destination: parseDestination(key),
    expression: value === undefined ? undefined : parseExpression(value),
  }));
}

/** What is wrong with a mapping on whichever route. */
export function checkMapping(entries: readonly MappingEntry[], direction: Direction): Problem[] {
  return [...entries.flatMap((entry) => checkEntry(entry, direction)), ...checkTwice(entries)];
}

/** Which path variables a mapping reads that a route lacks; its path, or none for `$default`. */
export function checkMappingOnRoute(entries: readonly MappingEntry[], path: string | undefined): Problem[] {
  const written = entries.filter(({ destination }) => destination !== undefined && destination.action !== 'remove');
  return checkPathVariables(written, path);
}

/** Which path variables any of the entries, whatever they write, reads that a route lacks. */
export function checkPathVariables(entries: readonly MappingEntry[], path: string | undefined): Problem[] {
  const read = entries.flatMap(({ key, value = '', expression }) =>
    (expression?.parts ?? []).filter(isReadOfPathVariable).map((part) => ({ key, value, part })),
  );
  const known = read.length === 0 ? [] : routeVariables(path);
  return read
    .filter(({ part }) => !known.includes(part.variable.name))
    .map(({ key, value, part }) => {
      const { name } = part.variable;
      const meant = known.find((candidate) => candidate.toLowerCase() === name.replace(/\+$/, '').toLowerCase());
      return {
        code: 'PathVariableUnknown',
        severity: 'warning',
        value,
        message: `${key} reads the path variable ${name}, which the route ${path ?? '$default'} lacks, so that it never has a value`,
        remedy:
          meant === undefined
            ? `add {${name}} to the route's path, or give this route an integration of its own`
            : `write $request.path.${meant}`,
        excerpt: excerpt(value, part),
      };
    });
}

/** Whether a part is a variable of the route's path. */
export function isReadOfPathVariable(part: Part): part is VariablePart & { readonly variable: { readonly name: string } } {
  return part.kind === 'variable' && part.variable.source === 'request.path' && part.variable.name !== undefined;
}

/** What is wrong with one entry by itself, whatever the route. */
export function checkEntry(entry: MappingEntry, direction: Direction): Problem[] {
  return [...checkDestination(entry.key, entry.destination, direction), ...checkValue(entry, direction)];
}

/** What is wrong with the value of an entry, whatever the route. */
export function checkValue({ key, value, destination, expression }: MappingEntry, direction: Direction): Problem[] {
  if (destination === undefined || destination.action === 'remove' || value === undefined || expression === undefined) {
    return [];
  }
  if (value === '') {
    return [warning('MappingValueEmpty', value, `${key} has no value`, 'give it one, or remove what it names')];
  }
  const problems = checkSource(value, expression, direction);
  const named = problems.length === 0 ? problems : problems.map((problem) => ({ ...problem, message: `${key}: ${problem.message}` }));
  switch (destination.location) {
    case 'path':
      return [...named, ...checkPath(value, expression)];
    case 'statuscode':
      return [...named, ...checkStatus(value, expression)];
    default:
      return named;
  }
}

function checkPath(value: string, { parts: [first] }: Expression): Problem[] {
  const absolute = first === undefined || first.kind === 'variable' || first.text.startsWith('/');
  return absolute
    ? []
    : [warning('PathNotAbsolute', value, `the path ${JSON.stringify(value)} does not begin with a slash`, `write /${value}`)];
}

function checkStatus(value: string, { parts }: Expression): Problem[] {
  const literal = parts.length === 1 && parts[0].kind === 'text';
  return !literal || /^[1-5]\d\d$/.test(value)
    ? []
    : [warning('StatusCodeInvalid', value, `${JSON.stringify(value)} is no HTTP status code`, 'write three digits, such as 404')];
}

/** Two entries that write the same name, in an order that the service does not document. */
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
      const message = `${first} and ${key} write the same, and the order in which they apply is not documented`;
      problems.push(warning('DestinationTwice', key, message, 'keep one of them'));
    }
  }
  return problems;
}

function warning(code: RuleCode, value: string, message: string, remedy: string): Problem {
  return { code, severity: 'warning', value, message, remedy };
}
