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
import { textSpansByKey } from './composed-text';
import { type CachedEntry, readEntry } from './entry-cache';
import { type ResponseParameterMapping, textKey } from './response-parameter-mapping';

/** Problems of a request mapping that do not depend on the route. */
export function requestMappingProblems(
  mapping: ParameterMapping,
  entries: readonly CachedEntry[] = entriesOf(mapping.mappings),
): IntegrationProblem[] {
  const problems = mappingProblems(entries, 'request').map(fromEngine);
  problems.push(...requestTextProblems(mapping));
  return problems;
}

/** Problems of a request mapping on a route. The path is undefined for `$default`. */
export function requestMappingProblemsOnRoute(entries: readonly MappingEntry[], path: string | undefined): IntegrationProblem[] {
  return checkMappingOnRoute(entries, path).map(fromEngine);
}

/** Problems of a response mapping. */
export function responseMappingProblems(mapping: ResponseParameterMapping): IntegrationProblem[] {
  const text = textSpansByKey(mapping);
  return Object.entries(mapping.mappings).flatMap(([status, entries]) => [
    ...statusProblems(status),
    ...mappingProblems(entriesOf(entries), 'response').map((problem) =>
      fromEngine({ ...problem, message: `for status ${status}, ${problem.message}` }),
    ),
    ...Object.entries(entries).flatMap(([key, value]) => textProblems(key, value, text.get(textKey(status, key)))),
  ]);
}

/** Problems of a status code. A token is an error, because the keys of a template cannot be tokens. */
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

/** Problems of the literal parts of a request mapping. */
export function requestTextProblems(mapping: ParameterMapping): IntegrationProblem[] {
  const text = textSpansByKey(mapping);
  return text.size === 0 ? [] : Object.entries(mapping.mappings).flatMap(([key, value]) => textProblems(key, value, text.get(key)));
}

/** The entries of a mapping, except those whose key contains a token. */
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

/** An error if the service would read literal text as an expression. No escape for expressions is documented. */
function textProblems(key: string, value: string, text: readonly Span[] = []): IntegrationProblem[] {
  if (text.length === 0 || Token.isUnresolved(value)) {
    return [];
  }
  const { parts, faults } = parseExpression(value);
  const expressions = [...parts.filter(({ kind }) => kind === 'variable'), ...faults];
  const mistaken = expressions.find((span) => text.some(({ start, end }) => start < span.end && end > span.start));
  if (mistaken === undefined) {
    return [];
  }
  return [
    {
      code: 'TextIsExpression',
      severity: ProblemSeverity.ERROR,
      value,
      message: `${key}: API Gateway would read the literal text as an expression`,
      remedy: 'use custom() for an expression; literal text of this form cannot be mapped',
      excerpt: excerpt(value, mistaken),
    },
  ];
}

/** Problems of a service integration's parameters that do not depend on the route. */
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

/** Problems of path variables that the parameters read and the route lacks. The path is undefined for `$default`. */
export function serviceMappingProblemsOnRoute(entries: readonly MappingEntry[], path: string | undefined): IntegrationProblem[] {
  return checkPathVariables(entries, path).map(fromEngine);
}
