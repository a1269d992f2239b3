import type { Field } from '../../gateway/message';
import type { Asking } from '../authorizer';

type Find = (asking: Asking) => string | undefined;

/** Finds the token in a request: the first source that has one counts. */
export function compileIdentitySources(sources: readonly string[]): Find {
  const finders = sources.map(compileSource);
  return (asking) => {
    for (const find of finders) {
      const text = find(asking)?.replace(/^Bearer +/i, '');
      if (text !== undefined && text !== '') {
        return text;
      }
    }
    return undefined;
  };
}

/** JWT authorizers take headers and query parameters alone. */
function compileSource(source: string): Find {
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

function joined(fields: readonly Field[], isMeant: (name: string) => boolean): string | undefined {
  let found: string | undefined;
  for (const [name, value] of fields) {
    if (isMeant(name)) {
      found = found === undefined ? value : `${found},${value}`;
    }
  }
  return found;
}
