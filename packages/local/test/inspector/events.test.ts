import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EventStream, MAX_SUBSCRIBERS } from '../../src/inspector/event-stream';
import { ExchangeRecord } from '../../src/inspector/exchange-record';
import type { ExchangeSummary, Frame } from '../../src/inspector/protocol';
import { handwritten } from '../serve/app';
import { chatTemplate } from '../websocket-api/app';
import { type Inspected, inspected } from './support';

interface ServerEvent {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: plain JSON, of which a test knows the members that it reads
  readonly data: any;
  readonly at: number;
}

/** Reads the event stream as a page does, by a request with the token. */
async function subscribed({ port, token }: Pick<Inspected, 'port' | 'token'>) {
  const events: ServerEvent[] = [];
  const response = await open(port, token);
  let text = '';
  response.on('data', (chunk: Buffer) => {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, name = '', data = 'null'] = /^event: (\w+)\ndata: (.*)$/s.exec(text.slice(0, end)) ?? [];
      events.push({ name, data: JSON.parse(data), at: performance.now() });
      text = text.slice(end + 2);
    }
  });
  const of = (name: string) => events.filter((event) => event.name === name);
  return { events, response, of };
}

function open(port: number, token: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port,
      path: '/api/events',
      agent: false,
      headers: { authorization: `Bearer ${token}` },
    });
    outgoing.on('response', (response) => {
      response.on('error', () => undefined);
      resolve(response);
    });
    outgoing.on('error', reject);
    outgoing.end();
    onTestFinished(() => void outgoing.destroy());
  });
}

