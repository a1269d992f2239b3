import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { type Case, type Gateway, SOURCES } from './case';
import type { Connection } from './client';
import type { Fixtures } from './fixtures';
import { grouped } from './http-helpers';

type Options = Parameters<Gateway['connect']>[1];

async function connected(gateway: Gateway, api: 'open' | 'guarded' = 'open', options?: Options): Promise<Connection> {
  const connection = await gateway.connect(api, options);
  if ('refused' in connection) {
    throw new Error(`the handshake is answered with ${connection.refused}`);
  }
  return connection;
}

async function refused(gateway: Gateway, api: 'open' | 'guarded', status: number, options?: Options): Promise<void> {
  const connection = await gateway.connect(api, options);
  if (!('refused' in connection)) {
    await connection.close();
    throw new Error('the handshake is accepted');
  }
  strictEqual(connection.refused, status);
}

/** Sends a message, and returns the frame that answers it. */
async function answerTo(gateway: Gateway, message: string, api: 'open' | 'guarded' = 'open', options?: Options): Promise<string> {
  const connection = await connected(gateway, api, options);
  try {
    connection.send(message);
    return await connection.frame();
  } finally {
    await connection.close();
  }
}

async function errorFrame(gateway: Gateway, message: string, text: string, api: 'open' | 'guarded' = 'open', options?: Options) {
  const frame = JSON.parse(await answerTo(gateway, message, api, options));
  deepStrictEqual([frame.message, typeof frame.connectionId, typeof frame.requestId], [text, 'string', 'string']);
}

const action = (name: string, more: object = {}) => JSON.stringify({ action: name, ...more });
const isOf = (eventType: string) => (event: { requestContext: { eventType: string } }) => event.requestContext.eventType === eventType;

const HANDSHAKES: readonly Omit<Case, 'group'>[] = [
  {
    title: '`$connect` returns 200: the connection opens',
    source: SOURCES.webSocketConnect,
    play: async (gateway) => (await connected(gateway)).close(),
  },
  {
    title: '`$connect` returns 400: the handshake is answered with 400',
    source: SOURCES.subprotocol,
    play: (gateway) => refused(gateway, 'open', 400, { query: 'refuse=1' }),
  },
  {
    title: '`$connect` throws: the handshake is answered with 502',
    source: SOURCES.issue('michalkvasnicak/aws-lambda-graphql', 107),
    play: (gateway) => refused(gateway, 'open', 502, { query: 'fail=1' }),
  },
  {
    title: 'the event of `$connect` has the headers in their own case',
    source: SOURCES.recorded,
    async play(gateway, { recorded }) {
      await (await connected(gateway, 'open', { headers: { 'X-Client-Name': 'chat' } })).close();
      strictEqual((await recorded(isOf('CONNECT'))).headers['X-Client-Name'], 'chat');
    },
  },
  {
    title: 'the event of `$connect` has all values of a query string parameter',
    source: SOURCES.webSocketAuthorizer,
    async play(gateway, { recorded }) {
      await (await connected(gateway, 'open', { query: 'a=1&a=2' })).close();
      deepStrictEqual((await recorded(isOf('CONNECT'))).multiValueQueryStringParameters, { a: ['1', '2'] });
    },
  },
  {
    title: 'authorizer: a missing identity source is answered with 401',
    source: SOURCES.webSocketAuthorizer,
    play: (gateway) => refused(gateway, 'guarded', 401),
  },
  {
    title: 'authorizer: a policy that denies is answered with 403',
    source: SOURCES.issue('aws-powertools/powertools-lambda-python', 5800),
    play: (gateway) => refused(gateway, 'guarded', 403, { headers: { 'x-token': 'deny' } }),
  },
  {
    title: 'authorizer: its context, as strings, and `principalId` reach later messages',
    source: SOURCES.recorded,
    async play(gateway) {
      const event = JSON.parse(await answerTo(gateway, action('echo'), 'guarded', { headers: { 'x-token': 'allow' } }));
      const { principalId, room } = event.requestContext.authorizer ?? {};
      deepStrictEqual([principalId, room], ['ann', '7']);
    },
  },
];

