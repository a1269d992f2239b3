import { Token } from 'aws-cdk-lib';
import type { ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Direction, MappingEntry } from '../engine/expression/mapping-entry';
import { parseExpression } from '../engine/expression/parse';
import { excerpt, type Problem, type Span } from '../engine/problem';
import { checkMappingOnRoute, checkPathVariables, checkTwice } from '../engine/rules/request-mappings';
import { checkStatusSelector } from '../engine/rules/response-mappings';
import { checkServiceResource, type ServiceResourceFacts } from '../engine/rules/service-resources';
import { checkServiceParameters, unknownSubtype } from '../engine/rules/services';
import { serviceSubtype } from '../engine/services/subtypes';
import { fromEngine } from '../problems/from-engine';
import { type IntegrationProblem, ProblemSeverity } from '../problems/integration-problem';
import { textByKey } from './composed-text';
import { type CachedEntry, readEntry } from './entry-cache';
import { type ResponseParameterMapping, textKey } from './response-parameter-mapping';

/** What is wrong with a request mapping on whichever route. */
export function requestMappingProblems(
  mapping: ParameterMapping,
  entries: readonly CachedEntry[] = entriesOf(mapping.mappings),
): IntegrationProblem[] {
  const problems = mappingProblems(entries, 'request').map(fromEngine);
  problems.push(...requestTextProblems(mapping));
  return problems;
}

/** What is wrong with a request mapping on a route; its path, or none for `$default`. */
export function requestMappingProblemsOnRoute(entries: readonly MappingEntry[], path: string | undefined): IntegrationProblem[] {
  return checkMappingOnRoute(entries, path).map(fromEngine);
}

/** What is wrong with a response mapping. */
export function responseMappingProblems(mapping: ResponseParameterMapping): IntegrationProblem[] {
  const text = textByKey(mapping);
  return Object.entries(mapping.mappings).flatMap(([status, entries]) => [
    ...statusProblems(status),
    ...mappingProblems(entriesOf(entries), 'response').map((problem) =>
      fromEngine({ ...problem, message: `for status ${status}, ${problem.message}` }),
    ),
    ...Object.entries(entries).flatMap(([key, value]) => textProblems(key, value, text.get(textKey(status, key)))),
  ]);
}

/** A token is unknown, but a template has no place for one as a key. */
function statusProblems(status: string): IntegrationProblem[] {
  if (!Token.isUnresolved(Number(status))) {
    return checkStatusSelector(status).map(fromEngine);
  }
  return [
    {
      code: 'ResponseStatusInvalid',
      severity: ProblemSeverity.ERROR,
      message: 'the status code of a response mapping is a token, which cannot be a key in a template',
      remedy: 'pass the number itself',
    },
  ];
}

/** What is wrong with the parts of a request mapping that are meant as text. */
export function requestTextProblems(mapping: ParameterMapping): IntegrationProblem[] {
  const text = textByKey(mapping);
  return text.size === 0 ? [] : Object.entries(mapping.mappings).flatMap(([key, value]) => textProblems(key, value, text.get(key)));
}

/** A mapping's entries, but for those whose key holds a token. */
export function entriesOf(mappings: { [key: string]: string }): CachedEntry[] {
  const entries: CachedEntry[] = [];
  for (const key of Object.keys(mappings)) {
    const entry = readEntry(key, mappings[key]);
    if (entry !== undefined) {
      entries.push(entry);
    }
  }
  return entries;
}

function mappingProblems(entries: readonly CachedEntry[], direction: Direction): Problem[] {
  const problems: Problem[] = [];
  for (const entry of entries) {
    problems.push(...entry.problems(direction));
  }
  problems.push(...checkTwice(entries));
  return problems;
}

/** Text that the service would take for an expression: it has no documented escape for one. */
function textProblems(key: string, value: string, text: readonly Span[] = []): IntegrationProblem[] {
  if (text.length === 0 || Token.isUnresolved(value)) {
    return [];
  }
  const { parts, faults } = parseExpression(value);
  const read = [...parts.filter(({ kind }) => kind === 'variable'), ...faults];
  const mistaken = read.find((place) => text.some(({ start, end }) => start < place.end && end > place.start));
  if (mistaken === undefined) {
    return [];
  }
  return [
    {
      code: 'TextIsExpression',
      severity: ProblemSeverity.ERROR,
      value,
      message: `${key}: what is meant as text would be read as an expression`,
      remedy: 'use custom() if an expression is meant; a text of that form cannot be mapped',
      excerpt: excerpt(value, mistaken),
    },
  ];
}

/** What is wrong with the parameters of a service integration on whichever route. */
export function serviceMappingProblems(
  subtype: string,
  mapping: ParameterMapping,
  facts: ServiceResourceFacts = {},
  entries: readonly MappingEntry[] = entriesOf(mapping.mappings),
): IntegrationProblem[] {
  const service = serviceSubtype(subtype);
  if (service === undefined) {
    return [fromEngine(unknownSubtype(subtype))];
  }
  return [
    ...[...checkServiceParameters(service, entries), ...checkServiceResource(service, entries, facts)].map(fromEngine),
    ...requestTextProblems(mapping),
  ];
}

/** Which path variables the parameters read that a route lacks; its path, or none for `$default`. */
export function serviceMappingProblemsOnRoute(entries: readonly MappingEntry[], path: string | undefined): IntegrationProblem[] {
  return checkPathVariables(entries, path).map(fromEngine);
}
