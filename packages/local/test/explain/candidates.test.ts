import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCandidates } from '../../src/explain/candidates';
import { route } from '../gateway/support';

const seed = Number(process.env.TEST_SEED);

const candidates = (keys: readonly string[], method: string, path: string) =>
  findCandidates(
    keys.map((key) => route(key)),
    method,
    path,
  );

const becauseOf = (key: string, keys: readonly string[], method: string, path: string) =>
  candidates(keys, method, path).candidates.find((each) => each.route === key)?.because;

describe('candidates', () => {
  test('are listed in the order in which they would be selected, each without those before it', () => {
    const keys = ['$default', 'ANY /{rest+}', 'ANY /a/{rest+}', 'GET /{x}/b', 'GET /a/{y}', 'ANY /a/b', 'GET /a/b', 'POST /a/b', 'GET /c'];
    const { candidates: found, otherRoutes } = candidates(keys, 'GET', '/a/b');

    expect(found.map((each) => each.route)).toEqual([
      'GET /a/b',
      'ANY /a/b',
      'GET /a/{y}',
      'GET /{x}/b',
      'ANY /a/{rest+}',
      'ANY /{rest+}',
      '$default',
      'POST /a/b',
    ]);
    expect(found.map(({ selected }) => selected)).toEqual([true, false, false, false, false, false, false, false]);
    expect(otherRoutes).toBe(1);
  });

  test.each<[string, readonly string[], string, string, string]>([
    ['GET /a/{y}', ['GET /a/{y}', 'GET /a/b'], 'GET', '/a/b', 'GET /a/b has more fixed segments'],
    ['GET /{x}/b', ['GET /{x}/b', 'GET /a/{y}'], 'GET', '/a/b', 'the fixed segments of GET /a/{y} are further left'],
    ['ANY /a', ['ANY /a', 'GET /a'], 'GET', '/a', 'GET is preferred to ANY on the same path'],
    ['ANY /{rest+}', ['ANY /{rest+}', 'ANY /{x}'], 'GET', '/a', 'ANY /{x} matches without a greedy variable'],
    ['ANY /{rest+}', ['ANY /{rest+}', 'ANY /a/{rest+}'], 'GET', '/a/b', 'the greedy variable of ANY /a/{rest+} is further right'],
    ['ANY /{x}/{rest+}', ['ANY /{x}/{rest+}', 'ANY /a/{rest+}'], 'GET', '/a/b', 'ANY /a/{rest+} has more fixed segments'],
    ['GET /{b}', ['GET /{a}', 'GET /{b}'], 'GET', '/1', 'GET /{a} matches the same requests, and comes first'],
    ['$default', ['GET /a', '$default'], 'GET', '/a', 'it is used only if no other route matches'],
    ['$default', ['GET /a', '$default'], 'GET', '/b', 'no other route matches'],
    ['POST /a', ['POST /a', 'GET /a'], 'GET', '/a', 'its path matches, but it accepts only POST'],
    ['GET /a', ['POST /a', 'GET /a', '$default'], 'GET', '/a', 'it is the most specific route that matches'],
  ])('say about %s of %j why it is or is not selected for %s %s', (key, keys, method, path, because) => {
    expect(becauseOf(key, keys, method, path)).toBe(because);
  });

  const segment = fc.constantFrom('a', 'b', '{x}', '{y}');
  const keyPath = fc
    .tuple(fc.array(segment, { maxLength: 4 }), fc.boolean())
    .map(([segments, greedy]) => `/${[...segments, ...(greedy ? ['{rest+}'] : [])].join('/')}`);
  const key = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.constantFrom('GET', 'POST', 'ANY'), keyPath).map((parts) => parts.join(' ')) },
    { weight: 1, arbitrary: fc.constant('$default') },
  );
  const requestPath = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 5 }).map((segments) => `/${segments.join('/')}`);

  test(`give a reason that is true for the two routes (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 10 }), requestPath, (keys, path) => {
        const { candidates: found, otherRoutes } = candidates(keys, 'GET', path);
        const winner = found.find(({ selected }) => selected)?.route;
        expect(found.length + otherRoutes).toBe(keys.length);
        for (const { route: loser, because } of found.filter(({ selected }) => !selected)) {
          expect(isTrue(because, loser, winner ?? ''), `${loser} lost to ${winner}: ${because}`).toBe(true);
        }
      }),
      { numRuns: 500, seed },
    );
  });
});

/** Whether a reason holds, from the keys alone. */
function isTrue(because: string, loser: string, winner: string): boolean {
  const [ownMethod = '', ownPath = ''] = loser.split(' ');
  const [method = '', path = ''] = winner.split(' ');
  const fixed = (text: string) => text.split('/').map((each) => !each.startsWith('{'));
  const count = (text: string) => fixed(text).filter(Boolean).length;
  const greedyAt = (text: string) => text.split('/').indexOf('{rest+}');
  switch (winner === '' ? because : because.replace(winner, 'WINNER')) {
    case 'it is used only if no other route matches':
      return loser === '$default';
    case `its path matches, but it accepts only ${ownMethod}`:
      return ownMethod !== 'GET' && ownMethod !== 'ANY';
    case 'WINNER matches without a greedy variable':
      return greedyAt(ownPath) >= 0 && greedyAt(path) < 0;
    case 'the greedy variable of WINNER is further right':
      return greedyAt(path) > greedyAt(ownPath) && greedyAt(ownPath) >= 0;
    case 'WINNER has more fixed segments':
      return count(path) > count(ownPath) && greedyAt(path) === greedyAt(ownPath);
    case 'the fixed segments of WINNER are further left':
      return count(path) === count(ownPath) && String(fixed(path).map(Number)) > String(fixed(ownPath).map(Number));
    case `${method} is preferred to ANY on the same path`:
      return ownMethod === 'ANY' && method === 'GET' && String(fixed(path)) === String(fixed(ownPath));
    case 'WINNER matches the same requests, and comes first':
      return ownMethod === method && String(fixed(path)) === String(fixed(ownPath));
    default:
      return false;
  }
}
