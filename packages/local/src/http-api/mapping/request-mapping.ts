import { compileMapping, evaluateRequest } from '@apigwv2-integrations/core/engine';
import type { MappingPair } from '../../definitions/mapping';
import type { MappedRequest, RoutedRequest } from '../../gateway/routed-request';
import { describeChanges, type ReportChanges } from './changes';
import { contextVariable, stageVariable } from './context';
import { compileHeaderCheck } from './header-values';

/** The request mapping of an integration. */
export interface RequestMapping {
  readonly isEmpty: boolean;
  readonly readsBody: boolean;
  /**
   * @param body as text; needed if `readsBody`
   * @param report receives the entries with their values; not called if there are none
   * @throws UnsendableHeader
   */
  apply(routed: RoutedRequest, body?: string, report?: ReportChanges): MappedRequest;
}

/** Compiles a request mapping once, for all requests. */
export function compileRequestMapping(pairs: readonly MappingPair[]): RequestMapping {
  const mapping = compileMapping(pairs, 'request');
  const { steps, readsBody } = mapping;
  if (steps.length === 0) {
    return { isEmpty: true, readsBody, apply: unmapped };
  }
  const checkHeaders = compileHeaderCheck(steps);
  const writesHeaders = steps.some(({ location }) => location === 'header');
  return {
    isEmpty: false,
    readsBody,
    apply(routed, body, report) {
      const { request, stage, path, query, pathVariables } = routed;
      const mapped = evaluateRequest(mapping, {
        path,
        headers: request.headers,
        query,
        body,
        pathVariable: (name) => (Object.hasOwn(pathVariables, name) ? pathVariables[name] : undefined),
        context: (name) => contextVariable(routed, name),
        stageVariable: (name) => stageVariable(stage, name),
      });
      report?.(describeChanges(pairs, mapping, mapped.values));
      checkHeaders(mapped.headers);
      return {
        path: mapped.path,
        pathOverwritten: mapped.pathOverwritten,
        headers: writesHeaders ? mapped.headers : request.headers,
        query: mapped.queryChanged ? mapped.query : query,
        queryChanged: mapped.queryChanged,
      };
    },
  };
}

function unmapped({ path, request, query }: RoutedRequest): MappedRequest {
  return { path, pathOverwritten: false, headers: request.headers, query, queryChanged: false };
}
