import { parseExpression } from '../expression/parse';
import { Body } from './body';
import { compileExpression } from './compile';
import { Fields } from './fields';

type Pair = readonly [string, string];

/** What request parameters of a WebSocket API can read: a handshake, or a message. */
export interface WebSocketParameterInput {
  /** The headers and the query string of a handshake. Messages have none. @default none */
  readonly handshake?: { readonly headers: readonly Pair[]; readonly query: readonly Pair[] };
  /** The message. @default none */
  readonly body?: string;
  context(name: string): string | undefined;
  stageVariable(name: string): string | undefined;
}

/** A request parameter of a WebSocket API. */
export interface WebSocketParameter {
  readonly destination: string;
  readonly source: string;
  readonly location: 'header' | 'querystring' | 'path';
  readonly name: string;
  /** Its value for a handshake or a message; undefined without one. */
  read(input: WebSocketParameterInput): string | undefined;
}

const DESTINATION = /^integration\.request\.(header|querystring|path)\.(.+)$/s;

/**
 * Parses the request parameters of an integration of a WebSocket API. Those with another destination have no effect.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export function readWebSocketParameters(pairs: Iterable<Pair>): readonly WebSocketParameter[] {
  return Array.from(pairs).flatMap(([destination, source]) => {
    const [, location, name] = DESTINATION.exec(destination) ?? [];
    return location === undefined
      ? []
      : [{ destination, source, location: location as WebSocketParameter['location'], name, read: compileSource(source) }];
  });
}

const OF_HANDSHAKE = /^route\.request\.(multivalue)?(header|querystring)\.(.+)$/s;

function compileSource(source: string): WebSocketParameter['read'] {
  const [, text] = /^'(.*)'$/s.exec(source) ?? [];
  if (text !== undefined) {
    return () => text;
  }
  const [, root, name] = /^(context|stageVariables)\.(.+)$/s.exec(source) ?? [];
  if (root !== undefined) {
    return root === 'context' ? ({ context }) => context(name) : ({ stageVariable }) => stageVariable(name);
  }
  const [, multiple, location, parameter] = OF_HANDSHAKE.exec(source) ?? [];
  if (location !== undefined) {
    return (input) => parameterOf(input, location === 'header', parameter, multiple !== undefined);
  }
  if (!/^route\.request\.body(?=[.[]|$)/.test(source)) {
    return () => undefined;
  }
  const read = compileExpression(parseExpression(`\${${source.slice('route.'.length)}}`));
  return ({ body, context, stageVariable }) => read({ headers: NO_FIELDS, body: new Body(body), context, stageVariable });
}

const NO_FIELDS = new Fields([], false);

/** Of several values, the last one is read, unless all are. */
function parameterOf({ handshake }: WebSocketParameterInput, isHeader: boolean, name: string, all: boolean): string | undefined {
  const lower = name.toLowerCase();
  const values = ((isHeader ? handshake?.headers : handshake?.query) ?? [])
    .filter(([each]) => (isHeader ? each.toLowerCase() === lower : each === name))
    .map(([, value]) => value);
  return all && values.length > 0 ? values.join(',') : values.at(-1);
}
