import {
  asObject,
  checkMapping,
  checkStatusSelector,
  type Direction,
  isObject,
  member,
  type Problem,
  type Resource,
  readMapping,
} from '@apigwv2-integrations/core/engine';
import type { TextResolver } from './text-resolvers';

export type MappingPair = readonly [string, string];

/** An entry of a response mapping, which applies to one status code of the integration. */
export interface ResponseMapping extends Mapping {
  readonly statusCode: string;
}

/** One entry of a parameter mapping. */
export interface Mapping {
  readonly destination: string;
  readonly source: string;
}

/** The entries of an integration's request parameters, in template order. */
export function requestMappings(integration: Resource, texts: TextResolver): readonly Mapping[] {
  return entries(member(integration.properties, 'RequestParameters'), integration, texts);
}

/** The entries of an integration's response parameters, in template order. */
export function responseMappings(integration: Resource, texts: TextResolver): readonly ResponseMapping[] {
  const perStatus = Object.entries(asObject(member(integration.properties, 'ResponseParameters')));
  return perStatus.flatMap(([statusCode, response]) => {
    const list = member(response, 'ResponseParameters');
    const mappings = Array.isArray(list)
      ? list.filter(isObject).map((entry) => ({
          destination: texts.text(member(entry, 'Destination'), integration.template),
          source: texts.text(member(entry, 'Source'), integration.template),
        }))
      : entries(response, integration, texts);
    return mappings.map((mapping) => ({ statusCode, ...mapping }));
  });
}

function entries(map: unknown, integration: Resource, texts: TextResolver): readonly Mapping[] {
  return Object.entries(asObject(map)).map(([destination, source]) => ({
    destination,
    source: texts.text(source, integration.template),
  }));
}

/** The mappings of an integration, or why the service would refuse them. */
export interface Mappings {
  readonly request: readonly MappingPair[];
  /** By status code. */
  readonly response: ReadonlyMap<number, readonly MappingPair[]>;
  readonly refused?: string;
}

/**
 * Reads both mappings of an integration as pairs of destination and source. Integrations of AWS services have parameters
 * instead of a request mapping.
 */
export function readMappings(integration: Resource, isService: boolean, texts: TextResolver): Mappings {
  const request = isService ? [] : requestPairs(integration, texts);
  const response = new Map<number, readonly MappingPair[]>();
  const problems = [...problemsOf(request, 'request')];
  const byStatus = new Map<string, MappingPair[]>();
  for (const { statusCode, destination, source } of responseMappings(integration, texts)) {
    byStatus.set(statusCode, [...(byStatus.get(statusCode) ?? []), [destination, source]]);
  }
  for (const [status, pairs] of byStatus) {
    problems.push(...checkStatusSelector(status), ...problemsOf(pairs, 'response'));
    response.set(Number(status), pairs);
  }
  return { request, response, refused: problems.filter(({ severity }) => severity === 'error').map(lineOf)[0] };
}

/** The request parameters of an integration, whether they are a mapping or parameters of a service. */
export function requestPairs(integration: Resource, texts: TextResolver): readonly MappingPair[] {
  return requestMappings(integration, texts).map(({ destination, source }) => [destination, source]);
}

function problemsOf(pairs: readonly MappingPair[], direction: Direction): readonly Problem[] {
  return checkMapping(readMapping(pairs), direction);
}

function lineOf({ code, message, remedy }: Problem): string {
  return `the service refuses its parameter mapping: ${message} [${code}]: ${remedy}`;
}
