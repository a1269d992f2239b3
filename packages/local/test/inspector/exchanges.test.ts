import { describe, expect, onTestFinished, test } from 'vitest';
import type { FunctionHandler } from '../../src/index';
import type { ExchangeRecord } from '../../src/inspector/exchange-record';
import { ExchangeStore, MAX_EXCHANGES } from '../../src/inspector/exchange-store';
import { handwritten } from '../serve/app';
import { chatTemplate } from '../websocket-api/app';
import { inspected } from './support';

const LISTENER = { changed: () => undefined, sent: () => undefined, cleared: () => undefined };

const greet: FunctionHandler = async (event) => {
  console.log('said', event.rawPath);
  return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: `hello ${event.headers['x-user']}` };
};

const mapped = handwritten.bind(undefined, {
  integration: {
    RequestParameters: { 'append:header.x-user': '$request.querystring.user' },
    ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'append:header.x-seen', Source: 'yes' }] } },
  },
});

describe('an exchange', () => {
  test('has why, mapping, event, result, answer before and after, and a timeline', async () => {
    const { gateway, newest } = await inspected(mapped(), { '*': greet });
    await gateway.inject({ path: '/a?user=ann', method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'some text' });
    const exchange = await newest();
    expect(exchange).toMatchObject({
      kind: 'request',
      api: 'books',
      method: 'POST',
      path: '/a',
      route: '$default',
      integration: 'Int',
      function: 'Fn',
      status: 200,
      replayable: true,
      request: { target: '/a?user=ann', body: { text: 'some text', encoding: 'utf8', bytes: 9, cut: false } },
      why: { protocol: 'HTTP', candidates: [{ route: '$default', selected: true }], outcome: expect.any(String) },
      answer: { before: { status: 200 }, after: { status: 200 }, body: { text: 'hello ann' } },
    });
    expect(exchange.mapping?.before.headers.map(([name]) => name)).not.toContain('x-user');
    expect(exchange.mapping?.after.headers).toContainEqual(['x-user', 'ann']);
    expect(exchange.mapping?.entries).toMatchObject([
      { key: 'append:header.x-user', expression: '$request.querystring.user', value: 'ann' },
    ]);
    expect(JSON.parse(exchange.event?.text ?? '').body).toBe('some text');
    expect(JSON.parse(exchange.result?.text ?? '').body).toBe('hello ann');
    expect(exchange.answer?.before?.headers.map(([name]) => name)).not.toContain('x-seen');
    expect(exchange.answer?.after?.headers).toContainEqual(['x-seen', 'yes']);
    expect(exchange.answer?.entries).toMatchObject([{ key: 'append:header.x-seen', value: 'yes' }]);
    const steps = exchange.timeline.map(({ step }) => step);
    expect(steps).toEqual(['received', 'mapped', 'queued', 'started', 'finished', 'responded', 'answered']);
    const times = exchange.timeline.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test('keeps a header with a line break as it was sent', async () => {
    const { gateway, newest } = await inspected(mapped(), { '*': greet });
    await gateway.inject({ path: '/a', headers: { 'x-broken': 'one\ntwo', 'x-whole': 'three' } });
    expect((await newest()).request?.headers).toEqual([
      ['host', 'localhost'],
      ['x-broken', 'one\ntwo'],
      ['x-whole', 'three'],
    ]);
  });

  test('keeps the headers of a request that has none', async () => {
    const store = new ExchangeStore(LISTENER);
    store.add({ kind: 'received', requestId: 'r', api: 'a', method: 'GET', target: '/', headers: [] });
    expect(store.ofRequest('r')?.start.headers).toEqual([]);
  });

  test('shows the entries of a response mapping whose outcome cannot be sent', async () => {
    const app = handwritten({
      integration: { ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'append:header.x', Source: '$response.body' }] } } },
    });
    const { gateway, newest } = await inspected(app, { '*': async () => ({ statusCode: 200, body: 'one\r\ntwo' }) });
    await gateway.inject({ path: '/a' });
    const exchange = await newest();
    expect(exchange.status).toBe(500);
    expect(exchange.answer?.entries).toMatchObject([{ key: 'append:header.x', expression: '$response.body', value: 'one\r\ntwo' }]);
  });

  test('has the log of its function by its own request id', async () => {
    const { served, list, detail } = await inspected(handwritten({ source: 'console.error("path " + event.rawPath); return "ok";' }), {});
    const port = served[0]?.listening.port;
    await Promise.all([fetch(`http://127.0.0.1:${port}/one`), fetch(`http://127.0.0.1:${port}/two`)]);
    await expect
      .poll(async () => (await Promise.all((await list()).map(({ id }) => detail(id)))).map(({ log }) => log.length))
      .toEqual([1, 1]);
    const notes = (await Promise.all((await list()).map(({ id }) => detail(id)))).flatMap(({ timeline }) =>
      timeline.map(({ note }) => note),
    );
    expect(notes).toContainEqual(expect.stringMatching(/^cold start, \d+ ms$/));
    for (const { id, path } of await list()) {
      const { log } = await detail(id);
      expect(log).toMatchObject([{ function: 'Fn', level: 'ERROR', text: expect.stringContaining(`path ${path}`) }]);
    }
  });

  test('is listed by what a query asks for, and no longer after all were cleared', async () => {
    const { gateway, call } = await inspected(handwritten({ routes: ['GET /a'] }), { '*': greet });
    await gateway.inject({ path: '/a' });
    await gateway.inject({ path: '/b' });
    const paths = async (query: string) =>
      (await call(`/api/exchanges${query}`)).json().exchanges.map((each: { path: string }) => each.path);
    expect(await paths('')).toEqual(['/b', '/a']);
    expect(await paths('?status=404')).toEqual(['/b']);
    expect(await paths('?route=GET%20/a&method=GET')).toEqual(['/a']);
    expect(await paths('?api=other')).toEqual([]);
    expect((await call('/api/exchanges', { method: 'DELETE' })).status).toBe(200);
    expect(await paths('')).toEqual([]);
    expect((await call('/api/exchanges/1')).status).toBe(404);
  });

  test('is cut where it is long, and says so', async () => {
    const { gateway, newest, call } = await inspected(handwritten(), { '*': async () => ({ statusCode: 200, body: 'é'.repeat(400_000) }) });
    await gateway.inject({ path: '/', method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(300_000) });
    const { request, event, answer, id, replayable } = await newest();
    expect(request?.body).toMatchObject({ bytes: 300_000, cut: true });
    expect(event).toMatchObject({ cut: true });
    expect(event?.text.length).toBeLessThanOrEqual(262_144);
    expect(answer?.body).toMatchObject({ bytes: 800_000, cut: true });
    expect(replayable).toContain('too long to be kept');
    const refused = await call(`/api/exchanges/${id}/replay`, { method: 'POST', body: {} });
    expect([refused.status, refused.json().message]).toEqual([409, replayable]);
    expect((await call(`/api/exchanges/${id}/replay`, { method: 'POST', body: { body: 'short' } })).status).toBe(201);
  });

  test('shows bytes that are no text as base64', async () => {
    const bytes = Buffer.from([0xff, 0, 0xfe]);
    const { gateway, newest } = await inspected(handwritten(), {
      '*': async () => ({ statusCode: 200, body: bytes.toString('base64'), isBase64Encoded: true }),
    });
    await gateway.inject({ path: '/' });
    expect((await newest()).answer?.body).toEqual({ text: bytes.toString('base64'), encoding: 'base64', bytes: 3, cut: false });
  });
});

