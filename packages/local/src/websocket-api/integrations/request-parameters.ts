import { Body, compileExpression, Fields, parseExpression } from '@apigwv2-integrations/core/engine';
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

type Source = (run: RouteRun) => string | undefined;

const DESTINATION = /^integration\.request\.(header|querystring|path)\.(.+)$/s;

/** A request parameter. */
export interface RequestParameter {
  readonly destination: string;
  readonly source: string;
  readonly location: 'header' | 'querystring' | 'path';
  readonly name: string;
  /** Its value for a run; undefined without one. */
  readonly read: Source;
}

/** Parses the request parameters of an integration. Those with another destination have no effect. */
export function readRequestParameters(pairs: readonly MappingPair[]): readonly RequestParameter[] {
  return pairs.flatMap(([destination, source]) => {
    const [, location, name = ''] = DESTINATION.exec(destination) ?? [];
    return location === undefined
      ? []
      : [{ destination, source, location: location as RequestParameter['location'], name, read: compileSource(source) }];
  });
}

/**
 * Compiles the request parameters of an integration. A source without a value adds nothing.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export function compileRequestParameters(pairs: readonly MappingPair[]): (run: RouteRun) => RequestParameters {
  const compiled = readRequestParameters(pairs);
  return (run) => {
    const found: Record<RequestParameter['location'], Field[]> = { header: [], querystring: [], path: [] };
    for (const { location, name, read } of compiled) {
      const value = read(run);
      if (value !== undefined) {
        found[location].push([name, value]);
      }
    }
    return { headers: found.header, query: found.querystring, path: recordOf(found.path) };
  };
}

const OF_CONNECT = /^route\.request\.(multivalue)?(header|querystring)\.(.+)$/s;

function compileSource(source: string): Source {
  const [, text] = /^'(.*)'$/s.exec(source) ?? [];
  if (text !== undefined) {
    return () => text;
  }
  const [, name = ''] = /^(?:context|stageVariables)\.(.+)$/s.exec(source) ?? [];
  if (source.startsWith('context.')) {
    return (run) => contextValue(contextOf(run), name);
  }
  if (source.startsWith('stageVariables.')) {
    return ({ connection }) => stageVariable(connection.stage, name);
  }
  const [, multiple, location, parameter = ''] = OF_CONNECT.exec(source) ?? [];
  if (location !== undefined) {
    return (run) => parameterOf(run, location === 'header', parameter, multiple !== undefined);
  }
  if (!/^route\.request\.body(?=[.[]|$)/.test(source)) {
    return () => undefined;
  }
  const read = compileExpression(parseExpression(`\${${source.slice('route.'.length)}}`));
  return ({ body }) =>
    read({
      headers: NO_FIELDS,
      query: NO_FIELDS,
      body: new Body(body),
      path: '',
      context: () => undefined,
      stageVariable: () => undefined,
    });
}

const NO_FIELDS = new Fields([], false);

/** Only handshakes have parameters. Of several values, the last one is read, unless all are. */
function parameterOf(run: RouteRun, isHeader: boolean, name: string, all: boolean): string | undefined {
  if (run.eventType !== 'CONNECT') {
    return undefined;
  }
  const lower = name.toLowerCase();
  const values = (isHeader ? run.headers : run.query)
    .filter(([each]) => (isHeader ? each.toLowerCase() === lower : each === name))
    .map(([, value]) => value);
  return all && values.length > 0 ? values.join(',') : values.at(-1);
}
