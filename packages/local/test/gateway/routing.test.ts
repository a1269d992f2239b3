import { describe, expect, test } from 'vitest';
import { decodePath, parseQuery, splitTarget } from '../../src/gateway/request-target';
import { compileRoutes, resourceOf } from '../../src/http-api/router';
import { selectStage } from '../../src/http-api/stages';
import { api, route } from './support';

describe('a request target', () => {
  test.each([
    ['/books', '/books', ''],
    ['/books?a=1', '/books', 'a=1'],
    ['/books?a=1?b', '/books', 'a=1?b'],
    ['/books?', '/books', ''],
    ['/', '/', ''],
    ['', '/', ''],
    ['*', '/*', ''],
    ['http://localhost:3000/books?a=1', '/books', 'a=1'],
    ['HTTPS://example.com', '/', ''],
    ['https://example.com?a=1', '/', 'a=1'],
    // A27: recorded for //test; within a path nothing is recorded.
    ['//double/slash', '/double/slash', ''],
    ['///a//b?c=//d', '/a//b', 'c=//d'],
    ['https://example.com//a', '/a', ''],
  ])('%s', (target, rawPath, rawQuery) => {
    expect(splitTarget(target)).toEqual({ rawPath, rawQuery });
  });
});

describe('path decoding', () => {
  test.each([
    // 4.1: the path arrives decoded; gh:honojs/hono#2156
    ['/%40id%2Fa%23b', '/@id/a#b'],
    ['/caf%C3%A9/%F0%9F%98%8A', '/café/😊'],
    ['/plain', '/plain'],
    // A plus sign means a space in a query string alone.
    ['/a+b', '/a+b'],
    // 4.1: it is cut at a question mark that comes out of that; gh:middleapi/standard-server#93
    ['/users/me%3Fadmin=true', '/users/me'],
    ['/%3f', '/'],
    // Not documented: what is no encoding stays.
    ['/100%', '/100%'],
    ['/%zz/%4', '/%zz/%4'],
    ['/%ff%41', '/\ufffdA'],
    ['/%E2%98%95%ff%zz', '/☕\ufffd%zz'],
    ['/%25zz', '/%zz'],
  ])('%s', (raw, path) => {
    expect(decodePath(raw)).toBe(path);
  });
});

describe('query string parsing', () => {
  test.each([
    ['', []],
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=1&a=2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    [
      'A=1&a=2',
      [
        ['A', '1'],
        ['a', '2'],
      ],
    ],
    // Captured from the service: a plus sign is a space, an encoded one is a plus sign.
    [
      'literalPlus=a+b&encodedPlus=a%2Bb&empty=',
      [
        ['literalPlus', 'a b'],
        ['encodedPlus', 'a+b'],
        ['empty', ''],
      ],
    ],
    ['redirect=https%3A%2F%2Fexample.com%2Fa', [['redirect', 'https://example.com/a']]],
    ['flag', [['flag', '']]],
    ['a=b=c', [['a', 'b=c']]],
    ['&&a=1&', [['a', '1']]],
    ['=x', [['', 'x']]],
    ['a=1;b=2', [['a', '1;b=2']]],
    [
      '%61=%zz&b=%ff',
      [
        ['a', '%zz'],
        ['b', '\ufffd'],
      ],
    ],
    ['__proto__=x', [['__proto__', 'x']]],
  ])('%s', (raw, fields) => {
    expect(parseQuery(raw)).toEqual(fields);
  });
});

describe('the stage', () => {
  const both = { $default: {}, test: {} };

  // 6.1, step 1: the stage that the path begins with, else $default, else none.
  test.each([
    ['/test/books', both, 'test', '/books'],
    ['/test', both, 'test', '/'],
    ['/test/', both, 'test', '/'],
    ['/test//x', both, 'test', '//x'],
    ['/%74est/books', both, 'test', '/books'],
    ['/testing/books', both, '$default', '/testing/books'],
    ['/TEST/books', both, '$default', '/TEST/books'],
    ['/', both, '$default', '/'],
    ['/$default/books', both, '$default', '/$default/books'],
    ['/test/%2Fbooks', both, 'test', '/%2Fbooks'],
  ])('reads the stage of %s', (rawPath, stages, name, rest) => {
    expect(selectStage(api([], stages), rawPath)).toMatchObject({ stage: { name }, rawPath: rest });
  });

  test.each(['/', '/books', '/prod', '/__proto__/x'])('finds no stage for %s if only another one exists', (rawPath) => {
    expect(selectStage(api([], { test: {} }), rawPath)).toBeUndefined();
  });

  test('omits the only served stage from the path', () => {
    expect(selectStage(api([], both), '/test/books', 'test')).toMatchObject({ stage: { name: 'test' }, rawPath: '/test/books' });
    expect(selectStage(api([], both), '/books', 'prod')).toBeUndefined();
  });
});

