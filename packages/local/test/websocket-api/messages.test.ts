import { describe, expect, test } from 'vitest';
import type { GatewayOptions, LogEntry } from '../../src/index';
import { type Chat, chatTemplate } from './app';
import { WAYS } from './ways';

const ID = /^[\w-]{15}=$/;
/** Answers with the key of the route and the message. */
const ROUTE = 'return { statusCode: 200, body: event.requestContext.routeKey + " " + event.body };';

describe.each(WAYS)('a message over $way', ({ open }) => {
  const opened = async (chat: Chat = {}, options?: GatewayOptions) => {
    const { connect, gateway } = await open(chatTemplate({ source: ROUTE, twoWay: ['join', '$default'], ...chat }), options);
    const client = await connect();
    const ask = (message: string) => {
      client.send(message);
      return client.next();
    };
    return { client, ask, gateway, connect };
  };

  test('W29: goes to the route that its expression selects', async () => {
    expect(await (await opened()).ask('{"action":"join"}')).toBe('join {"action":"join"}');
  });

  test.each([
    ['W30: without the member', '{"other":1}'],
    ['W32: that is not JSON', 'test@message'],
    ['W36: whose value is null', '{"action":null}'],
    ['W36: whose value is empty', '{"action":""}'],
    ['W39: with the key of a lifecycle route', '{"action":"$connect"}'],
    ['W39: with the key of a lifecycle route', '{"action":"$disconnect"}'],
    ['W40: that is a list', '["join"]'],
    ['W40: that is a string', '"join"'],
    ['W41: with unquoted names', '{action: "join"}'],
    ['W42: that is empty', ''],
    ['with an inherited name', '{"action":"toString"}'],
  ])('%s goes to $default: %s', async (_, message) => {
    const { ask } = await opened({ routes: ['$connect', '$disconnect'] });

    expect(await ask(message)).toBe(`$default ${message}`);
  });

  test.each(['{"action":"other"}', 'no JSON', '{"action":"$connect"}'])(
    'W31: without a route and $default gets Forbidden: %s',
    async (message) => {
      const { ask } = await opened({ twoWay: ['join'], routes: ['$connect'] });
      const frame = await ask(message);

      expect(frame).toMatch(/^\{"message": "Forbidden", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/);
      expect(await ask('{"action":"join"}')).toMatch(/^join /);
    },
  );

  test.each([
    ['W33', '$request.body.service.do', '{"service":{"do":"join"}}', 'join'],
    ['W34', '$request.body.action', '{"action":["a","b"]}', '[a, b]'],
    ['W35', '$request.body.action', '{"action":1}', '1'],
    ['W35', '$request.body.action', '{"action":true}', 'true'],
    ['W37', '${request.body.action}-${request.body.missing}', '{"action":"join"}', 'join-'],
    ['7.1', '${request.body.service}/${request.body.action}', '{"service":"chat","action":"join"}', 'chat/join'],
    ['7.1', '${request.body.action}', '{"action":"join"}', 'join'],
    ['7.1', 'action', 'no JSON', 'action'],
    ['W38', '\\$default', '{"action":"join"}', '$default'],
  ])('%s: %s of %s selects the route %s', async (_, RouteSelectionExpression, message, key) => {
    const keys = key === '$default' ? ['$default'] : [key, '$default'];
    const { ask } = await opened({ api: { RouteSelectionExpression }, twoWay: keys });

    expect(await ask(message)).toBe(`${key} ${message}`);
  });

  test('has an event in the form of the service', async () => {
    const source = 'return { statusCode: 200, body: JSON.stringify(event) };';
    const { ask } = await opened({ source, stage: { StageVariables: { tenant: 'acme' } } });
    const event = JSON.parse(await ask('hello'));

    expect(event).toEqual({
      requestContext: {
        routeKey: '$default',
        messageId: expect.stringMatching(ID),
        eventType: 'MESSAGE',
        extendedRequestId: event.requestContext.requestId,
        requestTime: expect.any(String),
        messageDirection: 'IN',
        stage: 'dev',
        connectedAt: expect.any(Number),
        requestTimeEpoch: expect.any(Number),
        identity: { sourceIp: '127.0.0.1' },
        requestId: expect.stringMatching(ID),
        domainName: expect.stringMatching(/^(?:localhost|127\.0\.0\.1:\d+)$/),
        connectionId: expect.stringMatching(ID),
        apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
      },
      stageVariables: { tenant: 'acme' },
      body: 'hello',
      isBase64Encoded: false,
    });
    const { messageId, connectionId, requestId, requestTimeEpoch, connectedAt } = event.requestContext;
    expect([messageId.slice(8), requestTimeEpoch >= connectedAt, messageId !== connectionId]).toEqual([connectionId.slice(8), true, true]);
    expect(requestId).not.toBe(messageId);
  });

  test('W48: gets no frame on a one-way route', async () => {
    const { client, ask, gateway } = await opened({ routes: ['$default'], twoWay: ['join'] });
    client.send('one way');
    await gateway.idle();

    expect(await ask('{"action":"join"}')).toMatch(/^join/);
  });

  test.each([
    ['W49', 'return { statusCode: 200, body: "x" };', 'x'],
    ['W49', 'return { statusCode: "200", body: "x", headers: { a: "b" } };', 'x'],
    ['W51', 'return { statusCode: 500, body: "x" };', 'x'],
    ['W55', 'return { statusCode: 200, body: "eA==", isBase64Encoded: true };', 'x'],
    ['', 'return { statusCode: 200, body: "" };', ''],
  ])('%s: gets the body of the result: %s', async (_, source, frame) => {
    expect(await (await opened({ source })).ask('hello')).toBe(frame);
  });

  const INTERNAL = /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/;

  test.each([
    ['W52', 'return { statusCode: 200, ConnectionId: "a", Data: "b" };'],
    ['W53', 'throw new Error("no");'],
    ['W53', ''],
    ['W53', 'return null;'],
    ['', 'return { body: "x" };'],
    ['', 'return { statusCode: 200, body: { a: 1 } };'],
    ['', 'return { statusCode: 20 };'],
    ['', 'return { statusCode: 200, headers: 1 };'],
    ['', 'return { statusCode: 200, headers: { x: { toString: null } } };'],
    ['', 'return { statusCode: 200, multiValueHeaders: { x: [["a"]] } };'],
    ['', 'return "text";'],
  ])('%s: gets an error frame, on one-way routes, too, and the connection stays open: %s', async (_, source) => {
    const { ask } = await opened({ source, twoWay: ['join'], routes: ['$default'] });

    expect(await ask('hello')).toMatch(INTERNAL);
    expect(await ask('{"action":"join"}')).toMatch(INTERNAL);
  });

  test('W53: gets an error frame if its function ends its process', async () => {
    const { ask } = await opened({ source: 'process.exit(1);' }, { functions: {} });

    expect(await ask('hello')).toMatch(INTERNAL);
  });

  test('W54: gets no frame if the result has no body', async () => {
    const source = 'return event.body === "nothing" ? { statusCode: 200 } : { statusCode: 200, body: event.body };';
    const { client, gateway } = await opened({ source });
    client.send('nothing');
    await gateway.idle();
    client.send('something');

    expect(await client.next()).toBe('something');
  });

  test('W56: gets an error frame after the integration timeout, and the connection stays open', async () => {
    const source = 'if (event.body === "slow") { await new Promise(() => {}); } return { statusCode: 200, body: "fast" };';
    const { ask } = await opened({ source, integration: { TimeoutInMillis: 400 } });

    expect(await ask('slow')).toMatch(/^\{"message": "Endpoint request timed out", "connectionId":"/);
    expect(await ask('quick')).toBe('fast');
  });

  test('gets an error frame from a route that is not served', async () => {
    const entries: LogEntry[] = [];
    const { ask } = await opened({ function: { Runtime: 'go1.x' } }, { functions: {}, log: (entry) => entries.push(entry) });

    expect(await ask('hello')).toMatch(INTERNAL);
    expect(entries.at(-1)).toMatchObject({ kind: 'message', answer: 'error', reason: expect.stringContaining('Fn cannot run here') });
  });

  test('W47: is answered when its function is done, not in order', async () => {
    const source =
      'await new Promise((resolve) => setTimeout(resolve, event.body === "slow" ? 1500 : 0)); return { statusCode: 200, body: event.body };';
    const { client } = await opened({ source }, { maxEnvironments: 2 });
    client.send('slow');
    client.send('quick');

    expect([await client.next(), await client.next()]).toEqual(['quick', 'slow']);
  });

  test('of a connection reaches the function with that connection', async () => {
    const source = 'return { statusCode: 200, body: event.requestContext.connectionId };';
    const { ask, connect } = await opened({ source });
    const other = await connect();
    other.send('hello');

    const [mine, its] = [await ask('hello'), await other.next()];
    expect(mine).toMatch(ID);
    expect(its).not.toBe(mine);
    expect(await ask('again')).toBe(mine);
  });

  test('is a log entry', async () => {
    const entries: LogEntry[] = [];
    const { ask } = await opened({}, { log: (entry) => entries.push(entry) });
    await ask('häh');

    expect(entries.filter(({ kind }) => kind === 'message')).toEqual([
      {
        kind: 'message',
        requestId: expect.stringMatching(ID),
        api: 'chat',
        stage: 'dev',
        connectionId: expect.stringMatching(ID),
        route: '$default',
        integration: 'Int',
        bytes: 4,
        answer: 'response',
        error: undefined,
        millis: expect.any(Number),
        reason: undefined,
      },
    ]);
  });

  describe('that is too large', () => {
    const SIZE = 'return { statusCode: 200, body: String(event.body.length) };';
    const KB = 1024;

    test.each([
      ['a frame of 32 KB', 'x'.repeat(32 * KB), 32 * KB],
      ['four frames of 32 KB', Array.from({ length: 4 }, () => 'x'.repeat(32 * KB)), 128 * KB],
    ])('W45: %s is accepted', async (_, message, length) => {
      const { client } = await opened({ source: SIZE });
      client.send(message);

      expect(await client.next()).toBe(String(length));
    });

    test.each([
      ['a frame of 40 KB', 'x'.repeat(40 * KB)],
      ['a frame of 32 KB and a byte', 'x'.repeat(32 * KB + 1)],
      ['a second frame of 40 KB', ['x', 'x'.repeat(40 * KB)]],
      ['more than 128 KB in small frames', Array.from({ length: 5 }, () => 'x'.repeat(30 * KB))],
      ['a frame of 200 KB', 'x'.repeat(200 * KB)],
    ])('W44: %s closes the connection with 1009', async (_, message) => {
      const { client, gateway } = await opened({ source: SIZE, routes: ['$disconnect'] });
      client.send(message);

      expect(await client.closed).toMatchObject({ code: 1009 });
      await gateway.idle();
      const events = gateway.invocations('Fn').map(({ event }) => event as { requestContext: object });
      expect(events.map(({ requestContext }) => requestContext)).toMatchObject([{ eventType: 'DISCONNECT', disconnectStatusCode: 1009 }]);
    });

    test('does not keep the messages before it from being handled', async () => {
      const { client } = await opened({ source: SIZE });
      client.send('12345');
      expect(await client.next()).toBe('5');
      client.send('x'.repeat(33 * KB));

      expect((await client.closed).code).toBe(1009);
    });

    test('the limits can be lowered', async () => {
      const { client } = await opened({ source: SIZE }, { webSocketLimits: { frameBytes: 10 } });
      client.send('x'.repeat(11));

      expect((await client.closed).code).toBe(1009);
    });
  });

  test('W43: that is binary closes the connection with 1003', async () => {
    const { client } = await opened();
    client.send(Buffer.from([1, 2, 3]));

    expect((await client.closed).code).toBe(1003);
  });
});
