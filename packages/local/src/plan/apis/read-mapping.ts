import { checkMapping, checkStatusSelector, type Direction, type Problem, readMapping } from '@apigwv2-integrations/core/engine';
import { requestMappings, responseMappings } from '../../model/read-mappings';
import type { Resource } from '../../values/resource';
import type { Texts } from '../../values/texts';
import type { Pair } from '../integration-plan';

/** The mappings of an integration, or why the service would refuse them. */
export interface Mappings {
  readonly request: readonly Pair[];
  readonly response: ReadonlyMap<number, readonly Pair[]>;
  readonly refused?: string;
}

/** Reads both mappings of an integration, each entry as destination and source. */
export function readMappings(integration: Resource, texts: Texts): Mappings {
  const request = requestMappings(integration, texts).map(({ destination, source }): Pair => [destination, source]);
  const byStatus = new Map<string, Pair[]>();
  for (const { statusCode, destination, source } of responseMappings(integration, texts)) {
    byStatus.set(statusCode, [...(byStatus.get(statusCode) ?? []), [destination, source]]);
  }
  const problems = [
    ...judge(request, 'request'),
    ...[...byStatus].flatMap(([status, pairs]) => [...checkStatusSelector(status), ...judge(pairs, 'response')]),
  ];
  return {
    request,
    response: new Map([...byStatus].map(([status, pairs]) => [Number(status), pairs])),
    refused: problems.filter(({ severity }) => severity === 'error').map(lineOf)[0],
  };
}

function judge(pairs: readonly Pair[], direction: Direction): readonly Problem[] {
  return checkMapping(readMapping(pairs), direction);
}

function lineOf({ code, message, remedy }: Problem): string {
  return `the service refuses its parameter mapping: ${message} [${code}]: ${remedy}`;
}
