import { signal } from '@preact/signals';
import type { Kind } from '../evaluation/evaluate';
import type { AnyExplanation, ExchangeDetail } from '../protocol';

export interface Form {
  readonly kind: Kind;
  /** A mapping in JSON, or a Velocity template. */
  readonly source: string;
  /** What it is evaluated with, in JSON: the shape that `MappingEvaluator` and `WebSocketEvaluator` take. */
  readonly sample: string;
}

const asJson = (value: unknown): string => JSON.stringify(value, undefined, 2);

export const STARTS: Readonly<Record<Kind, Form>> = {
  request: {
    kind: 'request',
    source: asJson({ 'append:header.x-user': '$request.header.user', 'overwrite:path': '/v2/${request.path.id}' }),
    sample: asJson({
      path: '/books/42',
      pathVariables: { id: '42' },
      headers: { user: 'ada' },
      queryString: {},
      body: '',
      context: { requestId: 'r1' },
      stageVariables: {},
    }),
  },
  response: {
    kind: 'response',
    source: asJson({ 'overwrite:statuscode': '403', 'append:header.x-cache': '$response.header.age' }),
    sample: asJson({ statusCode: 404, headers: { age: '12' }, body: '' }),
  },
  velocity: {
    kind: 'velocity',
    source: '{\n  "connection": "$context.connectionId",\n  "text": $input.json(\'$.text\')\n}',
    sample: asJson({ body: '{"text":"hello"}', context: { connectionId: 'c1' }, stageVariables: {} }),
  },
};

export const form = signal<Form>(STARTS.request);

/** Fills the form with the mapping and the request of an exchange. */
export function fillForm({ mapping, request, why, requestId }: ExchangeDetail): void {
  if (mapping === undefined) {
    return;
  }
  const pathVariables = (why as AnyExplanation | undefined)?.candidates.find(({ selected }) => selected)?.pathVariables ?? {};
  form.value = {
    kind: 'request',
    source: asJson(Object.fromEntries(mapping.entries.map(({ key, expression }) => [key, expression]))),
    sample: asJson({
      path: mapping.before.path,
      pathVariables,
      headers: joined(mapping.before.headers),
      queryString: joined(mapping.before.query),
      body: request?.body?.text ?? '',
      context: { requestId },
      stageVariables: {},
    }),
  };
}

function joined(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    const first = values.get(name);
    values.set(name, first === undefined ? value : `${first},${value}`);
  }
  return Object.fromEntries(values);
}