describe('the store', () => {
  const request = (requestId: string, text = '') => ({
    received: { kind: 'received', requestId, api: 'a', method: 'GET', target: `/${requestId}`, headers: [] } as const,
    body: { kind: 'body', requestId, of: 'request', content: text, bytes: text.length } as const,
  });

  test('keeps the last 500 exchanges', () => {
    const store = new ExchangeStore(LISTENER);
    for (let count = 0; count < MAX_EXCHANGES + 20; count++) {
      store.add(request(String(count)).received);
    }
    expect(store.all).toHaveLength(500);
    expect(store.all.map(({ start }) => start.path).slice(0, 2)).toEqual(['/519', '/518']);
    expect(store.all.at(-1)?.start.path).toBe('/20');
    expect(store.ofRequest('19')).toBeUndefined();
  });

  test('keeps fewer of them if they take more memory than it may', () => {
    const store = new ExchangeStore(LISTENER, 1_000_000);
    for (let count = 0; count < 50; count++) {
      const { received, body } = request(String(count), 'x'.repeat(100_000));
      store.add(received);
      store.add(body);
    }
    expect(store.all.map(({ start }) => start.path)).toEqual(['/49', '/48', '/47', '/46', '/45', '/44', '/43', '/42', '/41']);
    store.clear();
    store.add(request('a', '').received);
    store.add(request('a', 'y'.repeat(990_000)).body);
    expect(store.all).toHaveLength(1);
  });

  test('counts what it drops: after many exchanges, as many fit as before', () => {
    const store = new ExchangeStore(LISTENER, 200_000);
    const fill = () => {
      for (let count = 0; count < 300; count++) {
        store.add({
          kind: 'received',
          requestId: `c${count}`,
          api: 'a',
          connectionId: `c${count}`,
          method: 'GET',
          target: '/',
          headers: [],
        });
        store.add({ kind: 'message-received', requestId: `m${count}`, api: 'a', connectionId: `c${count}`, text: 'x'.repeat(500) });
        store.add({ kind: 'frame', requestId: `m${count}`, api: 'a', connectionId: `c${count}`, text: 'y'.repeat(500) });
        store.add({ kind: 'frame', api: 'a', connectionId: `c${count}`, text: 'z'.repeat(500) });
      }
      const kept = store.all.length;
      store.clear();
      return kept;
    };
    const first = fill();
    expect([fill(), fill()]).toEqual([first, first]);
    expect(first).toBeGreaterThan(10);
  });

  test('ignores what belongs to no exchange', () => {
    const changed: ExchangeRecord[] = [];
    const store = new ExchangeStore({ ...LISTENER, changed: (record) => changed.push(record) });
    store.add({ kind: 'function', function: 'Fn', level: 'INFO', text: 'loading' });
    store.add({ kind: 'function', function: 'Fn', requestId: 'gone', level: 'INFO', text: 'late' });
    store.add({ kind: 'frame', api: 'a', connectionId: 'gone', text: 'late' });
    expect(changed).toEqual([]);
  });
});

