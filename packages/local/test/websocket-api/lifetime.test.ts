import { describe, expect, test } from 'vitest';
import type { GatewayOptions, LogEntry } from '../../src/index';
import { type Chat, chatTemplate } from './app';
import { WAYS } from './ways';

describe.each(WAYS)('a connection over $way', ({ open }) => {
  const opened = async (chat: Chat = {}, options: GatewayOptions = {}) => {
    const entries: LogEntry[] = [];
    const path = chatTemplate({ routes: ['$disconnect'], twoWay: ['$default'], ...chat });
    const { connect, gateway } = await open(path, { log: (entry) => entries.push(entry), ...options });
    const ended = () => expect.poll(() => entries.filter(({ kind }) => kind === 'disconnect')).toHaveLength(1);
    const disconnects = async () => {
      await ended();
      return gateway
        .invocations('Fn')
        .map(({ event }) => event as { requestContext: Record<string, unknown> })
        .filter(({ requestContext }) => requestContext.eventType === 'DISCONNECT');
    };
    return { client: await connect(), gateway, disconnects, ended, entries, connect };
  };

  test.each<[string, number | undefined, string, number]>([
    ['W98', 1000, '', 1000],
    ['W99', 1001, 'leaving', 1001],
    ['W101', undefined, '', 1005],
    ['', 4000, 'of the app', 4000],
  ])('%s: that the client closes with %s %s ends with %i', async (_, code, reason, status) => {
    const { client, disconnects, entries } = await opened();
    client.close(code, reason);

    expect(await client.closed).toMatchObject({ code: status });
    const events = await disconnects();
    expect(events).toMatchObject([{ requestContext: { disconnectStatusCode: status, disconnectReason: reason } }]);
    expect(entries.filter(({ kind }) => kind === 'disconnect')).toMatchObject([
      { statusCode: status, closeReason: reason, closedBy: 'client', route: '$disconnect', integration: 'Int', stage: 'dev' },
    ]);
  });

  test('has a $disconnect event in the form of the service', async () => {
    const { client, disconnects } = await opened();
    client.send('hello');
    const { requestContext: message } = JSON.parse(await client.next());
    client.close(1000);

    const [event] = await disconnects();
    const host = message.domainName;
    expect(event).toEqual({
      headers: { Host: host, 'x-api-key': '', 'X-Forwarded-For': '127.0.0.1', 'x-restapi': '' },
      multiValueHeaders: { Host: [host], 'x-api-key': [''], 'X-Forwarded-For': ['127.0.0.1'], 'x-restapi': [''] },
      requestContext: {
        ...message,
        routeKey: '$disconnect',
        eventType: 'DISCONNECT',
        disconnectStatusCode: 1000,
        disconnectReason: '',
        messageId: undefined,
        requestId: expect.not.stringMatching(message.requestId),
        extendedRequestId: event?.requestContext.requestId,
        requestTime: expect.any(String),
        requestTimeEpoch: expect.any(Number),
      },
      isBase64Encoded: false,
    });
  });

  test('W102: without data is closed with 1001', async () => {
    const { client, disconnects } = await opened({}, { webSocketLimits: { idleMillis: 150 } });

    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
    expect(await disconnects()).toMatchObject([{ requestContext: { disconnectStatusCode: 1001, disconnectReason: 'Going away' } }]);
  });

  test('W102: with data stays open for its lifetime', async () => {
    const { client } = await opened({}, { webSocketLimits: { idleMillis: 400, lifetimeMillis: 1200 } });
    const start = performance.now();
    const timer = setInterval(() => client.send('hello'), 100);
    const closed = await client.closed;
    clearInterval(timer);

    expect(closed).toEqual({ code: 1001, reason: 'Going away' });
    expect(performance.now() - start).toBeGreaterThan(1000);
  });

  test('is closed with 1001 when the gateway closes, and $disconnect runs', async () => {
    const { client, gateway, entries } = await opened();
    client.send('warm');
    await client.next();
    await gateway.close();

    expect(await client.closed).toEqual({ code: 1001, reason: 'Going away' });
    expect(entries.filter(({ kind }) => kind === 'disconnect')).toMatchObject([
      { statusCode: 1001, closedBy: 'gateway', reason: undefined },
    ]);
  });

  test('does not keep the gateway from closing by a $disconnect that hangs', async () => {
    const source =
      'if (event.requestContext.eventType === "DISCONNECT") { await new Promise(() => {}); } return { statusCode: 200, body: "" };';
    const { client, gateway } = await opened({ source });
    client.send('warm');
    await client.next();
    const start = performance.now();
    await gateway.close();

    expect(performance.now() - start).toBeLessThan(3000);
  });

  test('whose $disconnect fails has ended all the same', async () => {
    const { client, entries, ended } = await opened({ source: 'throw new Error("no");' });
    client.close(1000);
    await ended();

    expect(entries.filter(({ kind }) => kind === 'disconnect')).toMatchObject([
      { statusCode: 1000, reason: expect.stringContaining('Fn failed: Error: no') },
    ]);
  });

  test('sends nothing after it was closed', async () => {
    const source = 'await new Promise((resolve) => setTimeout(resolve, 300)); return { statusCode: 200, body: "late" };';
    const { client, gateway, entries } = await opened({ source });
    client.send('hello');
    client.close(1000);
    await client.closed;
    await gateway.idle();

    await expect(client.next()).rejects.toThrow();
    expect(entries.find(({ kind }) => kind === 'message')).toMatchObject({ answer: 'none' });
  });
});
