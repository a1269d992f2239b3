import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { type Case, type Gateway, SOURCES } from './case';
import { eventOf, grouped, JSON_TYPE } from './http-helpers';

const PROXIES: readonly Omit<Case, 'group'>[] = [
  {
    title: 'path variables are put into the URL, and the query string is forwarded',
    source: SOURCES.proxy,
    play: async (gateway: Gateway) => strictEqual((await eventOf(gateway, { path: '/proxy/a/b?x=1' })).path, '/base/a/b?x=1'),
  },
  {
    title: 'method and body are forwarded',
    source: SOURCES.proxy,
    async play(gateway: Gateway) {
      const got = await eventOf(gateway, { method: 'POST', path: '/proxy/a', headers: [JSON_TYPE], body: '{"a":1}' });
      deepStrictEqual([got.method, got.body], ['POST', '{"a":1}']);
    },
  },
  {
    title: 'status code and headers of the backend are passed on',
    source: SOURCES.proxy,
    async play(gateway: Gateway) {
      const answer = await gateway.http({ path: '/proxy/missing' });
      deepStrictEqual([answer.status, answer.header('x-backend')], [404, ['yes']]);
    },
  },
].map((each) => ({ ...each, needs: 'HTTP proxy' as const }));

const MAPPINGS: readonly Omit<Case, 'group'>[] = [
  {
    title: 'a header is appended from a path variable',
    source: SOURCES.mapping,
    play: async (gateway: Gateway) => strictEqual((await mapped(gateway)).headers['x-id'], '7'),
  },
  {
    title: 'a header is removed',
    source: SOURCES.mapping,
    play: async (gateway: Gateway) => strictEqual((await mapped(gateway)).headers['x-secret'], undefined),
  },
  {
    title: 'the path is overwritten, with a variable in a text',
    source: SOURCES.mapping,
    play: async (gateway: Gateway) => strictEqual((await mapped(gateway)).path.split('?')[0], '/fixed/7'),
  },
  {
    title: 'a query string parameter is appended from the context',
    source: SOURCES.mapping,
    play: async (gateway: Gateway) => strictEqual(decodeURIComponent((await mapped(gateway)).path.split('?')[1] ?? ''), 'stage=$default'),
  },
  {
    title: 'the status code of the response is overwritten',
    source: SOURCES.mapping,
    play: async (gateway: Gateway) => strictEqual((await gateway.http({ path: '/mapped/7' })).status, 203),
  },
  {
    title: 'a response header is appended, another one removed',
    source: SOURCES.mapping,
    async play(gateway: Gateway) {
      const answer = await gateway.http({ path: '/mapped/7' });
      deepStrictEqual([answer.header('x-type'), answer.header('x-internal')], [['application/json'], []]);
    },
  },
].map((each) => ({ ...each, needs: 'parameter mapping' as const }));

async function mapped(gateway: Gateway) {
  return (await gateway.http({ path: '/mapped/7', headers: [['x-secret', 'any']] })).json();
}

/** Behaviors of HTTP proxies and of parameter mapping. */
export const BACKEND_CASES: readonly Case[] = [...grouped('HTTP proxies', PROXIES), ...grouped('parameter mapping', MAPPINGS)];
