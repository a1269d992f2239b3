import { isObject } from '@apigwv2-integrations/core/engine';
import { isHeaderName, isHeaderValue } from '../gateway/header';
import type { InjectRequest } from '../gateway/inject';
import type { AnyServedApi } from '../served-apis';
import { ApiFailure } from './api-failure';
import type { Console } from './console';
import { curlFor } from './copy-curl';
import { type TestTarget, testFor } from './copy-test';
import type { ExchangeViews } from './describe-exchange';
import type { ExchangeRecord } from './exchange-record';
import type { ExchangeStore } from './exchange-store';
import type { AppInfo, NameValue, ReplayRequest } from './protocol';
import { grouped, replay, replayable } from './replay';
import { Secrets } from './secrets';

/** What endpoints answer with. */
export interface EndpointDependencies {
  readonly store: ExchangeStore;
  readonly views: ExchangeViews;
  readonly console: Console;
  readonly app: () => AppInfo;
  /** @throws ApiFailure */
  readonly api: (name: string) => AnyServedApi;
  readonly originOf: (api: string) => string;
  readonly test: Omit<TestTarget, 'handshake'>;
}

/** A request to an endpoint. */
export interface EndpointRequest {
  /** By the names in the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** A JSON object; empty without a body. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** An answer: JSON, or text for people to copy. */
export type EndpointAnswer = { readonly status: number; readonly json: unknown } | { readonly status: 200; readonly text: string };

/** An endpoint of the API. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Such as `/api/exchanges/{id}`. */
  readonly path: string;
  answer(request: EndpointRequest): EndpointAnswer | Promise<EndpointAnswer>;
}

/** All endpoints but the event stream. */
export function endpoints(dependencies: EndpointDependencies): readonly Endpoint[] {
  const { store, views, console, api } = dependencies;
  const recordOf = ({ path }: EndpointRequest): ExchangeRecord => {
    const record = store.get(path['id'] ?? '');
    if (record === undefined) {
      throw new ApiFailure(404, 'there is no such exchange, or it is no longer kept');
    }
    return record;
  };
  const handshakeOf = ({ start }: ExchangeRecord) =>
    start.connectionId === undefined ? undefined : store.ofConnection(start.connectionId);
  return [
    { method: 'GET', path: '/api/app', answer: () => ok(dependencies.app()) },
    {
      method: 'GET',
      path: '/api/exchanges',
      answer: ({ query }) => ok({ exchanges: filtered(store.all, query).map((each) => views.summary(each)) }),
    },
    {
      method: 'DELETE',
      path: '/api/exchanges',
      answer: () => {
        store.clear();
        return ok({});
      },
    },
    {
      method: 'GET',
      path: '/api/exchanges/{id}',
      answer: async (request) => {
        const record = recordOf(request);
        return ok(views.detail(record, await whyOf(record, dependencies), replayable(record)));
      },
    },
    {
      method: 'POST',
      path: '/api/exchanges/{id}/replay',
      answer: async (request) => {
        const begun = await replay(recordOf(request), replayRequest(request.body), { store, views, console, api });
        return { status: 201, json: { id: begun.id } };
      },
    },
    {
      method: 'GET',
      path: '/api/exchanges/{id}/curl',
      answer: (request) => {
        const record = recordOf(request);
        const target = { origin: dependencies.originOf(record.start.api), handshake: handshakeOf(record) };
        return { status: 200, text: curlFor(record, views.secretsOf(record), target) };
      },
    },
    {
      method: 'GET',
      path: '/api/exchanges/{id}/test',
      answer: (request) => {
        const record = recordOf(request);
        return { status: 200, text: testFor(record, views.secretsOf(record), { ...dependencies.test, handshake: handshakeOf(record) }) };
      },
    },
    {
      method: 'POST',
      path: '/api/explain',
      answer: async ({ body }) => {
        const headers = fields(body, 'headers');
        const request = {
          method: optional(body, 'method'),
          path: text(body, 'target'),
          headers: grouped(headers),
          body: optional(body, 'body'),
        };
        const explanation = await explain(api(text(body, 'api')), request);
        const secrets = new Secrets();
        secrets.addTarget(request.path);
        secrets.addHeaders(headers);
        return ok(views.deep(explanation, secrets));
      },
    },
    {
      method: 'POST',
      path: '/api/connections',
      answer: async ({ body }) => {
        const subprotocols = list(body, 'subprotocols', (each): each is string => typeof each === 'string', 'a list of texts');
        const request = { path: text(body, 'target'), headers: grouped(fields(body, 'headers')), subprotocols };
        return { status: 201, json: await console.open(text(body, 'api'), request) };
      },
    },
    {
      method: 'POST',
      path: '/api/connections/{id}/messages',
      answer: ({ path, body }) => {
        console.send(path['id'] ?? '', text(body, 'data'));
        return { status: 202, json: {} };
      },
    },
    {
      method: 'DELETE',
      path: '/api/connections/{id}',
      answer: ({ path }) => {
        console.close(path['id'] ?? '');
        return { status: 202, json: {} };
      },
    },
  ];
}

