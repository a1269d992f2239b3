import { describe, expect, test } from 'vitest';
import { evaluated, failureOf, rendered } from './support';

const BODY = JSON.stringify({
  text: 'a"b',
  number: 5,
  nothing: null,
  list: [{ id: 1, tag: 'x' }, { id: 2 }, 'last'],
  map: { 'first name': 'Ada', "it's": 1 },
});

describe('$input', () => {
  test.each([
    ['$input.body', BODY],
    ['$input.body.text', ''],
    ['[$input]', '[]'],
    ['[$input.nothing][$input.nothing()][$input.nothing("a")][$input.body()]', '[][][][]'],
    ["$input.json('$.text')", '"a\\"b"'],
    ["$input.json('$.list')", '[{"id":1,"tag":"x"},{"id":2},"last"]'],
    ["$input.json('$.map')", '{"first name":"Ada","it\'s":1}'],
    ["$input.json('$.gone')", '""'],
    ["$input.json('$.nothing')", '""'],
    ['$input.json("$.number")', '5'],
    ["$input.path('$.text')", 'a"b'],
    ["[$input.path('$.gone')][$input.path('$.gone').x][$input.path('$.nothing')]", '[][][]'],
    ["$input.path('$.list').size()", '3'],
    ["$input.path('$').number", '5'],
    ["$input.path('text')", 'a"b'],
    ["$input.path(' $.text ')", 'a"b'],
    ["$input.path('$.list[0].tag')", 'x'],
    ["$input.path('$.list[-1]')", 'last'],
    ["[$input.path('$.list[9]')][$input.path('$.text[0]')][$input.path('$.list.id')]", '[][][]'],
    ["$input.path('$.list[0,2]')", '[{"id":1,"tag":"x"},"last"]'],
    ["$input.path('$.list[1:]')", '[{"id":2},"last"]'],
    ["$input.path('$.list[:1]')", '[{"id":1,"tag":"x"}]'],
    ["$input.path('$.text[:1]')", '[]'],
    ["$input.path('$.list[*].id')", '[1,2]'],
    ["$input.path('$.map.*')", '["Ada",1]'],
    ["$input.path('$.text.*')", '[]'],
    ["$input.path('$..id')", '[1,2]'],
    ["$input.path('$..*').size()", '13'],
    [`$input.path("$['map']['first name']")`, 'Ada'],
    [`$input.path('$["map"]["it\\'s"]')`.replace("\\'", "''"), '1'],
    [`$input.path("$['map','number']")`, '[{"first name":"Ada","it\'s":1},5]'],
    [`$input.path("$.map['it\\'s']")`, '1'],
  ])('%s prints %s', (template, expected) => {
    expect(rendered(template, { body: BODY })).toBe(expected);
  });

  test.each([
    ['$input.body', '{}'],
    ["$input.json('$')", '{}'],
    ["[$input.path('$.a')]", '[]'],
  ])('%s prints for an empty message %s', (template, expected) => {
    expect(rendered(template)).toBe(expected);
    expect(rendered(template, { body: '' })).toBe(expected);
  });

  test('finds nothing in a message that is not JSON', () => {
    expect(rendered("$input.body|$input.json('$')|$input.path('$')", { body: 'hello' })).toBe('hello|""|');
  });

  test.each(['{"a": }', '{"a" 1}', '{a: 1}', '[1,]', '[1', '{"a": 1', '{"a": 1,}', '"a', '"\n"', '"\\x"', '01', '1 2', 'tru', '[nul]', ''])(
    'rejects invalid JSON: %j',
    (body) => {
      expect(rendered("$input.json('$')", { body: `${body} ` })).toBe('""');
    },
  );

  test('does not evaluate the body as a template', () => {
    expect(rendered('$input.body', { body: '$context.stage #if(1) \\$x' })).toBe('$context.stage #if(1) \\$x');
  });

  test.each([
    "$input.path('$.list[?(@.id == 1)]')",
    "$input.json('$.list.length()')",
    "$input.path('')",
    "$input.path('$..')",
    "$input.path('$.a b')",
  ])('%s fails', (template) => {
    expect(failureOf(template, { body: BODY })).toContain('cannot be evaluated; filters and functions are not supported');
  });

  test('returns the parameters of the handshake in order', () => {
    const input = { path: { id: 'p' }, queryString: { id: 'q', token: 't' }, headers: { id: 'h', Host: 'x' } };

    expect(rendered("$input.params('id') $input.params('token') $input.params('Host') [$input.params('gone')]", input)).toBe('p t x []');
    expect(rendered('$input.params()', input)).toBe('{path={id=p}, querystring={id=q, token=t}, header={id=h, Host=x}}');
    expect(rendered("$input.params().header.get('Host') $input.params().querystring.token [$input.params('a', 'b')]", input)).toBe(
      'x t []',
    );
    expect(rendered("$input.params() [$input.params('a')]")).toBe('{path={}, querystring={}, header={}} []');
  });
});

