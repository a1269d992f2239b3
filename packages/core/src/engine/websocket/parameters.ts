import { parseJsonPath } from '../expression/json-path';
import { isWebSocketContextVariable } from '../names/websocket-context-variables';
import type { Problem } from '../problem';

const NAME = '[a-zA-Z0-9._$-]+';
const DESTINATION = new RegExp(`^integration\\.request\\.(?:header|querystring|path)\\.${NAME}$`);
const OF_CONNECT = new RegExp(`^route\\.request\\.(?:multivalue)?(?:querystring|header)\\.${NAME}$`);
const BODY = /^route\.request\.body([.[].*)?$/s;
const CONTEXT = new RegExp(`^context\\.(${NAME})$`);
const OTHER = new RegExp(`^stageVariables\\.${NAME}$|^'[^']*'$`);
const MAX_LENGTH = 512;

/** Whether a source is one that only the request has which opens a connection. */
export function isConnectSource(source: string): boolean {
  return source.length <= MAX_LENGTH && OF_CONNECT.test(source);
}

/**
 * What is wrong with one request parameter on whichever route.
 *
 * @param source or nothing if it is unknown
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export function checkWebSocketParameter(destination: string, source: string | undefined): Problem[] {
  return [...checkDestination(destination), ...(source === undefined ? [] : checkSource(destination, source))];
}

/** What is wrong with a source on one route. */
export function checkWebSocketSourceOnRoute(source: string, routeKey: string): Problem[] {
  return routeKey === '$connect' || !isConnectSource(source)
    ? []
    : [
        {
          code: 'WebSocketSourceOnlyOnConnect',
          severity: 'warning',
          value: source,
          message: `${source} is read on the route ${routeKey}, and only the $connect request has headers and a query string`,
          remedy: 'read it on $connect and keep it there, or let messages carry it in their body',
        },
      ];
}

function checkDestination(destination: string): Problem[] {
  return DESTINATION.test(destination)
    ? []
    : [
        {
          code: 'WebSocketDestinationInvalid',
          severity: 'warning',
          value: destination,
          message: `${JSON.stringify(destination)} is no destination that WebSocket APIs document`,
          remedy: 'write integration.request.header.NAME, integration.request.querystring.NAME or integration.request.path.NAME',
        },
      ];
}

function checkSource(destination: string, source: string): Problem[] {
  if (source.length > MAX_LENGTH) {
    return [
      {
        code: 'MappingValueTooLong',
        severity: 'error',
        value: source,
        message: `the source of ${destination} has ${source.length} characters, and the service takes ${MAX_LENGTH} at most`,
        remedy: 'shorten it',
      },
    ];
  }
  return isSource(source)
    ? []
    : [
        {
          code: 'WebSocketSourceInvalid',
          severity: 'warning',
          value: source,
          message: `${destination}: ${JSON.stringify(source)} is no source that WebSocket APIs document`,
          remedy: remedyFor(source),
        },
      ];
}

function remedyFor(source: string): string {
  const bare = source.replace(/^\$\{?|\}$/g, '');
  if (isSource(bare)) {
    return `write ${bare}: WebSocket APIs have no dollar sign here`;
  }
  const routed = bare.replace(/^(?:method\.)?request\./, 'route.request.');
  return routed !== bare && isSource(routed)
    ? `write ${routed}`
    : "write route.request.body.NAME, context.NAME, stageVariables.NAME, or '...' around a fixed text";
}

/** A body's JSONPath is the subset of HTTP APIs', and a quote would end a fixed text. */
function isSource(source: string): boolean {
  const [body, path] = BODY.exec(source) ?? [];
  if (body !== undefined) {
    return path === undefined || parseJsonPath(path).fault === undefined;
  }
  const [, name] = CONTEXT.exec(source) ?? [];
  return name === undefined ? OF_CONNECT.test(source) || OTHER.test(source) : isWebSocketContextVariable(name);
}
