import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { type Case, type Gateway, SOURCES } from './case';
import type { Sent } from './client';
import { eventOf, grouped, JSON_TYPE, mediaTypeOf, refusal } from './http-helpers';

const routeKeyOf = async (gateway: Gateway, sent: Sent) => (await eventOf(gateway, sent)).routeKey;

const ROUTES: readonly Omit<Case, 'group'>[] = [
  {
    title: 'a literal segment is preferred to a variable',
    source: SOURCES.routes,
    play: async (gateway) => strictEqual(await routeKeyOf(gateway, { path: '/pets/dog' }), 'GET /pets/dog'),
  },
  {
    title: 'a full match is preferred to a greedy variable',
    source: SOURCES.routes,
    play: async (gateway) => strictEqual(await routeKeyOf(gateway, { path: '/files/readme' }), 'GET /files/readme'),
  },
  {
    title: 'a greedy variable takes the rest of the path, and is called `proxy`',
    source: SOURCES.routes,
    play: async (gateway) => deepStrictEqual((await eventOf(gateway, { path: '/files/a/b/c.txt' })).pathParameters, { proxy: 'a/b/c.txt' }),
  },
  {
    title: 'a method is preferred to `ANY` on the same path',
    source: SOURCES.routes,
    play: async (gateway) => strictEqual(await routeKeyOf(gateway, { path: '/pets/7' }), 'GET /pets/{id}'),
  },
  {
    title: '`ANY` takes the other methods',
    source: SOURCES.routes,
    play: async (gateway) => strictEqual(await routeKeyOf(gateway, { method: 'DELETE', path: '/pets/7' }), 'ANY /pets/{id}'),
  },
  {
    title: 'no route: 404',
    source: SOURCES.routes,
    play: (gateway) => refusal(gateway, { path: '/nope' }, 404),
  },
  {
    title: 'a path without a route for the method: 404, not 405',
    source: SOURCES.routes,
    play: (gateway) => refusal(gateway, { method: 'PUT', path: '/echo' }, 404),
  },
  {
    title: 'a trailing slash does not match a route without it',
    source: SOURCES.issue('storacha/w3infra', 166),
    play: (gateway) => refusal(gateway, { path: '/echo/' }, 404),
  },
];

const EVENTS: readonly Omit<Case, 'group'>[] = [
  {
    title: '2.0: cookies are a list, and not among the headers',
    source: SOURCES.lambda,
    async play(gateway) {
      const event = await eventOf(gateway, { path: '/echo', headers: [['Cookie', 'session=abc; theme=dark']] });
      deepStrictEqual([event.cookies, event.headers.cookie], [['session=abc', 'theme=dark'], undefined]);
    },
  },
  {
    title: '2.0: a repeated query string parameter is joined with a comma',
    source: SOURCES.lambda,
    play: async (gateway) => deepStrictEqual((await eventOf(gateway, { path: '/echo?tag=a&tag=b' })).queryStringParameters, { tag: 'a,b' }),
  },
  {
    title: '2.0: `rawQueryString` is as sent, the parameters are decoded',
    source: SOURCES.dotnet,
    async play(gateway) {
      const { rawQueryString, queryStringParameters } = await eventOf(gateway, { path: '/echo?b=x%20y&a=%C3%A9' });
      deepStrictEqual([rawQueryString, queryStringParameters], ['b=x%20y&a=%C3%A9', { b: 'x y', a: 'é' }]);
    },
  },
  {
    title: '2.0: header names are in lower case, a repeated header is joined',
    source: SOURCES.lambda,
    async play(gateway) {
      const { headers } = await eventOf(gateway, {
        path: '/echo',
        headers: [
          ['X-Many', 'a'],
          ['X-Many', 'b'],
        ],
      });
      strictEqual(headers['x-many']?.replace(', ', ','), 'a,b');
    },
  },
  {
    title: '2.0: `rawPath` and path variables are decoded',
    source: SOURCES.issue('honojs/hono', 2156),
    async play(gateway) {
      const { rawPath, pathParameters } = await eventOf(gateway, { path: '/pets/%40id' });
      deepStrictEqual([rawPath, pathParameters], ['/pets/@id', { id: '@id' }]);
    },
  },
  {
    title: '2.0: the context has version, route key, stage `$default`, method, path and source address',
    source: SOURCES.lambda,
    async play(gateway) {
      const { version, routeKey, rawPath, requestContext } = await eventOf(gateway, { path: '/echo?x=1' });
      const { stage, http } = requestContext;
      deepStrictEqual(
        [version, routeKey, rawPath, stage, http.method, http.path, http.sourceIp],
        ['2.0', 'GET /echo', '/echo', '$default', 'GET', '/echo', '127.0.0.1'],
      );
    },
  },
  {
    title: '2.0: a JSON body is text',
    source: SOURCES.issue('ministackorg/ministack', 766),
    async play(gateway) {
      const event = await eventOf(gateway, { method: 'POST', path: '/echo', headers: [JSON_TYPE], body: '{"a":1}' });
      deepStrictEqual([event.body, event.isBase64Encoded], ['{"a":1}', false]);
    },
  },
  {
    title: '2.0: a form body is base64-encoded',
    source: SOURCES.issue('denoland/deno_registry2', 33),
    async play(gateway) {
      const headers = [['Content-Type', 'application/x-www-form-urlencoded'] as const];
      const event = await eventOf(gateway, { method: 'POST', path: '/echo', headers, body: 'a=1' });
      deepStrictEqual([event.body, event.isBase64Encoded], ['YT0x', true]);
    },
  },
  {
    title: '2.0: bytes are base64-encoded',
    source: SOURCES.issue('ministackorg/ministack', 766),
    async play(gateway) {
      const headers = [['Content-Type', 'application/octet-stream'] as const];
      const event = await eventOf(gateway, { method: 'POST', path: '/echo', headers, body: Buffer.from([0, 255, 16]) });
      deepStrictEqual([event.body, event.isBase64Encoded], ['AP8Q', true]);
    },
  },
  {
    title: '1.0: version, resource, path and method',
    source: SOURCES.lambda,
    async play(gateway) {
      const { version, resource, path, httpMethod } = await eventOf(gateway, { path: '/v1/echo?x=1' });
      deepStrictEqual([version, resource, path, httpMethod], ['1.0', '/v1/echo', '/v1/echo', 'GET']);
    },
  },
  {
    title: '1.0: repeated parameters and headers are in the multi-value members',
    source: SOURCES.lambda,
    async play(gateway) {
      const headers = [['X-Many', 'a'] as const, ['X-Many', 'b'] as const];
      const event = await eventOf(gateway, { path: '/v1/echo?tag=a&tag=b', headers });
      const many = Object.entries(event.multiValueHeaders ?? {}).find(([name]) => name.toLowerCase() === 'x-many')?.[1];
      deepStrictEqual([event.multiValueQueryStringParameters, many], [{ tag: ['a', 'b'] }, ['a', 'b']]);
    },
  },
  {
    title: '1.0: cookies stay in the header `cookie`',
    source: SOURCES.dotnet,
    async play(gateway) {
      const event = await eventOf(gateway, { path: '/v1/echo', headers: [['Cookie', 'session=abc; theme=dark']] });
      deepStrictEqual([event.cookies, event.headers.cookie ?? event.headers.Cookie], [undefined, 'session=abc; theme=dark']);
    },
  },
];

