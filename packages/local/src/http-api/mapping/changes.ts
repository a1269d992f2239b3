import { Body, type CompiledMapping, compileMapping, type Direction, Fields, type Sources } from '@apigwv2-integrations/core/engine';
import type { MappingPair } from '../../definitions/mapping';
import type { MappingChange } from '../../gateway/log-entry';
import type { Field } from '../../gateway/message';
import type { RoutedRequest } from '../../gateway/routed-request';
import { requestSources, responseContextVariable, stageVariable } from './context';

/** The entries of request mappings with the values that they come to. */
export interface RequestChanges {
  /** @param body as text, if the mapping reads it */
  of(routed: RoutedRequest, body?: string): readonly MappingChange[];
}

/** The entries of response mappings with the values that they come to. */
export interface ResponseChanges {
  /**
   * @param status that the integration returned
   * @param body as text, if the mapping reads it
   */
  of(routed: RoutedRequest, status: number, headers: readonly Field[], body?: string): readonly MappingChange[];
}

interface Entry {
  readonly pair: MappingPair;
  readonly step: CompiledMapping['steps'][number];
}

/** Compiles the entries of a request mapping at their first use: without details, there is none. */
export function compileRequestChanges(pairs: readonly MappingPair[]): RequestChanges {
  let entries: readonly Entry[] | undefined;
  return {
    of(routed, body) {
      entries ??= entriesOf(pairs, 'request');
      return changes(entries, requestSources(routed, body));
    },
  };
}

/** Compiles the entries of response mappings at their first use. */
export function compileResponseChanges(perStatus: ReadonlyMap<number, readonly MappingPair[]>): ResponseChanges {
  const entries = new Map<number, readonly Entry[]>();
  return {
    of(routed, status, headers, body) {
      const own = entries.get(status) ?? entriesOf(perStatus.get(status) ?? [], 'response');
      entries.set(status, own);
      return changes(own, {
        headers: new Fields(headers, true),
        body: new Body(body),
        context: (name) => responseContextVariable(routed, status, name),
        stageVariable: (name) => stageVariable(routed.stage, name),
      });
    },
  };
}

/** In the order in which a mapping applies them. Entries that are not valid have no effect. */
function entriesOf(pairs: readonly MappingPair[], direction: Direction): readonly Entry[] {
  return compileMapping(pairs, direction).steps.map((step) => ({ pair: pairs[step.entry] as MappingPair, step }));
}

function changes(entries: readonly Entry[], sources: Sources): readonly MappingChange[] {
  return entries.map(({ pair: [key, expression], step: { action, location, name, value } }) => ({
    key,
    expression,
    action,
    location,
    name,
    ...(action === 'remove' ? {} : { value: value(sources) }),
  }));
}