const MESSAGES: readonly Omit<Case, 'group'>[] = [
  {
    title: 'the selection expression selects the route',
    source: SOURCES.recorded,
    play: async (gateway) => strictEqual(JSON.parse(await answerTo(gateway, action('echo'))).requestContext.routeKey, 'echo'),
  },
  {
    title: 'a message without the member goes to `$default`',
    source: SOURCES.recorded,
    play: async (gateway) => strictEqual(JSON.parse(await answerTo(gateway, '{"text":"hi"}')).requestContext.routeKey, '$default'),
  },
  {
    title: 'a text that is no JSON goes to `$default`, as it is',
    source: SOURCES.issue('aws/aws-lambda-java-libs', 71),
    async play(gateway) {
      const event = JSON.parse(await answerTo(gateway, 'hello'));
      deepStrictEqual([event.requestContext.routeKey, event.body], ['$default', 'hello']);
    },
  },
  {
    title: 'no route and no `$default`: the frame `Forbidden`',
    source: SOURCES.issue('aws-samples/simple-websockets-chat-app', 24),
    play: (gateway) => errorFrame(gateway, action('nope'), 'Forbidden', 'guarded', { headers: { 'x-token': 'allow' } }),
  },
  {
    title: 'the event of a message has event type, message ID, connection ID and body, and no headers',
    source: SOURCES.issue('aws/aws-lambda-java-libs', 71),
    async play(gateway) {
      const { requestContext, body, headers } = JSON.parse(await answerTo(gateway, action('echo')));
      const { eventType, messageId, connectionId, messageDirection } = requestContext;
      deepStrictEqual(
        [eventType, typeof messageId, typeof connectionId, messageDirection, body, headers],
        ['MESSAGE', 'string', 'string', 'IN', action('echo'), undefined],
      );
    },
  },
  {
    title: 'a route without a route response sends no frame',
    source: SOURCES.webSocketIntegrations,
    async play(gateway, { recorded }) {
      const connection = await connected(gateway);
      connection.send(action('oneway'));
      await recorded(({ requestContext }) => requestContext.routeKey === 'oneway');
      await connection.silence();
      await connection.close();
    },
  },
  {
    title: 'a result with status 500: its body is the frame',
    source: SOURCES.issue('yai333/React-Chat-App-using-AWS-API-Gateway-Websocket-and-Serverless-Framework', 2),
    play: async (gateway) => strictEqual(JSON.parse(await answerTo(gateway, action('error'))).requestContext?.routeKey, 'error'),
  },
  {
    title: 'a function that throws: the frame `Internal server error`, with connection ID and request ID',
    source: SOURCES.issue('aws/aws-cdk', 18208),
    play: (gateway) => errorFrame(gateway, action('fail'), 'Internal server error'),
  },
  {
    title: 'a result with unknown members: the frame `Internal server error`',
    source: SOURCES.issue('middyjs/middy', 1219),
    play: (gateway) => errorFrame(gateway, action('extra'), 'Internal server error'),
  },
  {
    title: 'a binary frame: close with 1003',
    source: SOURCES.webSocketBinary,
    async play(gateway) {
      const connection = await connected(gateway);
      connection.send(Buffer.from([0, 1]));
      strictEqual(await connection.closed(), 1003);
    },
  },
  {
    title: 'a message of more than 128 KB: close with 1009',
    source: SOURCES.webSocketIntegrations,
    async play(gateway) {
      const connection = await connected(gateway);
      connection.send('a'.repeat(128 * 1024 + 1));
      strictEqual(await connection.closed(), 1009);
    },
  },
  {
    title: 'HTTP proxy: the backend gets the message, and its answer is the frame',
    source: SOURCES.recorded,
    needs: 'WebSocket HTTP proxy',
    async play(gateway) {
      const got = JSON.parse(await answerTo(gateway, action('forward')));
      deepStrictEqual([got.path, got.method, got.body], ['/base/socket', 'POST', action('forward')]);
    },
  },
  {
    title: 'mock: the frame is the response template',
    source: SOURCES.webSocketMock,
    needs: 'WebSocket mock',
    play: async (gateway) => strictEqual(await answerTo(gateway, action('fixed')), '{"from":"a template"}'),
  },
];

