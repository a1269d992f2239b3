import { suggest } from '../names/suggest';
import { defineRules, type Problem, problem } from '../problem';
import type { Route } from '../template/api';
import { at, type Finding } from '../template/finding';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Route keys of both protocols, and routes that match the same requests. */
export const ROUTE_RULES = defineRules({
  RouteKeyInvalid: {
    severity: 'error',
    summary: 'The route key of an HTTP API is neither $default nor a method followed by a path that begins with a slash.',
    source: AWS.cfnRoute,
    evidence: 'documented',
  },
  RouteMethodUnknown: {
    severity: 'error',
    summary: 'The method of a route key is unknown, or not in capitals.',
    source: AWS.cfnRoute,
    evidence: 'documented',
  },
  RouteTrailingSlash: {
    severity: 'error',
    summary: 'The path of a route ends in a slash, which the service rejects.',
    source: AWS.slashRefused,
    evidence: 'reported',
  },
  GreedyVariableNotLast: {
    severity: 'error',
    summary: 'A greedy variable is not the last segment of the path.',
    source: AWS.routes,
    evidence: 'documented',
  },
  PathVariablePartial: {
    severity: 'warning',
    summary: 'A path variable is only part of a path segment.',
    source: AWS.knownIssues,
    evidence: 'unverified',
  },
  RouteKeyTwice: {
    severity: 'warning',
    summary: 'Two routes of one API have the same route key.',
    source: AWS.routes,
    evidence: 'derived',
  },
  RoutesDifferByVariable: {
    severity: 'warning',
    summary: 'Two routes of one API differ only in the name of a path variable.',
    source: AWS.routes,
    evidence: 'derived',
  },
  WebSocketRouteKeyReserved: {
    severity: 'error',
    summary: 'A route key begins with a dollar sign, but is not $connect, $disconnect or $default.',
    source: AWS.webSocketRoutes,
    evidence: 'documented',
  },
});

const METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Checks the route key of an HTTP API: `$default`, or a method and a path. */
export function checkHttpRouteKey(resource: Resource): Finding[] {
  const key = resource.text('RouteKey');
  if (key === undefined || key === '$default') {
    return [];
  }
  const [, method, path] = /^(\S+) (\/.*)$/s.exec(key) ?? [];
  const problems =
    path === undefined
      ? [
          problem(
            ROUTE_RULES.RouteKeyInvalid,
            key,
            `${JSON.stringify(key)} is not a valid route key for an HTTP API`,
            'write $default, or a method and a path that begins with a slash, such as GET /books/{id}',
          ),
        ]
      : [...checkMethod(key, method), ...checkPath(key, path)];
  return at(resource, 'RouteKey', problems);
}

function checkMethod(key: string, method: string) {
  if (METHODS.includes(method)) {
    return [];
  }
  const meant = suggest(method, METHODS);
  return [
    problem(
      ROUTE_RULES.RouteMethodUnknown,
      key,
      `${JSON.stringify(key)} has an unknown method`,
      meant === undefined ? `use one of ${METHODS.join(', ')}` : `did you mean ${meant}?`,
    ),
  ];
}

function checkPath(key: string, path: string) {
  const segments = path.split('/').slice(1);
  const greedy = segments.findIndex((segment) => /^\{[^{}]*\+\}$/.test(segment));
  const partial = segments.find((segment) => /[{}]/.test(segment) && !/^\{[^{}]*\}$/.test(segment));
  return [
    ...(path.length > 1 && path.endsWith('/')
      ? [
          problem(
            ROUTE_RULES.RouteTrailingSlash,
            key,
            `the path of ${JSON.stringify(key)} ends in a slash`,
            'remove the slash; requests with a trailing slash match only a greedy variable, as in /books/{proxy+}',
          ),
        ]
      : []),
    ...(greedy >= 0 && greedy < segments.length - 1
      ? [
          problem(
            ROUTE_RULES.GreedyVariableNotLast,
            key,
            `${segments[greedy]} is not the last segment of ${JSON.stringify(key)}`,
            'end the path with it, or remove the plus sign',
          ),
        ]
      : []),
    ...(partial === undefined
      ? []
      : [
          problem(
            ROUTE_RULES.PathVariablePartial,
            key,
            `${JSON.stringify(partial)} in ${JSON.stringify(key)} is neither plain text nor exactly one variable`,
            'use the variable as the whole path segment, as in /x/{id}',
          ),
        ]),
  ];
}

const OWN_KEYS = ['$connect', '$disconnect', '$default'];

/**
 * Checks that a route key does not begin with a dollar sign, which is reserved for the service.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 */
export function checkWebSocketKey(key: string): Problem[] {
  return !key.startsWith('$') || OWN_KEYS.includes(key)
    ? []
    : [
        problem(
          ROUTE_RULES.WebSocketRouteKeyReserved,
          key,
          `the route key ${JSON.stringify(key)} begins with a dollar sign, which is reserved for ${OWN_KEYS.join(', ')}`,
          'choose a key that does not begin with a dollar sign',
        ),
      ];
}

type KeyedRoute = Required<Pick<Route, 'resource' | 'key'>>;

/** Finds routes of one API that match the same requests. Routes with a condition are not compared. */
export function checkRouteClashes(routes: readonly Route[], http: boolean): Finding[] {
  const byKey = new Map<string, KeyedRoute>();
  const byShape = new Map<string, KeyedRoute>();
  return routes.flatMap(({ resource, key }) => {
    if (key === undefined || resource.conditional) {
      return [];
    }
    const route = { resource, key };
    const twin = claim(byKey, key, route);
    if (twin !== undefined) {
      return at(resource, 'RouteKey', [
        problem(
          ROUTE_RULES.RouteKeyTwice,
          key,
          `${brief(twin.resource.logicalId)} already has the route key ${JSON.stringify(key)}`,
          'change or remove one of the two routes',
        ),
      ]);
    }
    const rival = http ? claim(byShape, key.replace(/\{[^{}+]*(\+?)\}/g, '{$1}'), route) : undefined;
    return rival === undefined
      ? []
      : at(resource, 'RouteKey', [
          problem(
            ROUTE_RULES.RoutesDifferByVariable,
            key,
            `${JSON.stringify(key)} matches the same requests as ${brief(rival.key)} of ${brief(rival.resource.logicalId)}`,
            'merge the two routes, or make their paths differ in a plain-text segment',
          ),
        ]);
  });
}

/** Shortens a text, which may be repeated for many routes. */
const brief = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** The first route with the same key. */
function claim(places: Map<string, KeyedRoute>, place: string, route: KeyedRoute): KeyedRoute | undefined {
  const before = places.get(place);
  if (before === undefined) {
    places.set(place, route);
  }
  return before;
}

/** Checks the key of a WebSocket route in a template. */
export function checkWebSocketRouteKey({ resource, key }: Route): Finding[] {
  return key === undefined ? [] : at(resource, 'RouteKey', checkWebSocketKey(key));
}
