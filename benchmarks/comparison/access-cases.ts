import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { CORS } from './app/definition';
import { type Case, SOURCES } from './case';
import { eventOf, grouped, refusal } from './http-helpers';

const bearer = (token: string) => [['Authorization', `Bearer ${token}`] as const];

const ORIGIN = ['Origin', CORS.origin] as const;
const PREFLIGHT = [ORIGIN, ['Access-Control-Request-Method', 'GET'] as const];

const CORS_CASES: readonly Omit<Case, 'group'>[] = [
  {
    title: 'a preflight request is answered with 204 and the configured origin, methods and headers',
    source: SOURCES.cors,
    async play(gateway) {
      const answer = await gateway.http({ method: 'OPTIONS', path: '/echo', headers: PREFLIGHT });
      const list = (name: string) => answer.header(name).join(',').toLowerCase().split(/,\s*/).sort();
      deepStrictEqual(
        [
          answer.status,
          answer.header('access-control-allow-origin'),
          list('access-control-allow-methods'),
          list('access-control-allow-headers'),
        ],
        [204, [CORS.origin], ['get', 'post'], ['content-type', 'x-key']],
      );
    },
  },
  {
    title: 'a preflight request to a route with an authorizer is answered without it',
    source: SOURCES.cors,
    play: async (gateway) => strictEqual((await gateway.http({ method: 'OPTIONS', path: '/simple', headers: PREFLIGHT })).status, 204),
  },
  {
    title: 'a response to an allowed origin has the configured headers',
    source: SOURCES.cors,
    play: async (gateway) =>
      deepStrictEqual((await gateway.http({ path: '/echo', headers: [ORIGIN] })).header('access-control-allow-origin'), [CORS.origin]),
  },
  {
    title: 'CORS headers of the function are ignored',
    source: SOURCES.cors,
    play: async (gateway) =>
      deepStrictEqual((await gateway.http({ path: '/answers/cors', headers: [ORIGIN] })).header('access-control-allow-origin'), [
        CORS.origin,
      ]),
  },
];

const JWT: readonly Omit<Case, 'group'>[] = [
  {
    title: 'no token: 401',
    source: SOURCES.recorded,
    play: (gateway) => refusal(gateway, { path: '/jwt' }, 401),
  },
  {
    title: 'a valid token: all claims reach the function as strings',
    source: SOURCES.recorded,
    async play(gateway, { token }) {
      const event = await eventOf(gateway, { path: '/jwt', headers: bearer(token()) });
      const { sub, level, admin } = event.requestContext.authorizer.jwt.claims;
      deepStrictEqual([sub, level, admin], ['ann', '3', 'true']);
    },
  },
  {
    title: 'a token without `Bearer` is accepted',
    source: SOURCES.recorded,
    play: async (gateway, { token }) => {
      await eventOf(gateway, { path: '/jwt', headers: [['Authorization', token()]] });
    },
  },
  {
    title: 'another audience: 401',
    source: SOURCES.recorded,
    play: (gateway, { token }) => refusal(gateway, { path: '/jwt', headers: bearer(token({ aud: 'other' })) }, 401),
  },
  {
    title: 'an expired token: 401',
    source: SOURCES.jwt,
    play: (gateway, { token }) => refusal(gateway, { path: '/jwt', headers: bearer(token({ exp: 1_700_000_000 })) }, 401),
  },
  {
    title: 'a signature by another key: 401',
    source: SOURCES.jwt,
    async play(gateway, { token }) {
      strictEqual((await gateway.http({ path: '/jwt', headers: bearer(token({}, { isForged: true })) })).status, 401);
    },
  },
  {
    title: 'a missing scope: 403',
    source: SOURCES.recorded,
    play: (gateway, { token }) => refusal(gateway, { path: '/jwt/scoped', headers: bearer(token({ scope: 'other' })) }, 403),
  },
  {
    title: 'one of several scopes suffices, and the scopes reach the function',
    source: SOURCES.recorded,
    async play(gateway, { token }) {
      const event = await eventOf(gateway, { path: '/jwt/scoped', headers: bearer(token({ scope: 'other books' })) });
      deepStrictEqual([...event.requestContext.authorizer.jwt.scopes].sort(), ['books', 'other']);
    },
  },
];

const key = (value: string) => [['x-key', value] as const];

const LAMBDA_AUTHORIZERS: readonly Omit<Case, 'group'>[] = [
  {
    title: 'a missing identity source: 401',
    source: SOURCES.recorded,
    play: (gateway) => refusal(gateway, { path: '/simple' }, 401),
  },
  {
    title: '`isAuthorized: false`: 403',
    source: SOURCES.recorded,
    play: (gateway) => refusal(gateway, { path: '/simple', headers: key('deny') }, 403),
  },
  {
    title: 'the context reaches the function, types kept, in `authorizer.lambda`',
    source: SOURCES.recorded,
    async play(gateway) {
      const event = await eventOf(gateway, { path: '/simple', headers: key('allow') });
      const { user, level, admin } = event.requestContext.authorizer.lambda;
      deepStrictEqual([user, level, admin], ['ann', 3, true]);
    },
  },
  {
    title: 'the authorizer’s event has type, version, identity source and route ARN',
    source: SOURCES.recorded,
    async play(gateway) {
      const event = await eventOf(gateway, { path: '/simple', headers: key('allow') });
      const { type, version, identitySource, routeArn } = JSON.parse(event.requestContext.authorizer.lambda.event);
      const tail = String(routeArn).split('/').slice(1).join('/');
      deepStrictEqual([type, version, identitySource, tail], ['REQUEST', '2.0', ['allow'], '$default/GET/simple']);
    },
  },
  {
    title: 'a result in another format: 500',
    source: SOURCES.lambdaAuthorizer,
    play: (gateway) => refusal(gateway, { path: '/simple', headers: key('malformed') }, 500),
  },
  {
    title: '1.0: a policy that denies: 403',
    source: SOURCES.recorded,
    play: (gateway) => refusal(gateway, { path: '/policy', headers: key('deny') }, 403),
  },
  {
    title: '1.0: the context reaches the function in `authorizer`, without `principalId`',
    source: SOURCES.recorded,
    async play(gateway) {
      const { user, level, principalId } = (await eventOf(gateway, { path: '/policy', headers: key('allow') })).requestContext.authorizer;
      deepStrictEqual([user, level, principalId], ['ann', 3, undefined]);
    },
  },
];

/** Behaviors of CORS and of the authorizers of HTTP APIs. */
export const ACCESS_CASES: readonly Case[] = [
  ...grouped('CORS', CORS_CASES),
  ...grouped('JWT authorizers', JWT),
  ...grouped('Lambda authorizers', LAMBDA_AUTHORIZERS),
];
