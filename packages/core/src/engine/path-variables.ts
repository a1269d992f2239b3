const VARIABLE = /(?<!\$)\{([^{}]*)\}/g;

/** The names of the `{name}` and `{name+}` parts of a route's path, without the plus. */
export function routeVariables(path: string | undefined): string[] {
  return references(path ?? '').map((name) => name.replace(/\+$/, ''));
}

/** The text between the braces of each `{...}` that is no `${...}`. */
export function references(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name]) => name);
}