describe('exchanges of a WebSocket API', () => {
  const reply: FunctionHandler = async (event) => ({ statusCode: 200, body: `got ${event.body}` });

  test('are handshakes and messages, with frames and how the connection ended', async () => {
    const { gateway, list, detail } = await inspected(chatTemplate({ routes: ['$connect'], twoWay: ['$default'] }), { '*': reply });
    const client = await gateway.connect({ path: '/dev' });
    client.send('hi');
    await client.next();
    client.close(1000);
    await client.closed;
    await gateway.idle();
    const [message, connection] = await list();
    expect(connection).toMatchObject({
      kind: 'connection',
      method: 'CONNECT',
      path: '/dev',
      status: 101,
      closed: { code: 1000, by: 'client' },
    });
    expect(message).toMatchObject({
      kind: 'message',
      method: 'MESSAGE',
      path: '/dev',
      route: '$default',
      answered: 'response',
      function: 'Fn',
    });
    expect((await detail(connection?.id ?? '')).frames.map(({ direction, text }) => [direction, text.text])).toEqual([
      ['in', 'hi'],
      ['out', 'got hi'],
    ]);
    expect((await detail(connection?.id ?? '')).why).toMatchObject({ event: 'CONNECT', path: '/dev', selectedKey: '$connect' });
    const opened = await detail(message?.id ?? '');
    expect(opened.why).toMatchObject({ event: 'MESSAGE', message: 'hi', stage: { name: 'dev' } });
    expect(opened.frames).toMatchObject([{ direction: 'out', text: { text: 'got hi' }, exchange: message?.id }]);
    expect(opened.request?.body?.text).toBe('hi');
    expect(opened.integrationResponse).toBeUndefined();
  });

  test('explain a handshake without its secrets', async () => {
    const { gateway, list, detail } = await inspected(chatTemplate({ routes: ['$connect'] }), { '*': reply });
    await gateway.connect({ path: '/dev?token=s3cret-of-ann', headers: { authorization: 'Bearer s3cret-of-bob' } });
    const opened = await detail((await list())[0]?.id ?? '');
    expect(opened.why).toMatchObject({ event: 'CONNECT', path: expect.stringContaining('/dev?token=') });
    expect(JSON.stringify(opened)).not.toContain('s3cret');
  });

  test('are made by the console: connect with headers, send, close', async () => {
    const path = chatTemplate({ routes: ['$connect'], twoWay: ['$default'] });
    const { call, list, gateway } = await inspected(path, { '*': reply });
    const post = (target: string, body: unknown) => call(target, { method: 'POST', body });
    const opened = await post('/api/connections', { api: 'chat', target: '/dev?a=1', headers: [['x-room', 'blue']] });
    expect(opened.status).toBe(201);
    const { id, exchange } = opened.json();
    expect((await call(`/api/exchanges/${exchange}`)).json().request.headers).toContainEqual(['x-room', 'blue']);
    const url = `/api/connections/${encodeURIComponent(id)}`;
    expect((await post(`${url}/messages`, { data: 'hello' })).status).toBe(202);
    await gateway.idle();
    expect((await list())[0]).toMatchObject({ kind: 'message', connectionId: id, answered: 'response' });
    expect((await call(url, { method: 'DELETE' })).status).toBe(202);
    await gateway.idle();
    expect((await post(`${url}/messages`, { data: 'late' })).status).toBe(404);
    expect((await list()).find(({ kind }) => kind === 'connection')?.closed?.code).toBe(1000);
  });

  test('show a handshake of the console that was refused', async () => {
    const { call, list } = await inspected(chatTemplate({ routes: ['$connect'] }), { '*': async () => ({ statusCode: 403 }) });
    const refused = await call('/api/connections', { method: 'POST', body: { api: 'chat', target: '/dev' } });
    expect(refused.status).toBe(502);
    const [newest] = await list();
    expect(refused.json()).toMatchObject({ exchange: newest?.id, message: expect.stringContaining('refused with 403') });
    expect(newest).toMatchObject({ kind: 'connection', status: 403 });
    expect((await call('/api/connections', { method: 'POST', body: { api: 'none', target: '/dev' } })).status).toBe(404);
  });

  test('are repeated over the connection of the console, or over a new one', async () => {
    const { call, list, gateway } = await inspected(chatTemplate({ routes: ['$connect'], twoWay: ['$default'] }), { '*': reply });
    const client = await gateway.connect({ path: '/dev?a=1', headers: { 'x-room': 'red' } });
    client.send('hi');
    await client.next();
    const [message, connection] = await list();
    const repeated = await call(`/api/exchanges/${message?.id}/replay`, { method: 'POST', body: { body: 'changed' } });
    expect(repeated.status).toBe(201);
    await gateway.idle();
    const [second, handshake] = await list();
    expect(second).toMatchObject({ id: repeated.json().id, replayOf: message?.id, answered: 'response' });
    expect(second?.connectionId).not.toBe(message?.connectionId);
    expect((await call(`/api/exchanges/${handshake?.id}`)).json().request.headers).toContainEqual(['x-room', 'red']);
    const third = await call(`/api/exchanges/${second?.id}/replay`, { method: 'POST', body: {} });
    await gateway.idle();
    expect((await list()).find(({ id }) => id === third.json().id)).toMatchObject({ connectionId: second?.connectionId });
    const again = await call(`/api/exchanges/${connection?.id}/replay`, { method: 'POST', body: {} });
    expect(again.status).toBe(201);
    expect((await list()).find(({ id }) => id === again.json().id)).toMatchObject({
      kind: 'connection',
      replayOf: connection?.id,
      status: 101,
    });
  });
});

test('nothing is collected after the inspector is closed', async () => {
  const { gateway, inspector } = await inspected(handwritten(), { '*': greet });
  const seen: string[] = [];
  onTestFinished(gateway.subscribe((entry) => seen.push(entry.kind), { details: false }));
  await inspector.close();
  await gateway.inject({ path: '/' });
  expect(seen).toContain('request');
  await expect(fetch(inspector.url)).rejects.toThrow();
});
