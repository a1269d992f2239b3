import type { Integration, Route } from '../api';
import type { Problem } from '../engine';
import { at, type Finding, tell } from '../finding';
import { member } from '../json';
import type { Resource } from '../resource';
import { literals } from './request-mapping';

const NAME = '[a-zA-Z0-9._$-]+';
const DESTINATION = new RegExp(`^integration\\.request\\.(?:header|querystring|path)\\.${NAME}$`);
const SOURCE = new RegExp(
  [
    `^route\\.request\\.(?:(?:multivalue)?(?:querystring|header)\\.${NAME}|body(?:[.[].*)?)$`,
    `^(?:stageVariables|context)\\.${NAME}$`,
    "^'.*'$",
  ].join('|'),
  's',
);
/** What only the request that opens a connection has, and what a route declares of it. */
const OF_CONNECT = new RegExp(`^route\\.request\\.(?:multivalue)?(?:querystring|header)\\.${NAME}$`);
/** No real mapping has as many entries, and no valid one as long values: beyond them, routes are left out of account. */
const MOST_ENTRIES = 100;
const MOST_CHARACTERS = 512;

/** How a WebSocket API fills in a backend's request: another language than that of HTTP APIs. */
export function checkWebSocketMapping({ resource, routes }: Integration): Finding[] {
  const entries = literals(resource.object('RequestParameters'));
  const ofConnect = entries.flatMap(([, value = '']) => (value.length <= MOST_CHARACTERS && OF_CONNECT.test(value) ? [value] : []));
  return [
    ...entries.flatMap(([key, value]) => at(resource, `RequestParameters/${key}`, [...checkKey(key), ...checkValue(key, value)])),
    ...(ofConnect.length === 0
      ? []
      : routes.flatMap((route) => ofConnect.slice(0, MOST_ENTRIES).flatMap((value) => checkOnRoute(route, value)))),
  ];
}

function checkKey(key: string): Problem[] {
  return DESTINATION.test(key)
    ? []
    : [
        tell(
          'WebSocketDestinationInvalid',
          key,
          `${JSON.stringify(key)} is no destination that WebSocket APIs document`,
          'write integration.request.header.NAME, integration.request.querystring.NAME or integration.request.path.NAME',
        ),
      ];
}

function checkValue(key: string, value: string | undefined): Problem[] {
  if (value === undefined || SOURCE.test(value)) {
    return [];
  }
  const bare = value.replace(/^\$\{?|\}$/g, '');
  const remedy = SOURCE.test(bare)
    ? `write ${bare}: WebSocket APIs have no dollar sign here`
    : `write route.request.body.NAME, context.NAME, stageVariables.NAME, or '...' around a fixed text`;
  return [tell('WebSocketSourceInvalid', value, `${key}: ${JSON.stringify(value)} is no source that WebSocket APIs document`, remedy)];
}

function checkOnRoute({ resource, key }: Route, source: string): Finding[] {
  if (key === undefined) {
    return [];
  }
  if (key !== '$connect') {
    return at(resource, 'RouteKey', [
      tell(
        'WebSocketSourceOnlyOnConnect',
        source,
        `${source} is read on the route ${key}, and only the $connect request has headers and a query string`,
        'read it on $connect and keep it there, or let messages carry it in their body',
      ),
    ]);
  }
  return declares(resource, source)
    ? []
    : at(resource, 'RequestParameters', [
        tell(
          'WebSocketParameterNotDeclared',
          source,
          `the route $connect does not declare ${source}, which its integration reads`,
          `add {"${source}": {"Required": false}} to the route's RequestParameters`,
        ),
      ]);
}

function declares(route: Resource, source: string): boolean {
  const declared = route.object('RequestParameters');
  return declared === undefined ? !route.lacks('RequestParameters') : member(declared, source) !== undefined;
}
