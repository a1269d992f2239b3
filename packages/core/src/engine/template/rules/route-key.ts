import { suggest } from '../engine';
import { at, type Finding, problem } from '../finding';
import type { Resource } from '../resource';

const METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** The key of a route of an HTTP API: `$default`, or a method and a path. */
export function checkHttpRouteKey(resource: Resource): Finding[] {
  const key = resource.text('RouteKey');
  if (key === undefined || key === '$default') {
    return [];
  }
  const [, method, path] = /^(\S+) (\/.*)$/s.exec(key) ?? [];
  const problems =
    path === undefined
      ? [
          problem(
            'RouteKeyInvalid',
            key,
            `${JSON.stringify(key)} is no route key of an HTTP API`,
            'write $default, or a method and a path that begins with a slash, such as GET /books/{id}',
          ),
        ]
      : [...checkMethod(key, method), ...checkPath(key, path)];
  return at(resource, 'RouteKey', problems);
}

function checkMethod(key: string, method: string) {
  if (METHODS.includes(method)) {
    return [];
  }
  const meant = suggest(method, METHODS);
  return [
    problem(
      'RouteMethodUnknown',
      key,
      `${JSON.stringify(key)} has no method that a route can have`,
      meant === undefined ? `use one of ${METHODS.join(', ')}` : `did you mean ${meant}?`,
    ),
  ];
}

function checkPath(key: string, path: string) {
  const segments = path.split('/').slice(1);
  const greedy = segments.findIndex((segment) => /^\{[^{}]*\+\}$/.test(segment));
  const partial = segments.find((segment) => /[{}]/.test(segment) && !/^\{[^{}]*\}$/.test(segment));
  return [
    ...(path.length > 1 && path.endsWith('/')
      ? [
          problem(
            'RouteTrailingSlash',
            key,
            `the path of ${JSON.stringify(key)} ends in a slash`,
            'leave the slash out; a request with it matches a greedy variable alone, as in /books/{proxy+}',
          ),
        ]
      : []),
    ...(greedy >= 0 && greedy < segments.length - 1
      ? [
          problem(
            'GreedyVariableNotLast',
            key,
            `${segments[greedy]} is not the last part of ${JSON.stringify(key)}`,
            'let the path end with it, or take out the plus',
          ),
        ]
      : []),
    ...(partial === undefined
      ? []
      : [
          problem(
            'PathVariablePartial',
            key,
            `${JSON.stringify(partial)} in ${JSON.stringify(key)} is neither plain text nor a variable as a whole`,
            'let the variable be the whole part between two slashes, as in /x/{id}',
          ),
        ]),
  ];
}