async function withConnection(gateway: Gateway, act: (id: string, connection: Connection) => Promise<void>): Promise<void> {
  const connection = await connected(gateway);
  connection.send(action('echo'));
  const { requestContext } = JSON.parse(await connection.frame());
  await act(requestContext.connectionId, connection);
  await connection.close();
}

/** Events of earlier connections may arrive late. */
async function disconnected({ recorded }: Fixtures, id: string): Promise<readonly [unknown, unknown]> {
  const { requestContext } = await recorded((event) => isOf('DISCONNECT')(event) && event.requestContext.connectionId === id);
  return [requestContext.disconnectStatusCode, requestContext.disconnectReason];
}

const CONNECTIONS: readonly Omit<Case, 'group'>[] = [
  {
    title: 'the client closes: `$disconnect` gets status code 1000',
    source: SOURCES.recorded,
    play: (gateway, fixtures) =>
      withConnection(gateway, async (id, connection) => {
        await connection.close(1000);
        deepStrictEqual(await disconnected(fixtures, id), [1000, '']);
      }),
  },
  {
    title: '`POST @connections`: the client gets the frame',
    source: SOURCES.recorded,
    play: (gateway) =>
      withConnection(gateway, async (id, connection) => {
        await gateway.manage('POST', id, 'from the server');
        strictEqual(await connection.frame(), 'from the server');
      }),
  },
  {
    title: '`GET @connections`: 200 with `connectedAt`, `lastActiveAt` and `identity`',
    source: SOURCES.recorded,
    play: (gateway) =>
      withConnection(gateway, async (id) => {
        const answer = await gateway.manage('GET', id);
        strictEqual(answer.status, 200);
        const { connectedAt, lastActiveAt, identity } = answer.json();
        const isTime = (value: unknown) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value));
        deepStrictEqual([isTime(connectedAt), isTime(lastActiveAt), identity?.sourceIp], [true, true, '127.0.0.1']);
      }),
  },
  {
    title: '`DELETE @connections`: 204, the client sees 1000, and `$disconnect` the reason `Connection Closed Normally`',
    source: SOURCES.issue('boto/boto3', 3789),
    play: (gateway, fixtures) =>
      withConnection(gateway, async (id, connection) => {
        strictEqual((await gateway.manage('DELETE', id)).status, 204);
        deepStrictEqual([await connection.closed(), await disconnected(fixtures, id)], [1000, [1000, 'Connection Closed Normally']]);
      }),
  },
  {
    title: '`@connections` of a closed connection: 410 for all three methods',
    source: SOURCES.recorded,
    async play(gateway, fixtures) {
      let id = '';
      await withConnection(gateway, async (each) => {
        id = each;
      });
      await disconnected(fixtures, id);
      const statuses = [];
      for (const method of ['POST', 'GET', 'DELETE'] as const) {
        statuses.push((await gateway.manage(method, id, method === 'POST' ? 'any' : undefined)).status);
      }
      deepStrictEqual(statuses, [410, 410, 410]);
    },
  },
  {
    title: '`@connections` with a malformed connection ID: 400',
    source: SOURCES.issue('localstack/localstack', 4694),
    play: async (gateway) => strictEqual((await gateway.manage('POST', 'cjy8', 'any')).status, 400),
  },
];

/** Behaviors of WebSocket APIs, chosen like those of HTTP APIs. */
export const WEBSOCKET_CASES: readonly Case[] = [
  ...grouped('WebSocket handshakes', HANDSHAKES),
  ...grouped('WebSocket messages', MESSAGES),
  ...grouped('WebSocket connections', CONNECTIONS),
];