describe('the route', () => {
  const select = (keys: readonly string[], method: string, path: string) => {
    const selected = compileRoutes(keys.map((key) => route(key))).select(method, path);
    return selected && [selected.route.key, { ...selected.pathVariables }];
  };

  // DG:http-api-develop-routes: the table of the guide.
  const guide = ['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'];
  test.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
  ])('selects for %s %s the route in AWS’s guide', (method, path, key, variables) => {
    expect(select(guide, method, path)).toEqual([key, variables]);
  });

  test.each<[string, string[], string, string, string | undefined, Record<string, string>?]>([
    // 6.1, detail table
    ['ANY takes the other methods', ['GET /a', 'ANY /a'], 'POST', '/a', 'ANY /a'],
    ['a method comes before ANY', ['ANY /a', 'GET /a'], 'GET', '/a', 'GET /a'],
    ['a method before ANY on a greedy path', ['ANY /{p+}', 'GET /{p+}'], 'GET', '/a/b', 'GET /{p+}', { p: 'a/b' }],
    ['the more specific path comes first, ANY or not', ['GET /pets/{id}', 'ANY /pets/1'], 'GET', '/pets/1', 'ANY /pets/1'],
    ['any greedy route comes before $default', ['$default', 'ANY /a/{p+}'], 'GET', '/a/b', 'ANY /a/{p+}', { p: 'b' }],
    ['no method: falls through to greedy', ['GET /a/b', 'ANY /a/{p+}'], 'POST', '/a/b', 'ANY /a/{p+}', { p: 'b' }],
    ['no method: falls through to the variable', ['POST /a/b', 'GET /a/{x}'], 'GET', '/a/b', 'GET /a/{x}', { x: 'b' }],
    ['no method: falls through to $default', ['GET /a', '$default'], 'POST', '/a', '$default'],
    ['no method and nothing else: none, never 405', ['GET /a'], 'POST', '/a', undefined],
    ['HEAD is not GET', ['GET /a'], 'HEAD', '/a', undefined],
    ['greedy on an empty remainder', ['ANY /{proxy+}'], 'GET', '/', 'ANY /{proxy+}', { proxy: '' }],
    ['greedy on an empty remainder further in', ['ANY /a/{proxy+}'], 'GET', '/a/', 'ANY /a/{proxy+}', { proxy: '' }],
    ['greedy needs the slash', ['ANY /a/{proxy+}'], 'GET', '/a', undefined],
    ['/ comes before greedy', ['ANY /{proxy+}', 'GET /'], 'GET', '/', 'GET /'],
    ['a trailing slash is another path', ['GET /metrics'], 'GET', '/metrics/', undefined],
    ['a trailing slash goes to greedy', ['GET /metrics', 'GET /metrics/{p+}'], 'GET', '/metrics/', 'GET /metrics/{p+}', { p: '' }],
    ['a greedy remainder keeps its slashes', ['ANY /{p+}'], 'GET', '//a//b/', 'ANY /{p+}', { p: '/a//b/' }],
    ['a variable is never empty', ['GET /a/{x}'], 'GET', '/a/', undefined],
    ['case counts', ['GET /Books'], 'GET', '/books', undefined],
    [
      'full match with variables before greedy',
      ['GET /a/b/{p+}', 'GET /{x}/{y}/{z}'],
      'GET',
      '/a/b/c',
      'GET /{x}/{y}/{z}',
      { x: 'a', y: 'b', z: 'c' },
    ],
    [
      'of greedy paths with as many equal segments, the one further left first',
      ['ANY /{x}/b/{p+}', 'ANY /a/{x}/{p+}'],
      'GET',
      '/a/b/c',
      'ANY /a/{x}/{p+}',
      { x: 'b', p: 'c' },
    ],
    ['more equal segments first', ['GET /a/{x}/{y}', 'GET /{x}/b/c'], 'GET', '/a/b/c', 'GET /{x}/b/c', { x: 'a' }],
    ['equal segments further left first', ['GET /{x}/b/c', 'GET /a/{x}/c'], 'GET', '/a/b/c', 'GET /a/{x}/c', { x: 'b' }],
    [
      'the longest way to a greedy variable first',
      ['ANY /a/{p+}', 'ANY /{x}/b/{p+}'],
      'GET',
      '/a/b/c',
      'ANY /{x}/b/{p+}',
      { x: 'a', p: 'c' },
    ],
    ['of ways equally long, equal segments first', ['ANY /{x}/{p+}', 'ANY /a/{p+}'], 'GET', '/a/b', 'ANY /a/{p+}', { p: 'b' }],
    [
      'a variable of any name',
      ['GET /{__proto__}/{constructor}'],
      'GET',
      '/a/b',
      'GET /{__proto__}/{constructor}',
      JSON.parse('{"__proto__":"a","constructor":"b"}'),
    ],
    ['a segment that prototypes have', ['GET /a'], 'GET', '/constructor', undefined],
    ['of equal keys the first', ['GET /{a}', 'GET /{b}'], 'GET', '/x', 'GET /{a}', { a: 'x' }],
    ['a method that HTTP APIs have no name for', ['ANY /a'], 'PROPFIND', '/a', 'ANY /a'],
    ['a slash that was decoded counts as one', ['GET /a/b'], 'GET', decodePath('/a%2Fb'), 'GET /a/b'],
    ['a key that the service would refuse', ['GET books', 'GET /'], 'GET', '/books', undefined],
    ['of all that is not there', [], 'GET', '/a', undefined],
  ])('%s', (_name, keys, method, path, key, variables = {}) => {
    const selected = select(keys, method, path);
    expect(selected?.[0]).toBe(key);
    if (key !== undefined) {
      expect(Object.entries(selected?.[1] ?? {})).toEqual(Object.entries(variables));
    }
  });

  test('provides the resource of payload format 1.0', () => {
    expect(resourceOf('GET /books/{id}')).toBe('/books/{id}');
    expect(resourceOf('$default')).toBe('$default');
  });
});
