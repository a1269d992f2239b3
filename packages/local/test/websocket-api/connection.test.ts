import { expect, test } from 'vitest';
import type { WebSocketRoutePlan } from '../../src/definitions/websocket-api';
import { InFlight } from '../../src/gateway/in-flight';
import { Connection } from '../../src/websocket-api/connection';
import { Connections, type ConnectionsOptions } from '../../src/websocket-api/connections';
import { effectiveLimits } from '../../src/websocket-api/limits';
import type { RouteResult } from '../../src/websocket-api/route-run';
import { message } from './integrations/support';

/** A connection over a transport that counts, with a route that answers when the test lets it. */
function started() {
  const sent: string[] = [];
  const answers: ((result: RouteResult) => void)[] = [];
  const run = () => new Promise<RouteResult>((resolve) => answers.push(resolve));
  const route = { plan: { key: '$default', isTwoWay: true } as unknown as WebSocketRoutePlan, run };
  const routes = { get: () => undefined, select: () => route };
  const options = { routes, limits: effectiveLimits(), log: () => undefined, inFlight: new InFlight() };
  const { connection: details } = message('');
  const connection = new Connection(details, { ...options, onClosed: () => undefined });
  const connections = new Connections({ ...options, api: details.api } as unknown as ConnectionsOptions);
  const transport = {
    isOpen: true,
    isPaused: false,
    bufferedBytes: 0,
    send: (text: string) => void sent.push(text),
    close: () => undefined,
    terminate: () => undefined,
    pause: () => {
      transport.isPaused = true;
    },
    resume: () => {
      transport.isPaused = false;
    },
  };
  connections.start(connection, transport);
  return { connection, connections, transport, sent, answers };
}

test('a connection that its client closes is gone', async () => {
  const { connection, connections, transport, sent } = started();
  const { connectionId, stage } = connection.details;
  expect(connections.find(stage.name, connectionId)).toBe(connection);
  expect(await connection.post('first')).toBe(true);

  transport.isOpen = false;
  expect(connections.find(stage.name, connectionId)).toBeUndefined();
  expect(await connection.post('second')).toBe(false);
  expect(sent).toEqual(['first']);
});

test('of many messages in one chunk, 64 are handled at once, and the others in order after them', async () => {
  const { connection, transport, sent, answers } = started();
  for (let count = 0; count < 100; count++) {
    connection.receive(String(count));
  }
  expect([answers.length, transport.isPaused]).toEqual([64, true]);

  for (let index = 0; index < 100; index++) {
    await expect.poll(() => answers.length, { interval: 1 }).toBe(Math.min(100, 64 + index));
    answers[index]?.({ kind: 'response', statusCode: 200, headers: [], body: String(index) });
  }
  await expect.poll(() => sent).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
  await expect.poll(() => transport.isPaused).toBe(false);
});