describe('the event stream', () => {
  test('begins with hello, and sends exchanges as they change', async () => {
    const made = await inspected(handwritten(), { '*': async () => 'ok' });
    const { events, of, response } = await subscribed(made);
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    await expect.poll(() => events).toMatchObject([{ name: 'hello', data: { generation: 1 } }]);
    await made.gateway.inject({ path: '/one' });
    await expect.poll(() => of('exchange').at(-1)?.data).toMatchObject([{ path: '/one', status: 200, function: 'Fn' }]);
    await made.call('/api/exchanges', { method: 'DELETE' });
    await expect.poll(() => of('clear')).toHaveLength(1);
  });

  test('sends ten batches a second at most, with each exchange once', async () => {
    const made = await inspected(handwritten(), { '*': async () => 'ok' });
    const { of } = await subscribed(made);
    const until = performance.now() + 650;
    let count = 0;
    while (performance.now() < until) {
      await made.gateway.inject({ path: `/${count++}` });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await expect
      .poll(
        () =>
          of('exchange')
            .flatMap(({ data }) => data as ExchangeSummary[])
            .filter(({ status }) => status === 200).length,
      )
      .toBe(Math.min(count, 500));
    const batches = of('exchange');
    expect(batches.length).toBeLessThanOrEqual(9);
    expect(batches.length).toBeGreaterThan(1);
    for (const { data } of batches) {
      const ids = (data as ExchangeSummary[]).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('sends frames in their order', async () => {
    const made = await inspected(chatTemplate({ twoWay: ['$default'] }), {
      '*': async (event) => ({ statusCode: 200, body: `re ${event.body}` }),
    });
    const { of } = await subscribed(made);
    const client = await made.gateway.connect({ path: '/dev' });
    for (const text of ['a', 'b']) {
      client.send(text);
      await client.next();
    }
    const frames = () => of('frame').flatMap(({ data }) => data as Frame[]);
    await expect
      .poll(() => frames().map(({ direction, text }) => `${direction} ${text.text}`))
      .toEqual(['in a', 'out re a', 'in b', 'out re b']);
    expect(new Set(frames().map(({ connectionId }) => connectionId))).toEqual(new Set([client.connectionId]));
  });

  test('sends reloads, after which the app is described anew', async () => {
    const path = handwritten({ routes: ['GET /a'] });
    const made = await inspected(path, { '*': async () => 'ok' });
    const { of } = await subscribed(made);
    const keys = async () => (await made.call('/api/app')).json().apis[0].routes.map(({ key }: { key: string }) => key);
    expect(await keys()).toEqual(['GET /a']);
    await made.gateway.reload(handwritten({ routes: ['GET /a', 'GET /b'] }));
    await expect.poll(() => of('reload')[0]?.data).toMatchObject({ generation: 2, entry: { kind: 'reload', result: 'loaded' } });
    expect(await keys()).toEqual(['GET /a', 'GET /b']);
    await expect(made.gateway.reload('/nonexistent')).rejects.toThrow();
    await expect.poll(() => of('reload')[1]?.data).toMatchObject({ generation: 2, entry: { result: 'failed' } });
  });

  test('has a limit of subscribers', async () => {
    const made = await inspected(handwritten(), { '*': async () => 'ok' });
    const statuses: (number | undefined)[] = [];
    for (let count = 0; count <= MAX_SUBSCRIBERS; count++) {
      statuses.push((await open(made.port, made.token)).statusCode);
    }
    expect(statuses).toEqual([...Array.from({ length: MAX_SUBSCRIBERS }, () => 200), 503]);
  });

  test('cuts a subscriber off that does not read, and others get all', async () => {
    const streams: ServerResponse[] = [];
    const text = { text: '€'.repeat(8000), encoding: 'utf8', bytes: 24_000, cut: false } as const;
    const events = new EventStream({
      exchange: ({ summary }) => summary,
      frame: ({ text: kept, ...frame }) => ({ ...frame, text: kept.bytes > 1 ? text : { ...text, text: kept.content.toString() } }),
    });
    const server = createServer((_request, response) => {
      streams.push(response);
      events.subscribe(response, { generation: 1 });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      events.close();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const reader = await subscribed({ port, token: '' });
    const idle = await open(port, '');
    idle.pause();
    const frame = { api: 'chat', connectionId: 'c', direction: 'out', at: 0 } as const;
    let peak = 0;
    for (let batch = 0; batch < 60 && streams[1]?.destroyed === false; batch++) {
      for (let count = 0; count < 200; count++) {
        events.frameSent({ ...frame, text: { content: '', bytes: 24_000 } });
      }
      await new Promise((resolve) => setTimeout(resolve, 110));
      peak = Math.max(peak, streams[1]?.writableLength ?? 0);
    }
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([false, true]);
    expect(peak).toBeLessThan(16 * 1024 * 1024);
    events.frameSent({ ...frame, text: { content: 'last', bytes: 1 } });
    const received = () => reader.of('frame').flatMap(({ data }) => data as Frame[]);
    await expect.poll(() => received().at(-1)?.text.text).toBe('last');
    expect(Math.max(...reader.of('frame').map(({ data }) => (data as Frame[]).length))).toBe(100);
  }, 20_000);

  test('sends fewer batches when they take long', async () => {
    let batches = 0;
    const events = new EventStream({
      exchange: ({ summary }) => {
        batches++;
        const until = performance.now() + 15;
        while (performance.now() < until);
        return summary;
      },
      frame: () => expect.fail('there is no frame'),
    });
    onTestFinished(() => events.close());
    const server = createServer((_request, response) => events.subscribe(response, { generation: 1 }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { of } = await subscribed({ port: (server.address() as AddressInfo).port, token: '' });
    await expect.poll(() => of('hello')).toHaveLength(1);
    const record = new ExchangeRecord('1', '1', { kind: 'request', api: 'a', method: 'GET', path: '/' });
    const until = performance.now() + 1000;
    while (performance.now() < until) {
      events.exchangeChanged(record);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    // 15 ms are 4 % of 375 ms.
    expect(batches).toBeGreaterThan(1);
    expect(batches).toBeLessThanOrEqual(3);
  });

  test('sends no exchange that is no longer kept', async () => {
    const events = new EventStream({ exchange: ({ summary }) => summary, frame: () => expect.fail('there is no frame') });
    onTestFinished(() => events.close());
    const server = createServer((_request, response) => events.subscribe(response, { generation: 1 }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { of } = await subscribed({ port: (server.address() as AddressInfo).port, token: '' });
    await expect.poll(() => of('hello')).toHaveLength(1);
    const [kept, gone] = ['1', '2'].map((id) => new ExchangeRecord(id, id, { kind: 'request', api: 'a', method: 'GET', path: '/' })) as [
      ExchangeRecord,
      ExchangeRecord,
    ];
    gone.isKept = false;
    events.exchangeChanged(gone);
    events.exchangeChanged(kept);
    await expect.poll(() => of('exchange').map(({ data }) => (data as ExchangeSummary[]).map(({ id }) => id))).toEqual([['1']]);
  });
});
