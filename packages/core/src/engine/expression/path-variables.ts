/** Returns the names of the path variables `{name}` and `{name+}` of a route, without the plus. */
export function routeVariables(path: string | undefined): string[] {
  return references(path ?? '').map((name) => (name.endsWith('+') ? name.slice(0, -1) : name));
}

/** Returns the text in the braces of each `{...}` that is not a `${...}`. */
export function references(text: string): string[] {
  const names: string[] = [];
  let close = 0;
  for (let open = text.indexOf('{'); open >= 0; ) {
    close = close > open ? close : text.indexOf('}', open);
    if (close < 0) {
      break;
    }
    const next = text.indexOf('{', open + 1);
    if ((next < 0 || next > close) && text[open - 1] !== '$') {
      names.push(text.slice(open + 1, close));
    }
    open = next;
  }
  return names;
}

/** Returns the path of a route key; undefined for `$default`, and `unknown` if the key is unknown or invalid for an HTTP API. */
export function pathOf(key: string | undefined): { readonly path?: string } | 'unknown' {
  if (key === '$default') {
    return {};
  }
  const path = key === undefined ? undefined : /^\S+ (\/.*)$/s.exec(key)?.[1];
  return path === undefined ? 'unknown' : { path };
}
