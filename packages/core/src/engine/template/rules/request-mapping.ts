import type { Integration } from '../api';
import { checkEntry, checkMappingOnRoute, checkTwice, type MappingEntry, readMapping } from '../engine';
import { at, type Finding } from '../finding';
import { asText } from '../json';
import { pathOf } from './route-path';

/** No real mapping has as many entries, or as long ones: beyond them, routes are left out of account. */
const MAX_MAPPING_ENTRIES = 100;
const MAX_VALUE_CHARACTERS = 1024;

/** How an HTTP API changes requests for a backend that is no AWS service. */
export function checkRequestMapping(integration: Integration): Finding[] {
  const entries = readMapping(literals(integration.resource.object('RequestParameters')));
  return [...checkMappingEntries(integration.resource, 'RequestParameters', entries, 'request'), ...checkOnRoutes(integration, entries)];
}

/** What is wrong with each entry, and with them together. */
export function checkMappingEntries(
  resource: Integration['resource'],
  path: string,
  entries: readonly MappingEntry[],
  direction: 'request' | 'response',
): Finding[] {
  return [
    ...entries.flatMap((entry) => at(resource, `${path}/${entry.key}`, checkEntry(entry, direction))),
    ...checkTwice(entries).flatMap((problem) => at(resource, `${path}/${problem.value}`, [problem])),
  ];
}

/**
 * Whether each route has the path variables that the mapping reads: told of the route, since another
 * route of the same integration may have them.
 */
export function checkOnRoutes({ routes }: Integration, entries: readonly MappingEntry[], check = checkMappingOnRoute): Finding[] {
  const reading = entries.filter(readsPathVariable).slice(0, MAX_MAPPING_ENTRIES);
  return reading.length === 0
    ? []
    : routes.flatMap(({ resource, key }) => {
        const path = pathOf(key);
        return path === 'unknown' ? [] : at(resource, 'RouteKey', check(reading, path.path));
      });
}

/** The entries of a mapping; a value that is no literal is unknown. */
export function literals(mapping: object | undefined): [string, string | undefined][] {
  return Object.entries(mapping ?? {}).map(([key, value]) => [key, asText(value)]);
}

function readsPathVariable({ key, value = '', expression }: MappingEntry): boolean {
  const parts = key.length + value.length > MAX_VALUE_CHARACTERS ? [] : (expression?.parts ?? []);
  return parts.some((part) => part.kind === 'variable' && part.variable.source === 'request.path' && part.variable.name !== undefined);
}