function ok(json: unknown): EndpointAnswer {
  return { status: 200, json };
}

/** The explanation of the request with the app as it is now; undefined for a request that was not read. */
async function whyOf({ start, requestBody }: ExchangeRecord, { api, store }: EndpointDependencies): Promise<unknown> {
  const handshake = start.kind === 'message' ? store.ofConnection(start.connectionId ?? '') : undefined;
  const { target, headers = [] } = handshake?.start ?? start;
  if (target === undefined) {
    return undefined;
  }
  try {
    const { method } = start;
    const content = start.kind === 'message' ? (requestBody?.content ?? '') : requestBody?.content;
    const body = content === undefined ? undefined : Buffer.from(content);
    return await explain(api(start.api), {
      method: start.kind === 'request' ? method : 'GET',
      path: target,
      headers: grouped(headers),
      body,
    });
  } catch {
    // The API is gone after a reload, or the request is one that cannot be explained.
    return undefined;
  }
}

/** Of a WebSocket API, a request without a body is a handshake. A message is the body of a request with the path of its handshake. */
function explain(api: AnyServedApi, request: InjectRequest): Promise<unknown> {
  const { body, path, headers } = request;
  if (api.protocol === 'HTTP') {
    return api.explain(request);
  }
  if (body === undefined) {
    return api.explain({ path, headers });
  }
  const [, stage] = path.split(/[/?]/);
  return api.explain(body instanceof Uint8Array ? Buffer.from(body).toString() : String(body), { stage });
}

/** The members of a summary that a query can ask for. */
function filtered(records: readonly ExchangeRecord[], query: URLSearchParams): readonly ExchangeRecord[] {
  const wanted = (['kind', 'api', 'method', 'route', 'status', 'connectionId'] as const).flatMap((name) => {
    const value = query.get(name);
    return value === null ? [] : [{ name, value }];
  });
  return wanted.length === 0
    ? records
    : records.filter(({ summary }) => wanted.every(({ name, value }) => String(summary[name] ?? '') === value));
}

function replayRequest(body: EndpointRequest['body']): ReplayRequest {
  const encoding = optional(body, 'bodyEncoding');
  if (encoding !== undefined && encoding !== 'utf8' && encoding !== 'base64') {
    throw new ApiFailure(400, 'bodyEncoding must be utf8 or base64');
  }
  return {
    method: optional(body, 'method'),
    target: optional(body, 'target'),
    headers: body['headers'] === undefined ? undefined : fields(body, 'headers'),
    body: optional(body, 'body'),
    bodyEncoding: encoding,
  };
}

function optional(body: EndpointRequest['body'], name: string): string | undefined {
  const value = body[name];
  if (value !== undefined && typeof value !== 'string') {
    throw new ApiFailure(400, `${name} must be a text`);
  }
  return value;
}

function text(body: EndpointRequest['body'], name: string): string {
  const value = optional(body, name);
  if (value === undefined) {
    throw new ApiFailure(400, `${name} is missing: give it a text`);
  }
  return value;
}

function fields(body: EndpointRequest['body'], name: string): readonly NameValue[] {
  const isField = (each: unknown): each is NameValue =>
    Array.isArray(each) &&
    each.length === 2 &&
    each.every((part) => typeof part === 'string') &&
    isHeaderName(each[0]) &&
    isHeaderValue(each[1]);
  return list(body, name, isField, 'a list of pairs of name and value, without control characters');
}

function list<Each>(body: EndpointRequest['body'], name: string, is: (each: unknown) => each is Each, expected: string): readonly Each[] {
  const value = body[name] ?? [];
  if (!Array.isArray(value) || !value.every(is)) {
    throw new ApiFailure(400, `${name} must be ${expected}`);
  }
  return value;
}

/** The body of a request as a JSON object. */
export function objectOf(json: string): EndpointRequest['body'] {
  let value: unknown;
  try {
    value = json === '' ? {} : JSON.parse(json);
  } catch (error) {
    throw new ApiFailure(400, `the body is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(value)) {
    throw new ApiFailure(400, 'the body must be a JSON object');
  }
  return value;
}
