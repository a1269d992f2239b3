import type { Integration, Route } from '../api';
import { checkWebSocketParameter, checkWebSocketSourceOnRoute, isConnectSource } from '../engine';
import { at, type Finding, problem } from '../finding';
import { member } from '../json';
import type { Resource } from '../resource';
import { literals } from './request-mapping';

/** No real mapping has as many entries: beyond them, routes are left out of account. */
const MAX_MAPPING_ENTRIES = 100;

/** How a WebSocket API fills in a backend's request: another language than that of HTTP APIs. */
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
          'WebSocketParameterNotDeclared',
          source,
          `the route $connect does not declare ${source}, which its integration reads`,
          `add {"${source}": {"Required": false}} to the route's RequestParameters`,
        ),
      ]);
}
