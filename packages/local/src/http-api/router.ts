import type { RoutePlan } from '../definitions/api-plan';
import { type Entries, setEntry } from '../gateway/entries';
import { addPath, findPath, isGreedy, isVariable, newNode, type PathNode } from './path-tree';

/** A route's key, taken apart. */
export interface RouteKey {
  /** `ANY` for every one. */
  readonly method: string;
  readonly path: string;
}

/** Takes a key such as `GET /books/{id}` apart; `$default` has neither method nor path. */
function parseRouteKey(key: string): RouteKey | undefined {
  const space = key.indexOf(' ');
  return space < 0 ? undefined : { method: key.slice(0, space), path: key.slice(space + 1) };
}

/** What payload format 1.0 calls the resource: the route's path, or `$default`. */
export function resourceOf(key: string): string {
  return parseRouteKey(key)?.path ?? key;
}

/** The route that takes a request, with the values of its variables. */
export interface SelectedRoute {
  readonly route: RoutePlan;
  /** Own members alone are variables. */
  readonly pathVariables: Readonly<Record<string, string>>;
}

/** The routes of an API, ready to be asked. */
export interface RouteTable {
  /**
   * The most specific route: one whose path matches whole, with as many equal segments as there are; one with a greedy
   * variable, as far right as there is; `$default`. A route for the method comes before `ANY` on the same path.
   *
   * @param path decoded, without the stage
   */
  select(method: string, path: string): SelectedRoute | undefined;
}

interface CompiledRoute {
  readonly route: RoutePlan;
  /** By the index of the segment that each variable stands for. */
  readonly variables: readonly (readonly [number, string])[];
  /** The variable that takes all that is left. */
  readonly greedy?: readonly [number, string];
}

const NO_VARIABLES: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

/** Reads the keys of an API's routes once, for all its requests. */
export function compileRoutes(routes: readonly RoutePlan[]): RouteTable {
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
