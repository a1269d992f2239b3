import {
  checkMapping,
  checkStatusSelector,
  type Direction,
  type Problem,
  type Resource,
  readMapping,
} from '@apigwv2-integrations/core/engine';
import type { Texts } from '../template/values/texts';
import { requestMappings, responseMappings } from './display/read-mappings';
import type { MappingPair, TargetPlan } from './integration-plan';

/** The mappings of an integration, or why the service would refuse them. */
export interface Mappings {
  readonly request: readonly MappingPair[];
  /** By status code. */
  readonly response: ReadonlyMap<number, readonly MappingPair[]>;
  readonly refused?: string;
}

/**
 * Reads both mappings of an integration, each entry as destination and source. A service has parameters in place of a
 * request mapping.
 */
export function readMappings(integration: Resource, target: TargetPlan['kind'], texts: Texts): Mappings {
  const request = target === 'service' ? [] : requestPairs(integration, texts);
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

/** The request parameters of an integration, whatever they are for. */
export function requestPairs(integration: Resource, texts: Texts): readonly MappingPair[] {
  return requestMappings(integration, texts).map(({ destination, source }) => [destination, source]);
}

function problemsOf(pairs: readonly MappingPair[], direction: Direction): readonly Problem[] {
  return checkMapping(readMapping(pairs), direction);
}

function lineOf({ code, message, remedy }: Problem): string {
  return `the service refuses its parameter mapping: ${message} [${code}]: ${remedy}`;
}
