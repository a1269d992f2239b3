import { readWebSocketParameters, type WebSocketParameterInput } from '@apigwv2-integrations/core/engine';
import type { MappingPair } from '../../definitions/mapping';
import type { Field } from '../../gateway/message';
import { stageVariable } from '../../http-api/mapping/context';
import { recordOf } from '../../template/record';
import type { RouteRun } from '../route-run';
import { contextOf, contextValue } from './context';

/** What request parameters add to a request. */
export interface RequestParameters {
  readonly headers: readonly Field[];
  readonly query: readonly Field[];
  /** By the names in the integration's URI. */
  readonly path: Readonly<Record<string, string>>;
}

/**
 * Compiles the request parameters of an integration. A source without a value adds nothing.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export function compileRequestParameters(pairs: readonly MappingPair[]): (run: RouteRun) => RequestParameters {
  const compiled = readWebSocketParameters(pairs);
  return (run) => {
    const input = parameterInput(run);
    const found: Record<'header' | 'querystring' | 'path', Field[]> = { header: [], querystring: [], path: [] };
    for (const { location, name, read } of compiled) {
      const value = read(input);
      if (value !== undefined) {
        found[location].push([name, value]);
      }
    }
    return { headers: found.header, query: found.querystring, path: recordOf(found.path) };
  };
}

/** What the request parameters of a run can read. */
export function parameterInput(run: RouteRun): WebSocketParameterInput {
  const { eventType, headers, query, body, connection } = run;
  return {
    ...(eventType === 'CONNECT' ? { handshake: { headers, query } } : {}),
    body,
    context: (name) => contextValue(contextOf(run), name),
    stageVariable: (name) => stageVariable(connection.stage, name),
  };
}
