import { type JsonStep, parameterOf, parseExpression, serviceSubtype, type Variable } from '@apigwv2-integrations/core/engine';
import type { RoutePlan } from '../definitions/api-plan';
import type { MappingPair, TargetPlan } from '../definitions/integration-plan';

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

/** What a request must have for every parameter of a service to get a value; the values are made up. */
interface SampleRequest {
  readonly headers: readonly MappingPair[];
  readonly query: readonly MappingPair[];
  /** The JSON of the body, if a parameter reads the body. */
  readonly body?: unknown;
}

type ServiceTarget = Extract<TargetPlan, { kind: 'service' }>;

/** A longer list would be no command that somebody reads. */
const MAX_SAMPLE_ELEMENTS = 10;

/** Values of parameters whose texts have a form that their type does not tell. */
const FORMED: Readonly<Record<string, unknown>> = { Detail: {}, Input: {}, ExplicitHashKey: '1', SequenceNumberForOrdering: '1' };

const OF_TYPE: Readonly<Record<string, unknown>> = { integer: 1, json: {}, list: [], time: '2026-01-01T00:00:00Z' };

/** A request that a service integration can take, as its parameters say. */
function sampleRequest({ subtype, parameters }: ServiceTarget): SampleRequest {
  const headers = new Map<string, string>();
  const query = new Map<string, string>();
  let body: unknown;
  for (const [name, source] of parameters) {
    const { parts } = parseExpression(source);
    for (const part of parts) {
      if (part.kind === 'variable') {
        add(part.variable, parts.length === 1 ? madeUp(subtype, name) : 'any');
      }
    }
  }
  return { headers: [...headers], query: [...query], body };

  function add(variable: Variable, value: unknown): void {
    if (variable.source === 'request.header') {
      headers.set(variable.name, textOf(value));
    } else if (variable.source === 'request.querystring') {
      query.set(variable.name, textOf(value));
    } else if (variable.source === 'request.body') {
      body = variable.path === undefined ? (body ?? {}) : withValue(body, variable.path.steps, value);
    }
  }
}

function madeUp(subtype: string, name: string): unknown {
  const known = serviceSubtype(subtype);
  const type = known && parameterOf(known, name)?.type;
  return FORMED[name] ?? (type && OF_TYPE[type]) ?? 'any';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The JSON with a value at the place, and all that leads there; as it is where no value can be put. */
function withValue(json: unknown, [step, ...rest]: readonly JsonStep[], value: unknown): unknown {
  switch (step?.kind) {
    case undefined:
      return value;
    case 'name': {
      const object = (typeof json === 'object' && !Array.isArray(json) ? json : {}) as Record<string, unknown> | null;
      return { ...object, [step.name]: withValue(object?.[step.name], rest, value) };
    }
    case 'every':
    case 'index': {
      const list: readonly unknown[] = Array.isArray(json) ? json : [];
      const at = step.kind === 'index' ? Math.max(step.index, 0) : 0;
      const length = Math.max(list.length, at + 1);
      return at < MAX_SAMPLE_ELEMENTS
        ? Array.from({ length }, (_, index) => (index === at ? withValue(list[index], rest, value) : (list[index] ?? null)))
        : json;
    }
    case 'unknown':
      return json;
  }
}
