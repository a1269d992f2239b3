import { compileMapping, evaluateResponse } from '@apigwv2-integrations/core/engine';
import type { MappingPair } from '../../definitions/mapping';
import { wireValue } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import type { RoutedRequest } from '../../gateway/routed-request';
import { describeChanges, type ReportChanges } from './changes';
import { responseContextVariable, stageVariable } from './context';
import { compileHeaderCheck } from './header-values';

/** The head of a response after its mapping. */
export interface MappedResponse {
  readonly statusCode: number;
  readonly headers: readonly Field[];
}

/** The response mappings of an integration, by status code. */
export interface ResponseMapping {
  readonly isEmpty: boolean;
  /** @param status that the integration returned */
  readsBody(status: number): boolean;
  /**
   * @param status that the integration returned
   * @param body as text; needed if `readsBody`
   * @param report receives the entries for the status with their values
   * @throws UnsendableHeader
   */
  apply(routed: RoutedRequest, status: number, headers: readonly Field[], body?: string, report?: ReportChanges): MappedResponse;
}

interface StatusMapping extends Pick<ResponseMapping, 'apply'> {
  readonly readsBody: boolean;
}

/** Compiles the response mappings of an integration once, for all responses. */
export function compileResponseMapping(perStatus: ReadonlyMap<number, readonly MappingPair[]>): ResponseMapping {
  const compiled = new Map<number, StatusMapping>();
  for (const [status, pairs] of perStatus) {
    if (pairs.length > 0) {
      compiled.set(status, compileStatus(pairs));
    }
  }
  return {
    isEmpty: compiled.size === 0,
    readsBody: (status) => compiled.get(status)?.readsBody ?? false,
    apply(routed, status, headers, body, report) {
      const own = compiled.get(status);
      if (own === undefined) {
        report?.(() => []);
        return { statusCode: status, headers };
      }
      return own.apply(routed, status, headers, body, report);
    },
  };
}

/** Informational codes cannot be the status of a final response. */
const MIN_STATUS = 200;

function compileStatus(pairs: readonly MappingPair[]): StatusMapping {
  const mapping = compileMapping(pairs, 'response');
  const checkHeaders = compileHeaderCheck(mapping.steps);
  return {
    readsBody: mapping.readsBody,
    apply(routed, status, original, body, report) {
      const { statusCode, headers, values } = evaluateResponse(mapping, {
        statusCode: status,
        headers: original,
        body,
        context: (name) => responseContextVariable(routed, status, name),
        stageVariable: (name) => stageVariable(routed.stage, name),
      });
      report?.(describeChanges(pairs, mapping, values));
      checkHeaders(headers);
      return {
        statusCode: statusCode < MIN_STATUS ? status : statusCode,
        headers: headers.map(([name, value]) => [name, wireValue(value)]),
      };
    },
  };
}
