import type { Field } from '../../gateway/message';
import type { RoutedRequest } from '../../gateway/routed-request';

type FindToken = (input: Pick<RoutedRequest, 'request' | 'query'>) => string | undefined;

/** Finds the token in a request, in the first source that has one. */
export function compileIdentitySources(sources: readonly string[]): FindToken {
  const finders = sources.map(compileSource);
  return (input) => {
    for (const find of finders) {
      const text = find(input)?.replace(/^Bearer +/i, '');
      if (text !== undefined && text !== '') {
        return text;
      }
    }
    return undefined;
  };
}

/** JWT authorizers support only headers and query parameters as sources. */
function compileSource(source: string): FindToken {
  const [, part, name = ''] = /^\$?\{?\$?request\.(header|querystring)\.([^}]+)\}?$/i.exec(source.trim()) ?? [];
  switch (part?.toLowerCase()) {
    case 'header': {
      const lower = name.toLowerCase();
      return ({ request }) => joined(request.headers, (each) => each.toLowerCase() === lower);
    }
    case 'querystring':
      return ({ query }) => joined(query, (each) => each === name);
    default:
      return () => undefined;
  }
}

function joined(fields: readonly Field[], matches: (name: string) => boolean): string | undefined {
  let found: string | undefined;
  for (const [name, value] of fields) {
    if (matches(name)) {
      found = found === undefined ? value : `${found},${value}`;
    }
  }
  return found;
}
