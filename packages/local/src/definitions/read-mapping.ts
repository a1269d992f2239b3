import { checkMapping, checkStatusSelector, type Direction, type Problem, readMapping } from '@apigwv2-integrations/core/engine';
import type { Resource } from '../template/values/resource';
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
 *
 * @param report called for each entry that is left out
 */
export function readMappings(integration: Resource, target: TargetPlan['kind'], texts: Texts, report: (text: string) => void): Mappings {
  const request = judge(target === 'service' ? [] : requestPairs(integration, texts), 'request', report);
  const byStatus = new Map<string, MappingPair[]>();
  for (const { statusCode, destination, source } of responseMappings(integration, texts)) {
    byStatus.set(statusCode, [...(byStatus.get(statusCode) ?? []), [destination, source]]);
  }
  const refusals = [...request.refusals];
  const response = new Map<number, readonly MappingPair[]>();
  for (const [status, pairs] of byStatus) {
    const judged = judge(pairs, 'response', report);
    refusals.push(...checkStatusSelector(status), ...judged.refusals);
    response.set(Number(status), judged.pairs);
  }
  return { request: request.pairs, response, refused: refusals.map(lineOf)[0] };
}

/** The request parameters of an integration, whatever they are for. */
export function requestPairs(integration: Resource, texts: Texts): readonly MappingPair[] {
  return requestMappings(integration, texts).map(({ destination, source }) => [destination, source]);
}

/** The entries that can be applied, and the problems for which the service refuses the whole mapping. */
interface Judged {
  readonly pairs: readonly MappingPair[];
  readonly refusals: readonly Problem[];
}

function judge(pairs: readonly MappingPair[], direction: Direction, report: (text: string) => void): Judged {
  const problems = problemsOf(pairs, direction);
  const refusals = problems.filter(({ severity }) => severity === 'error');
  return problems.some(isUnsendable)
    ? { pairs: pairs.filter((pair) => isApplicable(pair, direction, report)), refusals }
    : { pairs, refusals };
}

/** Whether HTTP can carry what an entry writes. */
function isApplicable(pair: MappingPair, direction: Direction, report: (text: string) => void): boolean {
  const problem = problemsOf([pair], direction).find(isUnsendable);
  if (problem !== undefined) {
    report(`has an entry without effect, which a deployment refuses: [${problem.code}] ${problem.message}: ${problem.remedy}`);
  }
  return problem === undefined;
}

/** A warning, because no source says that the service refuses the name; but no HTTP message can have such a header. */
function isUnsendable({ code }: Problem): boolean {
  return code === 'HeaderNameInvalid';
}

function problemsOf(pairs: readonly MappingPair[], direction: Direction): readonly Problem[] {
  return checkMapping(readMapping(pairs), direction);
}

function lineOf({ code, message, remedy }: Problem): string {
  return `the service refuses its parameter mapping: ${message} [${code}]: ${remedy}`;
}
