import { expect, test } from 'vitest';
import type { LogEntry } from '../../src/index';
import { permission } from '../support';
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