const RESULTS: readonly Omit<Case, 'group'>[] = [
  {
    title: '2.0: a result without a status code is the body, as JSON with status 200',
    source: SOURCES.lambda,
    async play(gateway) {
      const answer = await gateway.http({ path: '/answers/object' });
      deepStrictEqual([answer.status, mediaTypeOf(answer), answer.json()], [200, 'application/json', { hello: 'world' }]);
    },
  },
  {
    title: '2.0: each of `cookies` is a Set-Cookie header',
    source: SOURCES.lambda,
    play: async (gateway) =>
      deepStrictEqual((await gateway.http({ path: '/answers/cookies' })).header('set-cookie'), ['a=1; Path=/', 'b=2; Path=/']),
  },
  {
    title: '2.0: a base64-encoded body is decoded',
    source: SOURCES.lambda,
    play: async (gateway) => strictEqual((await gateway.http({ path: '/answers/binary' })).body.toString('hex'), '00ff1080'),
  },
  {
    title: '2.0: no content type with a status code: `text/plain`',
    source: SOURCES.dotnet,
    play: async (gateway) => strictEqual(mediaTypeOf(await gateway.http({ path: '/answers/text' })), 'text/plain'),
  },
  {
    title: '2.0: status code and headers of the result are sent',
    source: SOURCES.lambda,
    async play(gateway) {
      const answer = await gateway.http({ path: '/answers/created' });
      deepStrictEqual([answer.status, answer.header('x-number'), answer.text], [201, ['7'], 'made']);
    },
  },
  {
    title: '2.0: a status code that is no integer: 500',
    source: SOURCES.dotnet,
    play: (gateway) => refusal(gateway, { path: '/answers/fraction' }, 500),
  },
  {
    title: 'a function that throws: 500',
    source: SOURCES.troubleshooting,
    play: (gateway) => refusal(gateway, { path: '/answers/throw' }, 500),
  },
  {
    title: '1.0: `multiValueHeaders` of the result are sent',
    source: SOURCES.lambda,
    play: async (gateway) => deepStrictEqual((await gateway.http({ path: '/v1/answers/several' })).header('set-cookie'), ['a=1', 'b=2']),
  },
  {
    title: '1.0: a result without a status code: 500',
    source: SOURCES.dotnet,
    play: (gateway) => refusal(gateway, { path: '/v1/answers/missing' }, 500),
  },
];

/** Behaviors of HTTP APIs. Points on which sources disagree, or that rest on memory, are left out. */
export const HTTP_CASES: readonly Case[] = [...grouped('routes', ROUTES), ...grouped('events', EVENTS), ...grouped('results', RESULTS)];
