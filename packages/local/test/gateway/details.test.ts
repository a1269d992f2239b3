import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type DetailEntry, type FunctionHandler, LocalGateway, type LogEntry } from '../../src/index';
import { handwritten } from '../serve/app';
import { integration, route } from '../support';
import { chatTemplate } from '../websocket-api/app';

type Entry = LogEntry | DetailEntry;

async function load(path: string, functions: Readonly<Record<string, FunctionHandler>>, more: object = {}) {
  const gateway = await LocalGateway.load(path, { functions, ...more });
  onTestFinished(() => gateway.close());
  const entries: Entry[] = [];
  const unsubscribe = gateway.subscribe((entry) => entries.push(entry), { details: true });
  const of = <Kind extends Entry['kind']>(kind: Kind) =>
    entries.filter((entry): entry is Extract<Entry, { readonly kind: Kind }> => entry.kind === kind);
  return { gateway, entries, unsubscribe, of };
}

const greet: FunctionHandler = async (event) => ({
  statusCode: 200,
  headers: { 'x-from': 'fn' },
  body: `hello ${event.headers['x-user']}`,
});

describe('a subscriber with details', () => {
  const mapped = {
    integration: {
      RequestParameters: { 'append:header.x-user': '$request.querystring.user', 'remove:header.x-old': "''" },
      ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'append:header.x-status', Source: 'seen' }] } },
    },
  };

  test('receives what a request consists of, in the order in which it happens', async () => {
    const { gateway, entries, of } = await load(handwritten(mapped), { '*': greet });
    const request = { path: '/a?user=ann', headers: { 'x-old': '1', 'content-type': 'text/plain' }, body: 'some text', method: 'POST' };
    const response = await gateway.inject(request);
    expect(response.text()).toBe('hello ann');
    const steps = entries.map((entry) => (entry.kind === 'invocation' ? entry.step : entry.kind));
    expect(steps.filter((step) => step !== 'body')).toEqual([
      ...['received', 'mapped', 'event', 'queued', 'started', 'finished', 'result', 'integration-response', 'answer', 'request'],
    ]);
    expect(new Set(entries.map((entry) => 'requestId' in entry && entry.requestId)).size).toBe(1);
    expect(of('received')[0]).toMatchObject({ api: 'books', method: 'POST', target: '/a?user=ann' });
    expect(of('mapped')[0]?.before.headers).toContainEqual(['x-old', '1']);
    expect(of('mapped')[0]?.after.headers).toContainEqual(['x-user', 'ann']);
    expect(of('mapped')[0]?.changes()).toEqual([
      { key: 'remove:header.x-old', expression: "''", action: 'remove', location: 'header', name: 'x-old' },
      {
        key: 'append:header.x-user',
        expression: '$request.querystring.user',
        action: 'append',
        location: 'header',
        name: 'x-user',
        value: 'ann',
      },
    ]);
    expect(JSON.parse(of('event')[0]?.event ?? '').body).toBe('some text');
    expect(of('event')[0]).toMatchObject({ function: 'Fn', role: 'integration' });
    expect(JSON.parse(of('result')[0]?.payload ?? '').body).toBe('hello ann');
    const [before] = of('integration-response');
    expect(before?.headers.map(([name]) => name)).not.toContain('x-status');
    expect(before?.changes()).toMatchObject([{ key: 'append:header.x-status', value: 'seen' }]);
    expect(of('answer')[0]?.headers).toContainEqual(['x-status', 'seen']);
    expect(of('body').map((body) => [body.of, String(body.content), body.bytes])).toEqual(
      expect.arrayContaining([
        ['request', 'some text', 9],
        ['answer', 'hello ann', 9],
      ]),
    );
  });

  test('receives nothing after it has unsubscribed, and no details unless it asks for them', async () => {
    const { gateway, entries, unsubscribe } = await load(handwritten(), { '*': greet });
    const plain: LogEntry[] = [];
    gateway.subscribe((entry) => plain.push(entry));
    unsubscribe();
    await gateway.inject({ path: '/' });
    expect(entries).toEqual([]);
    expect(new Set(plain.map(({ kind }) => kind))).toEqual(new Set(['invocation', 'request']));
  });

  test('receives the body of a request that no function gets', async () => {
    const { gateway, of } = await load(handwritten({ route: { AuthorizationType: 'AWS_IAM' } }), { '*': greet });
    const { port } = await gateway.listen();
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'refused' });
    expect(response.status).toBe(403);
    await expect
      .poll(() =>
        of('body')
          .find((body) => body.of === 'request')
          ?.content.toString(),
      )
      .toBe('refused');
    expect(of('authorizer')).toMatchObject([{ decision: 'refused', authorizer: 'AWS_IAM' }]);
  });

  test('receives the beginning of bodies that are streamed, which arrive whole', async () => {
    const server = createServer((request, response) => {
      let bytes = 0;
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      request.on('end', () => {
        response.write(`${bytes} `);
        setImmediate(() => Readable.from([Buffer.alloc(400_000, 'a'), Buffer.alloc(400_000, 'b')]).pipe(response));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const url = { IntegrationType: 'HTTP_PROXY', IntegrationUri: `${target}/`, IntegrationMethod: 'ANY', PayloadFormatVersion: '1.0' };
    const { gateway, of } = await load(handwritten({ integration: url }), {});
    const { port } = await gateway.listen();
    const body = Buffer.alloc(700_000, 'x');
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
    const text = await response.text();
    expect(text.slice(0, 9)).toBe('700000 aa');
    expect(text).toHaveLength(800_007);
    await expect.poll(() => of('body').length).toBe(2);
    expect(of('body').map((entry) => [entry.of, entry.content.length, entry.bytes])).toEqual([
      ['request', 262_144, 700_000],
      ['answer', 262_144, 800_007],
    ]);
  });

  test('receives the event of an authorizer apart from that of the integration', async () => {
    const authorizer = {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        Name: 'users',
        AuthorizerType: 'REQUEST',
        AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' },
        AuthorizerPayloadFormatVersion: '2.0',
        EnableSimpleResponses: true,
        IdentitySource: ['$request.header.authorization'],
      },
    };
    const path = handwritten({ route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Users' } }, more: { Users: authorizer } });
    const { gateway, of } = await load(path, {
      '*': async (event) => (event.identitySource === undefined ? 'ok' : { isAuthorized: true }),
    });
    await gateway.inject({ path: '/', headers: { authorization: 'secret' } });
    expect(of('event').map(({ role }) => role)).toEqual(['authorizer', 'integration']);
    expect(of('result').map(({ role, payload }) => [role, payload])).toEqual([
      ['authorizer', '{"isAuthorized":true}'],
      ['integration', '"ok"'],
    ]);
  });
});

describe('a subscriber with details of a WebSocket API', () => {
  test('receives handshakes, messages and frames', async () => {
    const path = chatTemplate({ routes: ['$connect'], twoWay: ['$default'] });
    const { gateway, entries, of } = await load(path, { '*': async (event) => ({ statusCode: 200, body: `got ${event.body}` }) });
    const client = await gateway.connect({ path: '/dev?room=1', headers: { 'x-a': 'b' } });
    client.send('hi');
    expect(await client.next()).toBe('got hi');
    const { connectionId } = of('connect')[0] ?? expect.fail('there was no handshake');
    expect(of('received')[0]).toMatchObject({ connectionId, target: '/dev?room=1' });
    expect(of('received')[0]?.headers).toContainEqual(['x-a', 'b']);
    const { requestId } = of('message-received')[0] ?? expect.fail('there was no message');
    expect(of('message-received')).toMatchObject([{ connectionId, route: '$default', text: 'hi' }]);
    expect(of('frame')).toEqual([{ kind: 'frame', api: of('received')[0]?.api, connectionId, requestId, text: 'got hi' }]);
    expect(entries.filter((entry) => 'requestId' in entry && entry.requestId === requestId).map(({ kind }) => kind)).toEqual([
      ...['message-received', 'event', 'invocation', 'invocation', 'invocation', 'result', 'frame', 'message'],
    ]);
  });

  test('receives templates before and after they are rendered', async () => {
    const template = {
      IntegrationType: 'MOCK',
      IntegrationUri: undefined,
      RequestTemplates: { $default: '{"statusCode": 200, "was": "$input.path(\'$.name\')"}' },
    };
    const more = {
      Mock: integration({ ...template, PayloadFormatVersion: undefined }),
      Reply: {
        Type: 'AWS::ApiGatewayV2::IntegrationResponse',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationId: { Ref: 'Mock' },
          IntegrationResponseKey: '$default',
          ResponseTemplates: { $default: 'answer of $context.connectionId' },
        },
      },
      Ask: route('ask', { RouteResponseSelectionExpression: '$default', Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Mock' }]] } }),
      AskResponse: {
        Type: 'AWS::ApiGatewayV2::RouteResponse',
        Properties: { ApiId: { Ref: 'Api' }, RouteId: { Ref: 'Ask' }, RouteResponseKey: '$default' },
      },
    };
    const { gateway, of } = await load(chatTemplate({ routes: ['$connect'], more }), { '*': async () => ({ statusCode: 200 }) });
    const client = await gateway.connect({ path: '/dev' });
    client.send('{"action":"ask","name":"ann"}');
    const frame = await client.next();
    const [request, response] = of('template');
    expect(request).toMatchObject({
      direction: 'request',
      key: '$default',
      before: '{"action":"ask","name":"ann"}',
      after: '{"statusCode": 200, "was": "ann"}',
    });
    expect(response).toMatchObject({ direction: 'response', template: 'answer of $context.connectionId', after: frame });
    expect(of('integration-response')).toMatchObject([{ status: 200, key: '$default' }]);
  });
});
