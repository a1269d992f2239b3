import { describe, expect, test } from 'vitest';
import type { Cors } from '../../src/definitions/http-api';
import type { Field } from '../../src/gateway/message';
import { compileCors } from '../../src/http-api/cors';

const nothing: Cors = { allowOrigins: [], allowMethods: [], allowHeaders: [], exposeHeaders: [], allowCredentials: false };
const site = 'https://www.example.com';

const preflight = (
  cors: Partial<Cors>,
  origin: string | null = site,
  more: readonly Field[] = [['Access-Control-Request-Method', 'POST']],
) => compileCors({ ...nothing, ...cors }).preflight([...(origin === null ? [] : [['Origin', origin] as const]), ...more]);

describe('a preflight', () => {
  test('is an OPTIONS request to an API with CORS', () => {
    expect(compileCors(nothing).isPreflight('OPTIONS', [])).toBe(true);
    expect(compileCors(nothing).isPreflight('GET', [])).toBe(false);
    expect(compileCors(undefined).isPreflight('OPTIONS', [['origin', site]])).toBe(false);
  });

  // 6.2; captured from APIs in use: methods and headers come sorted, header names in lower case.
  test.each<[string, Partial<Cors>, readonly Field[]]>([
    ['origin', { allowOrigins: [site] }, [['access-control-allow-origin', site]]],
    [
      'methods',
      { allowOrigins: [site], allowMethods: ['POST', 'GET', 'OPTIONS', 'GET'] },
      [
        ['access-control-allow-origin', site],
        ['access-control-allow-methods', 'GET,OPTIONS,POST'],
      ],
    ],
    [
      'headers',
      { allowOrigins: [site], allowHeaders: ['Content-Type', 'Authorization'] },
      [
        ['access-control-allow-origin', site],
        ['access-control-allow-headers', 'authorization,content-type'],
      ],
    ],
    [
      'max age and credentials',
      { allowOrigins: [site], maxAge: '300', allowCredentials: true },
      [
        ['access-control-allow-origin', site],
        ['access-control-max-age', '300'],
        ['access-control-allow-credentials', 'true'],
      ],
    ],
    [
      'wildcards as they are configured',
      { allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'] },
      [
        ['access-control-allow-origin', '*'],
        ['access-control-allow-methods', '*'],
        ['access-control-allow-headers', '*'],
      ],
    ],
  ])('returns the %s', (_what, cors, headers) => {
    expect(preflight(cors)).toEqual({ statusCode: 204, headers, body: '' });
  });

  // 6.2: 204 without the headers else; DG:http-api-cors says that both request headers are needed.
  test.each<[string, string | null, readonly Field[]]>([
    ['of an origin that is not let in', 'https://evil.example.com', [['access-control-request-method', 'GET']]],
    ['without an origin', null, [['access-control-request-method', 'GET']]],
    ['without a method', site, []],
  ])('returns no CORS headers for %s', (_what, origin, more) => {
    expect(preflight({ allowOrigins: [site], allowMethods: ['GET'] }, origin, more)).toEqual({ statusCode: 204, headers: [], body: '' });
  });
});

// 6.2: exact origin, `*`, `https://*`, `http://*`; no other pattern.
test.each([
  [[site], site, true],
  [[site], 'https://www.example.com:8443', false],
  [[site], 'http://www.example.com', false],
  [[site], 'https://www.example.com.evil.org', false],
  [['https://a.org', site], site, true],
  [['*'], 'null', true],
  [['https://*'], 'https://anything.org', true],
  [['https://*'], 'http://anything.org', false],
  [['http://*'], 'http://localhost:3000', true],
  [['http://*'], 'https://anything.org', false],
  [['https://*.example.com'], site, false],
  [[], site, false],
])('%j allows %s: %s', (allowOrigins, origin, isAllowed) => {
  const { apply } = compileCors({ ...nothing, allowOrigins });
  expect(apply(origin, []).some(([name]) => name === 'access-control-allow-origin')).toBe(isAllowed);
});

describe('other responses', () => {
  const backend: readonly Field[] = [
    ['Access-Control-Allow-Origin', 'https://backend.example.com'],
    ['content-type', 'text/plain'],
    ['ACCESS-CONTROL-MAX-AGE', '1'],
    ['accept-ranges', 'bytes'],
    ['x-access-control-thing', 'kept'],
  ];
  const kept: readonly Field[] = [
    ['content-type', 'text/plain'],
    ['accept-ranges', 'bytes'],
    ['x-access-control-thing', 'kept'],
  ];

  test('replaces the CORS headers of the backend', () => {
    const { apply } = compileCors({
      ...nothing,
      allowOrigins: [site],
      allowMethods: ['GET'],
      exposeHeaders: ['X-Two', 'x-one'],
      allowCredentials: true,
    });
    expect(apply(site, backend)).toEqual([
      ...kept,
      ['access-control-allow-origin', site],
      ['access-control-allow-credentials', 'true'],
      ['access-control-expose-headers', 'x-one,x-two'],
    ]);
  });

  test.each([undefined, 'https://evil.example.com'])('removes the backend’s CORS headers for the origin %s', (origin) => {
    expect(compileCors({ ...nothing, allowOrigins: [site] }).apply(origin, backend)).toEqual(kept);
  });

  test('keeps the backend’s CORS headers without CORS configuration', () => {
    expect(compileCors(undefined).apply(site, backend)).toBe(backend);
    expect(compileCors(undefined).preflight([])).toEqual({ statusCode: 204, headers: [], body: '' });
  });
});
