import { expect, test } from 'vitest';
import type { GatewayOptions, LogEntry } from '../../src/index';
import { permission } from '../support';
import { chatTemplate } from '../websocket-api/app';
import { WAYS as WEBSOCKET_WAYS } from '../websocket-api/ways';
import { handwritten } from './app';
import { WAYS } from './senders';

/** The API may invoke the function for one of two routes. */
const app = () =>
  handwritten({
    source: 'return "called";',
    routes: ['GET /granted', 'GET /forgotten'],
    more: { FnPermission: permission({ 'Fn::Sub': 'arn:aws:execute-api:*:*:${Api}/*/GET/granted' }) },
  });

test.each(WAYS)('by $way, a route without a permission answers 500 only with strictPermissions', async ({ open }) => {
  const entries: LogEntry[] = [];
  const strict = await open(app(), { strictPermissions: true, log: (entry) => entries.push(entry) });

  expect(await strict({ path: '/forgotten' })).toMatchObject({ status: 500, text: '{"message":"Internal Server Error"}' });
  expect(entries).toEqual([
    expect.objectContaining({ kind: 'request', reason: expect.stringMatching(/^no permission allows the API to invoke the function Fn /) }),
  ]);
  expect(await strict({ path: '/granted' })).toMatchObject({ status: 200, text: 'called' });

  const lenient = await open(app());
  expect(await lenient({ path: '/forgotten' })).toMatchObject({ status: 200, text: 'called' });
});

test.each(WEBSOCKET_WAYS)('over $way, a message without a permission gets an error only with strictPermissions', async ({ open }) => {
  const path = chatTemplate({
    twoWay: ['$default'],
    more: { FnPermission: undefined },
    source: 'return { statusCode: 200, body: "called" };',
  });
  const ask = async (options?: GatewayOptions) => {
    const { connect } = await open(path, options);
    const client = await connect();
    client.send('hello');
    return client.next();
  };
  const entries: LogEntry[] = [];

  expect(await ask({ strictPermissions: true, log: (entry) => entries.push(entry) })).toContain('"Internal server error"');
  expect(JSON.stringify(entries)).toContain('no permission allows the API to invoke the function Fn');
  expect(await ask()).toBe('called');
});
