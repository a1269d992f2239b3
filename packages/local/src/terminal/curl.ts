import { type JsonStep, parameterOf, parseExpression, serviceSubtype, type Variable } from '@apigwv2-integrations/core/engine';
import { type IdentitySource, parseIdentitySource } from '../authorizers/lambda/identity-sources';
import type { TargetPlan } from '../definitions/integration';
import type { MappingPair } from '../definitions/mapping';
import type { RoutePlan } from '../definitions/route';

const SAFE = /^[\w@%+=:,./-]+$/;
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
const NOTHING: SampleRequest = { headers: [], query: [] };

/**
 * A command that calls a route, with example values for variables.
 *
 * @param region of the API, for which requests to routes with IAM authorization are signed
 */
export function curlOf(route: RoutePlan, url: string, region: string): string {
  return curlWords(route, url, region).join(' ');
}

/** The words of the command, quoted for a shell; a flag and its value are one word. */
export function curlWords({ key, authorizer, integration }: RoutePlan, url: string, region: string): readonly string[] {
  const [, method = 'ANY', path = '/'] = /^(\S+) (.*)$/s.exec(key) ?? [];
  const sample = integration.kind === 'served' && integration.target.kind === 'service' ? sampleRequest(integration.target) : NOTHING;
  const identity = identityOf(authorizer);
  const body = method === 'HEAD' ? undefined : (sample.body ?? (WITH_BODY.has(method) ? {} : undefined));
  const headers: readonly MappingPair[] = [
    ...identity.headers,
    ...sample.headers,
    ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
  ];
  return [
    'curl',
    ...(authorizer.kind === 'iam' ? [`--aws-sigv4 aws:amz:${region}:execute-api`, "--user '<id>:<secret>'"] : []),
    ...methodWords(method, body !== undefined),
    ...unique(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${quoted(JSON.stringify(body))}`]),
    quoted(`${url}${samplePath(path)}${queryOf([...identity.query, ...sample.query])}`),
  ];
}

/** Placeholders for what an authorizer reads. */
function identityOf(authorizer: RoutePlan['authorizer']): SampleRequest {
  if (authorizer.kind === 'jwt') {
    return { headers: [['authorization', 'Bearer <token>']], query: [] };
  }
  const sources = authorizer.kind === 'lambda' ? authorizer.identitySources.map((source) => parseIdentitySource(source, 'HTTP')) : [];
  const from = (where: IdentitySource['from']): MappingPair[] =>
    sources.flatMap((source) => (source?.from === where ? [[source.name, 'any'] as const] : []));
  return { headers: from('header'), query: from('querystring') };
}

/** The method is written out where curl's default, POST for a request with a body, differs or is not obvious. */
function methodWords(method: string, withBody: boolean): readonly string[] {
  switch (method) {
    case 'HEAD':
      return ['-I'];
    case 'ANY':
      return withBody ? ['-X POST'] : [];
    case 'GET':
      return withBody ? ['-X GET'] : [];
    default:
      return [`-X ${method}`];
  }
}

/** The first header of each name. */
function unique(headers: readonly MappingPair[]): readonly MappingPair[] {
  const names = headers.map(([name]) => name.toLowerCase());
  return headers.filter((_, index) => names.indexOf(names[index] as string) === index);
}

function samplePath(path: string): string {
  return path.replace(/\{([^{}]*)\}/g, (_, name: string) => (name.endsWith('+') ? 'any/path' : '1'));
}

function queryOf(query: readonly MappingPair[]): string {
  return query.length === 0 ? '' : `?${query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')}`;
}

function quoted(word: string): string {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Example values for everything that the parameters of a service read from a request. */
interface SampleRequest {
  readonly headers: readonly MappingPair[];
  readonly query: readonly MappingPair[];
  /** The body as a JSON value, if a parameter reads it. */
  readonly body?: unknown;
}

type ServiceTarget = Extract<TargetPlan, { kind: 'service' }>;

/** Keeps the command readable. */
const MAX_SAMPLE_ELEMENTS = 10;

/** Examples for parameters with a format beyond their type. */
const EXAMPLES_BY_NAME: Readonly<Record<string, unknown>> = { Detail: {}, Input: {}, ExplicitHashKey: '1', SequenceNumberForOrdering: '1' };

const EXAMPLES_BY_TYPE: Readonly<Record<string, unknown>> = { integer: 1, json: {}, list: [], time: '2026-01-01T00:00:00Z' };

/** Builds a request that gives every parameter of a service integration a value. */
function sampleRequest({ subtype, parameters }: ServiceTarget): SampleRequest {
  const headers = new Map<string, string>();
  const query = new Map<string, string>();
  let body: unknown;
  for (const [name, source] of parameters) {
    const { parts } = parseExpression(source);
    for (const part of parts) {
      if (part.kind === 'variable') {
        add(part.variable, parts.length === 1 ? exampleOf(subtype, name) : 'any');
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

function exampleOf(subtype: string, name: string): unknown {
  const definition = serviceSubtype(subtype);
  const type = definition && parameterOf(definition, name)?.type;
  return EXAMPLES_BY_NAME[name] ?? (type && EXAMPLES_BY_TYPE[type]) ?? 'any';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Sets a value at a JSON path, creating what leads to it. Unsupported steps leave the value as it is. */
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
