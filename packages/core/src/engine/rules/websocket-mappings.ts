import { parseJsonPath } from '../expression/json-path';
import { isWebSocketContextVariable } from '../names/context-variables';
import { defineRules, type Problem, problem } from '../problem';
import type { Integration, Route } from '../template/api';
import { at, type Finding } from '../template/finding';
import { member } from '../template/json';
import type { Resource } from '../template/resource';
import { EXPRESSION_RULES } from './expressions';
import { literals } from './request-mappings';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Request parameters of WebSocket APIs. */
export const WEBSOCKET_MAPPING_RULES = defineRules({
  WebSocketDestinationInvalid: {
    severity: 'warning',
    summary: 'A request mapping of a WebSocket API writes a destination other than integration.request.header, .querystring or .path.',
    source: AWS.webSocketMapping,
    evidence: 'unverified',
  },
  WebSocketSourceInvalid: {
    severity: 'warning',
    summary: 'A request mapping of a WebSocket API reads an undocumented source; sources of WebSocket APIs have no dollar sign.',
    source: AWS.webSocketMapping,
    evidence: 'derived',
  },
  WebSocketSourceOnlyOnConnect: {
    severity: 'warning',
    summary: 'A route for messages reads headers or the query string, which only $connect requests have.',
    source: AWS.webSocketMapping,
    evidence: 'documented',
  },
  WebSocketParameterNotDeclared: {
    severity: 'warning',
    summary: 'An integration reads a header or a query string parameter that its route does not declare.',
    source: AWS.webSocketMapping,
    evidence: 'documented',
  },
});

/** The destinations of request parameters, as they are written before a name. */
export const WEBSOCKET_DESTINATIONS = [
  'integration.request.header',
  'integration.request.querystring',
  'integration.request.path',
] as const;

const CONNECT_SOURCES = [
  'route.request.header',
  'route.request.querystring',
  'route.request.multivalueheader',
  'route.request.multivaluequerystring',
] as const;

/** The sources of request parameters, as they are written before a name. */
export const WEBSOCKET_SOURCES = ['route.request.body', ...CONNECT_SOURCES, 'context', 'stageVariables'] as const;

const NAME = '[a-zA-Z0-9._$-]+';
const anyOf = (names: readonly string[]): string => names.join('|').replaceAll('.', '\\.');
const DESTINATION = new RegExp(`^(?:${anyOf(WEBSOCKET_DESTINATIONS)})\\.${NAME}$`);
const OF_CONNECT = new RegExp(`^(?:${anyOf(CONNECT_SOURCES)})\\.${NAME}$`);
const BODY = /^route\.request\.body([.[].*)?$/s;
const CONTEXT = new RegExp(`^context\\.(${NAME})$`);
const OTHER = new RegExp(`^stageVariables\\.${NAME}$|^'[^']*'$`);
const MAX_SOURCE_CHARACTERS = 512;

/** Whether only the $connect request has the source. */
export function isConnectSource(source: string): boolean {
  return source.length <= MAX_SOURCE_CHARACTERS && OF_CONNECT.test(source);
}

/**
 * Problems of one request parameter, independently of the route.
 *
 * @param source The source; undefined if it is unknown.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export function checkWebSocketParameter(destination: string, source: string | undefined): Problem[] {
  return [...checkDestination(destination), ...(source === undefined ? [] : checkSource(destination, source))];
}

/** Problems of a source on one route. */
export function checkWebSocketSourceOnRoute(source: string, routeKey: string): Problem[] {
  return routeKey === '$connect' || !isConnectSource(source)
    ? []
    : [
        problem(
          WEBSOCKET_MAPPING_RULES.WebSocketSourceOnlyOnConnect,
          source,
          `${source} is read on the route ${routeKey}, but only the $connect request has headers and a query string`,
          'read it on $connect and store it, or send it in the body of each message',
        ),
      ];
}

function checkDestination(destination: string): Problem[] {
  return DESTINATION.test(destination)
    ? []
    : [
        problem(
          WEBSOCKET_MAPPING_RULES.WebSocketDestinationInvalid,
          destination,
          `${JSON.stringify(destination)} is not a documented destination for WebSocket APIs`,
          'write integration.request.header.NAME, integration.request.querystring.NAME or integration.request.path.NAME',
        ),
      ];
}

function checkSource(destination: string, source: string): Problem[] {
  if (source.length > MAX_SOURCE_CHARACTERS) {
    return [
      problem(
        EXPRESSION_RULES.MappingValueTooLong,
        source,
        `the source of ${destination} has ${source.length} characters, but the service accepts at most ${MAX_SOURCE_CHARACTERS}`,
        'shorten it',
      ),
    ];
  }
  return isSource(source)
    ? []
    : [
        problem(
          WEBSOCKET_MAPPING_RULES.WebSocketSourceInvalid,
          source,
          `${destination}: ${JSON.stringify(source)} is not a documented source for WebSocket APIs`,
          remedyFor(source),
        ),
      ];
}

function remedyFor(source: string): string {
  const bare = source.replace(/^\$\{?|\}$/g, '');
  if (isSource(bare)) {
    return `write ${bare}: sources of WebSocket APIs have no dollar sign`;
  }
  const routed = bare.replace(/^(?:method\.)?request\./, 'route.request.');
  return routed !== bare && isSource(routed)
    ? `write ${routed}`
    : "write route.request.body.NAME, context.NAME, stageVariables.NAME, or '...' around a fixed text";
}

/** Checks a source. JSONPath is limited to the subset of HTTP APIs, and a quote would end a literal text. */
function isSource(source: string): boolean {
  const [body, path] = BODY.exec(source) ?? [];
  if (body !== undefined) {
    return path === undefined || parseJsonPath(path).fault === undefined;
  }
  const [, name] = CONTEXT.exec(source) ?? [];
  return name === undefined ? OF_CONNECT.test(source) || OTHER.test(source) : isWebSocketContextVariable(name);
}

/** Larger mappings are unrealistic, and are not checked against routes. */
const MAX_MAPPING_ENTRIES = 100;

/** Checks the request parameters of a WebSocket API, whose syntax differs from that of HTTP APIs. */
export function checkWebSocketMapping({ resource, routes }: Integration): Finding[] {
  const entries = literals(resource.object('RequestParameters'));
  const ofConnect = entries.flatMap(([, value = '']) => (isConnectSource(value) ? [value] : [])).slice(0, MAX_MAPPING_ENTRIES);
  return [
    ...entries.flatMap(([key, value]) => at(resource, `RequestParameters/${key}`, checkWebSocketParameter(key, value))),
    ...(ofConnect.length === 0 ? [] : routes.flatMap((route) => ofConnect.flatMap((value) => checkOnRoute(route, value)))),
  ];
}

function checkOnRoute({ resource, key }: Route, source: string): Finding[] {
  return key === undefined
    ? []
    : [
        ...at(resource, 'RouteKey', checkWebSocketSourceOnRoute(source, key)),
        ...(key === '$connect' ? checkDeclared(resource, source) : []),
      ];
}

function checkDeclared(route: Resource, source: string): Finding[] {
  const declared = route.object('RequestParameters');
  const declares = declared === undefined ? !route.lacks('RequestParameters') : member(declared, source) !== undefined;
  return declares
    ? []
    : at(route, 'RequestParameters', [
        problem(
          WEBSOCKET_MAPPING_RULES.WebSocketParameterNotDeclared,
          source,
          `the route $connect does not declare ${source}, which its integration reads`,
          `add {"${source}": {"Required": false}} to the route's RequestParameters`,
        ),
      ]);
}
