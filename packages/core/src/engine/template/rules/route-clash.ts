import type { Route } from '../api';
import { at, type Finding, problem } from '../finding';

type KeyedRoute = Route & { readonly key: string };

/** Routes of one API that stand in each other's way. What a condition may leave out is not compared. */
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
          'RouteKeyTwice',
          key,
          `${brief(twin.resource.logicalId)} has the route key ${JSON.stringify(key)} already`,
          'give one of the two another key, or remove it',
        ),
      ]);
    }
    const rival = http ? claim(byShape, key.replace(/\{[^{}+]*(\+?)\}/g, '{$1}'), route) : undefined;
    return rival === undefined
      ? []
      : at(resource, 'RouteKey', [
          problem(
            'RoutesDifferByVariable',
            key,
            `${JSON.stringify(key)} matches the same requests as ${brief(rival.key)} of ${brief(rival.resource.logicalId)}`,
            'let the two be one route, or tell them apart by plain text in the path',
          ),
        ]);
  });
}

/** A long text would be told once for each route that it clashes with. */
const brief = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** The route that had the place before; the first one keeps it. */
function claim(places: Map<string, KeyedRoute>, place: string, route: KeyedRoute): KeyedRoute | undefined {
  const before = places.get(place);
  if (before === undefined) {
    places.set(place, route);
  }
  return before;
}
