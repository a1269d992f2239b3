import type { RoutePlan } from '../definitions/api-plan';
import type { MappingPair } from '../definitions/integration-plan';
import { type SampleRequest, sampleRequest } from './sample-request';

const SAFE = /^[\w@%+=:,./-]+$/;
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
const NOTHING: SampleRequest = { headers: [], query: [] };

/** A command that calls a route behind a URL; what stands for a variable is made up. */
export function curlOf({ key, authorizer, integration }: RoutePlan, url: string): string {
  const [, method = 'ANY', path = '/'] = /^(\S+) (.*)$/s.exec(key) ?? [];
  const asked = integration.kind === 'served' && integration.target.kind === 'service' ? sampleRequest(integration.target) : NOTHING;
  const body = method === 'HEAD' ? undefined : (asked.body ?? (WITH_BODY.has(method) ? {} : undefined));
  const headers: readonly MappingPair[] = [
    ...(authorizer.kind === 'jwt' ? [['authorization', 'Bearer <token>'] as const] : []),
    ...asked.headers,
    ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
  ];
  return [
    'curl',
    ...methodWords(method, body !== undefined),
    ...unique(headers).flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)]),
    ...(body === undefined ? [] : ['-d', quoted(JSON.stringify(body))]),
    quoted(`${url}${sample(path)}${queryOf(asked.query)}`),
  ].join(' ');
}

/** With a body, curl would take POST by itself; a reader need not know. */
function methodWords(method: string, withBody: boolean): readonly string[] {
  switch (method) {
    case 'HEAD':
      return ['-I'];
    case 'ANY':
      return withBody ? ['-X', 'POST'] : [];
    case 'GET':
      return withBody ? ['-X', 'GET'] : [];
    default:
      return ['-X', method];
  }
}

/** The first header of each name. */
function unique(headers: readonly MappingPair[]): readonly MappingPair[] {
  const names = headers.map(([name]) => name.toLowerCase());
  return headers.filter((_, index) => names.indexOf(names[index] as string) === index);
}

function sample(path: string): string {
  return path.replace(/\{([^{}]*)\}/g, (_, name: string) => (name.endsWith('+') ? 'any/path' : '1'));
}

function queryOf(query: readonly MappingPair[]): string {
  return query.length === 0 ? '' : `?${query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
}

function quoted(word: string): string {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
