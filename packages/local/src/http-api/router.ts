import type { RoutePlan } from '../definitions/route';
import { type Entries, setEntry } from '../gateway/entries';
import { addPath, findPath, isGreedy, isVariable, newNode, type PathNode } from './path-tree';

/** The parts of a route key. */
export interface RouteKey {
  /** `ANY` for every method. */
  readonly method: string;
  readonly path: string;
}

/** Splits a key such as `GET /books/{id}`; undefined for `$default`. */
function parseRouteKey(key: string): RouteKey | undefined {
  const space = key.indexOf(' ');
  return space < 0 ? undefined : { method: key.slice(0, space), path: key.slice(space + 1) };
}

/** The `resource` of payload format 1.0: the route's path, or `$default`. */
export function resourceOf(key: string): string {
  return parseRouteKey(key)?.path ?? key;
}

/** The route that matches a request, with the values of its path variables. */
export interface SelectedRoute {
  readonly route: RoutePlan;
  /** Read own members only. */
  readonly pathVariables: Readonly<Record<string, string>>;
}

/** Selects the routes of an API. */
export interface Router {
  /**
   * Selects the most specific route. In order: a path that matches as a whole, with the most literal segments; a path with
   * a greedy variable, as far right as possible; `$default`. On the same path a method is preferred to `ANY`.
   *
   * @param path decoded, without the stage
   */
  select(method: string, path: string): SelectedRoute | undefined;
}

interface CompiledRoute {
  readonly route: RoutePlan;
  /** Segment index and name of each variable. */
  readonly variables: readonly (readonly [number, string])[];
  /** The variable that matches all remaining segments. */
  readonly greedy?: readonly [number, string];
}

const NO_VARIABLES: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

/** Compiles the route keys of an API once, for all its requests. */
export function compileRoutes(routes: readonly RoutePlan[]): Router {
  const root: PathNode<CompiledRoute> = newNode();
  for (const route of routes) {
    const key = parseRouteKey(route.key);
    if (key?.path.startsWith('/')) {
      const segments = segmentsOf(key.path);
      addPath(root, segments, key.method, compileRoute(route, segments));
    }
  }
  const fallback = routes.find(({ key }) => key === '$default');
  const otherwise = fallback && { route: fallback, pathVariables: NO_VARIABLES };
  return {
    select(method, path) {
      const segments = segmentsOf(path);
      const found = findPath(root, segments, method);
      return found === undefined ? otherwise : { route: found.route, pathVariables: valuesOf(found, segments) };
    },
  };
}

function segmentsOf(path: string): readonly string[] {
  return path.slice(1).split('/');
}

function compileRoute(route: RoutePlan, segments: readonly string[]): CompiledRoute {
  const variables: [number, string][] = [];
  for (const [index, segment] of segments.entries()) {
    if (isGreedy(segment)) {
      return { route, variables, greedy: [index, segment.slice(1, -2)] };
    }
    if (isVariable(segment)) {
      variables.push([index, segment.slice(1, -1)]);
    }
  }
  return { route, variables };
}

function valuesOf({ variables, greedy }: CompiledRoute, segments: readonly string[]): Readonly<Record<string, string>> {
  if (variables.length === 0 && greedy === undefined) {
    return NO_VARIABLES;
  }
  const values: Entries<string> = {};
  for (const [index, name] of variables) {
    setEntry(values, name, segments[index]);
  }
  if (greedy !== undefined) {
    setEntry(values, greedy[1], segments.slice(greedy[0]).join('/'));
  }
  return values;
}
