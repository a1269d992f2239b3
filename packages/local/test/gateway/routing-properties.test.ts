import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodePath, parseQuery, splitTarget } from '../../src/gateway/request-target';
import { compileRoutes } from '../../src/http-api/router';
import { selectStage } from '../../src/http-api/stages';
import { api, route } from './support';

const seed = Number(process.env.TEST_SEED);
const runs = { numRuns: 2000, seed };

const segment = fc.constantFrom('a', 'b', 'c', '{x}', '{y}');
const keyPath = fc
  .tuple(fc.array(segment, { maxLength: 4 }), fc.boolean())
  .map(([segments, greedy]) => `/${[...segments, ...(greedy ? ['{rest+}'] : [])].join('/')}`);
const key = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.constantFrom('GET', 'POST', 'ANY'), keyPath).map(([method, path]) => `${method} ${path}`) },
  { weight: 1, arbitrary: fc.constant('$default') },
);
const path = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 5 }).map((segments) => `/${segments.join('/')}`);

/** How well a route takes a request; undefined where it does not. Written to be read, not to be fast. */
function rankOf(routeKey: string, method: string, requestPath: string): string | undefined {
  if (routeKey === '$default') {
    return '0';
  }
  const [routeMethod, routePath] = routeKey.split(' ') as [string, string];
  if (routeMethod !== method && routeMethod !== 'ANY') {
    return undefined;
  }
  const wanted = routePath.slice(1).split('/');
  const given = requestPath.slice(1).split('/');
  const isGreedy = wanted.at(-1) === '{rest+}';
  const fixed = isGreedy ? wanted.slice(0, -1) : wanted;
  if (isGreedy ? given.length <= fixed.length : given.length !== fixed.length) {
    return undefined;
  }
  if (!fixed.every((each, at) => (each.startsWith('{') ? given[at] !== '' : each === given[at]))) {
    return undefined;
  }
  const literals = fixed.filter((each) => !each.startsWith('{')).length;
  const leftmost = fixed.map((each) => (each.startsWith('{') ? '0' : '1')).join('');
  const own = routeMethod === 'ANY' ? '0' : '1';
  return isGreedy ? `1 ${fixed.length} ${literals} ${leftmost} ${own}` : `2 ${literals} ${leftmost} ${own}`;
}

/** Of routes that rank equal, variables being named differently, the first counts. */
function reference(keys: readonly string[], method: string, requestPath: string): string | undefined {
  const ranked = keys.map((each) => ({ key: each, rank: rankOf(each, method, requestPath) })).filter(({ rank }) => rank !== undefined);
  return ranked.reduce<(typeof ranked)[0] | undefined>(
    (best, each) => (best === undefined || (each.rank as string) > (best.rank as string) ? each : best),
    undefined,
  )?.key;
}

describe(`routes (seed ${seed})`, () => {
  test('are selected like in a simple reference implementation', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 12 }), fc.constantFrom('GET', 'POST', 'PUT'), path, (keys, method, requestPath) => {
        const selected = compileRoutes(keys.map((each) => route(each))).select(method, requestPath);
        expect(selected?.route.key).toBe(reference(keys, method, requestPath));
      }),
      runs,
    );
  });

  test('have variables that reproduce the request’s path', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 6 }), path, (keys, requestPath) => {
        const selected = compileRoutes(keys.map((each) => route(each))).select('GET', requestPath);
        const [, routePath] = selected?.route.key.split(' ') ?? [];
        const names = routePath?.match(/\{(\w+)\+?\}/g) ?? [];
        // A name that a path has twice has one value.
        fc.pre(routePath !== undefined && new Set(names).size === names.length);
        expect(routePath?.replace(/\{(\w+)\+?\}/g, (_, name: string) => selected?.pathVariables[name] ?? 'MISSING')).toBe(requestPath);
      }),
      runs,
    );
  });
});

describe(`any text (seed ${seed})`, () => {
  const junk = fc.constantFrom(
    '%',
    '%2',
    '%zz',
    '%ff',
    '%F0%9F',
    '%00',
    '/',
    '//',
    '?',
    '#',
    '+',
    '&',
    '=',
    '__proto__',
    '{x}',
    '\ud800',
    '\udc00',
    '*',
  );
  const anyText = fc.oneof(
    fc.array(fc.oneof(junk, fc.string({ maxLength: 3 })), { maxLength: 30 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 100 }),
  );
  const plan = api(['GET /{a}/{b}', 'ANY /{rest+}', 'GET /constructor'], { $default: {}, test: {} });
  const table = compileRoutes(plan.routes);

  test('is parsed and routed as a target without an exception', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { rawPath, rawQuery } = splitTarget(text);
        expect(rawPath.startsWith('/')).toBe(true);
        const staged = selectStage(plan, rawPath);
        const decoded = decodePath(staged?.rawPath ?? '');
        expect(table.select('GET', decoded)).toBeDefined();
        for (const field of parseQuery(rawQuery)) {
          expect(field).toHaveLength(2);
        }
      }),
      runs,
    );
  });

  test('is decoded to the original', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = encodeURIComponent(text);
        expect(parseQuery(`a=${encoded}`)).toEqual([['a', text]]);
        expect(decodePath(`/${encoded}`)).toBe(`/${text}`.split('?')[0]);
      }),
      runs,
    );
  });

  test.each(['/', '%', '%ff', '%2f', 'a/', '&', '+', '=', '{x}/'])('routes 1,000,000 characters of %j in time', (unit) => {
    const text = `/${unit.repeat(1_000_000 / unit.length)}`;
    const { rawPath } = splitTarget(text);
    expect(table.select('GET', decodePath(rawPath))).toBeDefined();
    expect(parseQuery(text).length).toBeGreaterThan(0);
  });
});