describe('$util', () => {
  test.each([
    [`$util.escapeJavaScript('a"b')`, 'a\\"b'],
    [`$util.escapeJavaScript("it's")`, "it\\'s"],
    [`$util.escapeJavaScript("it's").replaceAll("\\\\'","'")`, "it's"],
    ["$util.escapeJavaScript('\\ / \n\r\t')", '\\\\ \\/ \\n\\r\\t'],
    ["$util.escapeJavaScript('\b\f\u0001\u007fé€😀')", '\\b\\f\\u0001\u007f\\u00E9\\u20AC\\uD83D\\uDE00'],
    ['$util.escapeJavaScript($input.path("$"))', '{a=1}'],
    ['$util.escapeJavaScript(5)', '5'],
    ['[$util.escapeJavaScript($gone)][$util.escapeJavaScript(null)]', '[][]'],
    ["$util.parseJson('[1, 2]')[1]", '2'],
    [`$util.parseJson('"text"')`, 'text'],
    ["$util.parseJson('1.0')", '1.0'],
    [`$util.urlEncode('a b"c&d=é')`, 'a+b%22c%26d%3D%C3%A9'],
    ["$util.urlEncode('.-*_~!()')", '.-*_%7E%21%28%29'],
    ['$util.urlEncode("it\'s")', 'it%27s'],
    ["$util.urlEncode('\ud800')", '%3F'],
    ['$util.urlEncode($input.body)', '%7B%22a%22%3A1%7D'],
    ["$util.urlDecode('a+b%20c%C3%A9')", 'a b cé'],
    ["$util.base64Encode('é')", 'w6k='],
    ["$util.base64Decode('w6k=')", 'é'],
    ['[$util][$util.nothing()][$util.urlEncode()][$util.urlEncode]', '[][][][]'],
  ])('%s prints %s', (template, expected) => {
    expect(rendered(template, { body: '{"a":1}' })).toBe(expected);
  });

  test.each([
    ["$util.parseJson('{')", '$util.parseJson was called with invalid JSON'],
    ["$util.urlDecode('100%')", '$util.urlDecode was called with a %'],
  ])('%s fails', (template, message) => {
    expect(failureOf(template)).toContain(message);
  });
});

describe('$context', () => {
  test.each([
    ['$context.connectionId', 'abc='],
    ['$context.identity.sourceIp', '127.0.0.1'],
    ["$context.get('identity').get('sourceIp')", '127.0.0.1'],
    ['$context.authorizer.principalId', 'user'],
    ['[$context.gone][$context.identity.gone][$context.unset]', '[][][]'],
    ['$context.identity', '{sourceIp=127.0.0.1}'],
    ['#set($ttl = $context.requestTimeEpoch + 86400)$ttl', '1700000086400'],
    ['#set($later = $context.connectedAt + 1)$later', '1700000000001'],
    ['$context.authorizer.count', '1.5'],
    ['$context.authorizer.roles', '["a","b"]'],
    ['$context.disconnectStatusCode.class.name', 'java.lang.Integer'],
    ['[$context.odd]', '[]'],
  ])('%s prints %s', (template, expected) => {
    const context = {
      connectionId: 'abc=',
      'identity.sourceIp': '127.0.0.1',
      authorizer: { principalId: 'user', count: 1.5, roles: ['a', 'b'] },
      unset: null,
      odd: undefined,
      requestTimeEpoch: 1_700_000_000_000,
      connectedAt: '1700000000000',
      disconnectStatusCode: 1000,
    };

    expect(rendered(template, { context })).toBe(expected);
  });

  test('replaces a value by its nested values', () => {
    expect(rendered('$context', { context: { a: 'x', 'a.b': 1, 'a.c': 2 } })).toBe('{a={b=1, c=2}}');
  });
});

test('reads $stageVariables by name', () => {
  expect(
    rendered("$stageVariables.url $stageVariables['url'] ${stageVariables['url']} $stageVariables.get('url') [$stageVariables.gone]", {
      stageVariables: { url: 'x' },
    }),
  ).toBe('x x x x []');
});

test('rethrows errors of the data', () => {
  const headers = Object.defineProperty({}, 'x', {
    get: () => {
      throw new TypeError('no header');
    },
  });

  expect(() => rendered("$input.params('x')", { headers })).toThrow(TypeError);
});

test('does not modify the sample data', () => {
  const context = { identity: { sourceIp: 'x' } };
  evaluated('#set($context.identity.sourceIp = "y")', { context });

  expect(context).toEqual({ identity: { sourceIp: 'x' } });
});
