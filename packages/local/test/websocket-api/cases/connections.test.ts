import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { opened } from '../../serve/senders';
import { chatTemplate } from '../app';
import { callbackTemplate, GRANT, NODE } from '../callback';
import { handlersIn, refusalOf, WAYS } from '../ways';

/** A client of the `ws` library itself, for what the protocol alone shows. */
async function socket(options: WebSocket.ClientOptions = {}) {
  const path = chatTemplate({ routes: ['$connect', '$disconnect'], twoWay: ['$default'] });
  const gateway = await opened(path, { functions: handlersIn(path), allowHosts: ['*'] });
  const { port } = await gateway.listen();
  return { port, client: new WebSocket(`ws://127.0.0.1:${port}/dev`, options) };
}

describe('connections over a port', () => {
  // serverless-offline, tests/manual/websocket: an emulator.
  test('W16: a request that is not a handshake gets 426', async () => {
    const { port, client } = await socket();
    await once(client, 'open');
    const response = await fetch(`http://127.0.0.1:${port}/dev`);
    expect([response.status, response.headers.get('upgrade')]).toEqual([426, 'websocket']);
    client.terminate();
  });

  test('W46: compression is not negotiated', async () => {
    const { client } = await socket({ perMessageDeflate: true });
    await once(client, 'open');
    expect(client.extensions).toBe('');
    client.terminate();
  });

  // andyrichardson/subscriptionless#3.
  test('W103: a ping gets a pong', async () => {
    const { client } = await socket();
    await once(client, 'open');
    const pong = once(client, 'pong');
    client.ping('here');
    expect(String((await pong)[0])).toBe('here');
    client.terminate();
  });
});

describe.each(WAYS)('connections over $way', ({ open }) => {
  // aws/chalice#1768.
  test('W19: headers and body of the result of $connect do not reach the client', async () => {
    const source = 'return { statusCode: 200, headers: { "X-Own": "1" }, body: event.requestContext.eventType };';
    const { connect } = await open(chatTemplate({ source, routes: ['$connect'], twoWay: ['$default'] }));
    const client = await connect();
    client.send('x');
    expect(await client.next()).toBe('MESSAGE');
  });

  // Recorded on the service: localstack-ext, and a captured event of 2025.
  test('W21, W22: the event of $connect has the names of headers as they were sent, and none of the connection', async () => {
    const events: { headers: Record<string, string> }[] = [];
    const { connect } = await open(chatTemplate({ routes: ['$connect'] }), {
      functions: {
        Fn: async (event) => {
          events.push(event as (typeof events)[number]);
          return { statusCode: 200 };
        },
      },
    });
    await connect({ headers: { HeaderAuth1: 'one' } });
    const names = Object.keys(events[0]?.headers ?? {});
    expect(names).toEqual(expect.arrayContaining(['HeaderAuth1', 'Sec-WebSocket-Key', 'Sec-WebSocket-Version', 'X-Amzn-Trace-Id']));
    expect(names.filter((name) => /^(?:connection|upgrade)$/i.test(name))).toEqual([]);
  });

  // The developer guide, and its list of reasons for 410.
  test('W24: a connection cannot be posted to before its handshake is answered', async () => {
    const early = `event.body ??= '{"action":"post","text":"early"}'; ${NODE.replace('statusCode: 200', 'statusCode: output.status ?? 200')}`;
    const { connect } = await open(callbackTemplate(early, [GRANT], {}, ['$connect']), { functions: {} });
    expect((await refusalOf(connect())).status).toBe(410);
  });
});
