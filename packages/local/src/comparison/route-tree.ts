import { addPath, findPath, newNode, type PathNode } from '../http-api/path-tree';

/** The routes of an API, in which the route for a request is found. */
export interface RouteTree<T> {
  readonly root: PathNode<T>;
  /** The route `$default`. */
  readonly fallback?: T;
}

/** Arranges routes by their keys. */
export function routeTree<T>(routes: ReadonlyMap<string, T>): RouteTree<T> {
  const root = newNode<T>();
  for (const [key, route] of routes) {
    const [, method, segments] = parts(key) ?? [];
    if (method !== undefined && segments !== undefined) {
      addPath(root, segments, method, route);
    }
  }
  return { root, fallback: routes.get('$default') };
}

/** A segment that equals no literal segment of a route. */
const ANY_SEGMENT = '\u0000';

/** The route that gets the requests of a key that the tree does not contain; undefined if no route does. */
export function otherRouteFor<T>({ root, fallback }: RouteTree<T>, key: string): T | undefined {
  const [, method, segments] = parts(key) ?? [];
  if (method === undefined || segments === undefined) {
    // The lifecycle routes of a WebSocket API have no substitute.
    return key === '$connect' || key === '$disconnect' || key === '$default' ? undefined : fallback;
  }
  const sample = segments.map((segment) => (/^\{.*\}$/s.test(segment) ? ANY_SEGMENT : segment));
  return findPath(root, sample, method) ?? fallback;
}

function parts(key: string): readonly [key: string, method: string, segments: readonly string[]] | undefined {
  const [, method, path] = /^([A-Z]+) \/(.*)$/s.exec(key) ?? [];
  return method === undefined || path === undefined ? undefined : [key, method, path.split('/')];
}
