import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { describe, expect, test } from 'vitest';
import type { FunctionHandler } from '../../src/index';
import { EVENTS_PATH } from '../../src/inspector/api-server';
import { type EndpointDependencies, endpoints } from '../../src/inspector/endpoints';
import { handwritten } from '../serve/app';
import { files, route } from '../support';
import { chatResources, routeResponse, wsIntegration, wsRoute } from '../websocket-api/app';
import { type Answer, type Call, type Inspected, inspected } from './support';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
}

const DOCUMENT = JSON.parse(readFileSync(join(__dirname, '../../../../docs/schemas/inspector.openapi.json'), 'utf8'));
const PATHS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = DOCUMENT.paths;

/** The schema with objects that have no other members, so that a member without documentation is found. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(strict);
  }
  if (typeof schema !== 'object' || schema === null) {
    return schema;
  }
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]));
  return 'properties' in schema ? { ...members, additionalProperties: false } : members;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
const strictDocument = strict(DOCUMENT) as { components: object };

function expectValid(schema: object, value: unknown, shown: string): void {
  const validate = ajv.compile({ ...(strict(schema) as object), components: strictDocument.components });
  validate(value);
  expect([shown, validate.errors ?? []]).toEqual([shown, []]);
}

/** Calls an endpoint, and holds its request and answer against the document. */
async function documented(
  { call }: Inspected,
  path: string,
  values: Readonly<Record<string, string>> = {},
  how: Call = {},
): Promise<Answer> {
  const method = (how.method ?? 'GET').toLowerCase();
  const operation = PATHS[path]?.[method] ?? expect.fail(`${method} ${path} is not documented`);
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const answer = await call(target, how);
  const shown = `${method} ${path} ${answer.status}`;
  const response = operation.responses[String(answer.status)] ?? expect.fail(`${shown} is not documented: ${answer.text}`);
  const content = (response.$ref === undefined ? response : DOCUMENT.components.responses.Error).content ?? {};
  const type = String(answer.headers['content-type']).replace(/;.*/, '');
  expect(Object.keys(content)).toEqual([type]);
  if (type === 'application/json') {
    expectValid(content[type].schema, answer.json(), shown);
  }
  if (answer.status < 300 && how.body !== undefined) {
    expectValid(operation.requestBody?.content['application/json']?.schema ?? { not: {} }, how.body, `request of ${shown}`);
  }
  return answer;
}

const reply: FunctionHandler = async (event) => {
  if (event.rawPath === '/fails') {
    throw new Error('no');
  }
  return { statusCode: 200, body: `re ${event.body}` };
};

describe('the OpenAPI document of the inspector', () => {
  test('has the endpoints of the server, and no other', () => {
    const served = endpoints({} as EndpointDependencies).map(({ method, path }) => `${method} ${path}`);
    const written = Object.entries(PATHS).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(written.toSorted()).toEqual([...served, `GET ${EVENTS_PATH}`].toSorted());
  });

  test('holds for the answers about an HTTP API', async () => {
    const path = handwritten({
      routes: ['GET /a', 'POST /a', 'GET /fails'],
      integration: { RequestParameters: { 'append:header.x-a': '$request.header.host', 'overwrite:header.via': 'x' } },
      more: { Closed: route('GET /closed', { Target: undefined }), Iam: route('GET /iam', { AuthorizationType: 'AWS_IAM' }) },
    });
    const { findProblems } = await import('../../src/index');
    const made = await inspected(path, { '*': reply }, { findings: () => findProblems(path).findings });
    for (const request of [{ path: '/a?b=c' }, { path: '/fails' }, { path: '/closed' }, { path: '/iam' }, { path: '/nope' }]) {
      await made.gateway.inject(request);
    }
    await made.gateway.inject({ path: '/a', method: 'POST', body: Buffer.from([0xff]) });
    const app = (await documented(made, '/api/app')).json();
    expect(app.apis[0].routes).toHaveLength(5);
    const { exchanges } = (await documented(made, '/api/exchanges')).json();
    expect(exchanges).toHaveLength(6);
    for (const { id } of exchanges) {
      await documented(made, '/api/exchanges/{id}', { id });
      await documented(made, '/api/exchanges/{id}/curl', { id });
      await documented(made, '/api/exchanges/{id}/test', { id });
      await documented(made, '/api/exchanges/{id}/replay', { id }, { method: 'POST', body: { headers: [['a', 'b']], target: '/a' } });
    }
    await documented(made, '/api/exchanges/{id}', { id: 'none' });
    await documented(made, '/api/exchanges/{id}', { id: '1' }, { token: 'wrong' });
    await documented(made, '/api/exchanges/{id}/replay', { id: '1' }, { method: 'POST', body: { headers: 'wrong' } });
    await documented(made, '/api/explain', {}, { method: 'POST', body: { api: 'books', target: '/a', headers: [['a', 'b']] } });
    await documented(made, '/api/explain', {}, { method: 'POST', body: { api: 'books' } });
    await documented(made, '/api/connections', {}, { method: 'POST', body: { api: 'books', target: '/' } });
    expect((await documented(made, '/api/exchanges', {}, { method: 'DELETE' })).json()).toEqual({});
  });

  test('holds for the answers about a WebSocket API', async () => {
    const mock = {
      IntegrationType: 'MOCK',
      IntegrationUri: undefined,
      RequestTemplates: { $default: '{"statusCode": 200}' },
      RequestParameters: { 'integration.request.header.x': "'y'" },
    };
    const resources = chatResources({
      routes: ['$connect', '$disconnect'],
      twoWay: ['$default'],
      more: { Mock: wsIntegration(mock), Ask: wsRoute('ask', 'Mock'), AskAnswer: routeResponse('Ask') },
    });
    const made = await inspected(join(files({ 'a.template.json': { Resources: resources } }), 'a.template.json'), { '*': reply });
    await documented(made, '/api/app');
    const body = { api: 'chat', target: '/dev', headers: [['a', 'b']], subprotocols: [] };
    const { id } = (await documented(made, '/api/connections', {}, { method: 'POST', body })).json();
    for (const data of ['hi', '{"action":"ask"}']) {
      await documented(made, '/api/connections/{id}/messages', { id }, { method: 'POST', body: { data } });
    }
    await made.gateway.idle();
    await documented(made, '/api/connections/{id}', { id }, { method: 'DELETE' });
    await documented(made, '/api/connections/{id}', { id: 'none' }, { method: 'DELETE' });
    await documented(made, '/api/connections/{id}/messages', { id: 'none' }, { method: 'POST', body: { data: '' } });
    await made.gateway.idle();
    const { exchanges } = (await documented(made, '/api/exchanges')).json();
    expect(exchanges.map(({ kind }: { kind: string }) => kind)).toEqual(['message', 'message', 'connection']);
    for (const exchange of exchanges) {
      const detail = (await documented(made, '/api/exchanges/{id}', { id: exchange.id })).json();
      await documented(made, '/api/exchanges/{id}/curl', { id: exchange.id });
      if (detail.route === 'ask') {
        expect(detail.templates).toHaveLength(1);
        expect(detail.parameters.headers).toEqual([['x', 'y']]);
      }
    }
    await documented(made, '/api/explain', {}, { method: 'POST', body: { api: 'chat', target: '/dev', body: '{"action":"ask"}' } });
  });
});
