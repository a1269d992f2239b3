import type { RoutePlan } from '../plan/api-plan';

const SAFE = /^[\w@%+=:,./-]+$/;
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** A command that calls a route behind a URL; what stands for a variable is made up. */
export function curlOf({ key, authorizer }: RoutePlan, url: string): string {
  const [, method = 'GET', path = '/'] = /^(\S+) (.*)$/s.exec(key) ?? [];
  const words = ['curl'];
  if (method === 'HEAD') {
    words.push('-I');
  } else if (method !== 'GET' && method !== 'ANY') {
    words.push('-X', method);
  }
  if (authorizer.kind === 'jwt') {
    words.push('-H', quoted('authorization: Bearer <token>'));
  }
  if (WITH_BODY.has(method)) {
    words.push('-H', quoted('content-type: application/json'), '-d', quoted('{}'));
  }
  return [...words, quoted(`${url}${sample(path)}`)].join(' ');
}

function sample(path: string): string {
  return path.replace(/\{([^{}]*)\}/g, (_, name: string) => (name.endsWith('+') ? 'any/path' : '1'));
}

function quoted(word: string): string {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
