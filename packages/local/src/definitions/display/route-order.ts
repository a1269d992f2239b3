const METHODS = ['ANY', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const WEBSOCKET = ['$connect', '$disconnect'];

/** Routes by path, then by method; `$connect` and `$disconnect` first, `$default` last. */
export function inReadingOrder<T extends { readonly key: string }>(routes: readonly T[]): readonly T[] {
  return routes
    .map((route) => ({ route, order: orderOf(route.key) }))
    .sort((a, b) => compare(a.order, b.order))
    .map(({ route }) => route);
}

function orderOf(key: string): readonly [number, string, number] {
  const [, method = '', path = key] = /^([A-Z]+) (.*)$/s.exec(key) ?? [];
  const first = WEBSOCKET.includes(key) ? WEBSOCKET.indexOf(key) - WEBSOCKET.length : 0;
  return [key === '$default' ? 1 : first, path, METHODS.indexOf(method)];
}

function compare(a: readonly [number, string, number], b: readonly [number, string, number]): number {
  return a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2] - b[2]);
}
