/** A route's key, taken apart. */
export interface RouteKey {
  /** `ANY` for every one. */
  readonly method: string;
  readonly path: string;
}

/** Takes a key such as `GET /books/{id}` apart; `$default` has neither method nor path. */
export function parseRouteKey(key: string): RouteKey | undefined {
  const space = key.indexOf(' ');
  return space < 0 ? undefined : { method: key.slice(0, space), path: key.slice(space + 1) };
}

/** What payload format 1.0 calls the resource: the route's path, or `$default`. */
export function resourceOf(key: string): string {
  return parseRouteKey(key)?.path ?? key;
}
