import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resultV1, resultV2 } from '../../src/http-api/results/result';

const seed = Number(process.env.TEST_SEED);
const v1 = (result: unknown) => resultV1(JSON.stringify(result));
const v2 = (result: unknown) => resultV2(JSON.stringify(result));

const text = ['content-type', 'text/plain; charset=utf-8'] as const;

describe('a result in format 2.0 without a status code', () => {
  // 4.4: whatever lacks one is the body, even text that is no JSON; a text is unwrapped.
  test.each([
    ['{"message":"hi"}', '{"message":"hi"}'],
    ['{ "headers": {"x": "y"}, "body": "z" }', '{ "headers": {"x": "y"}, "body": "z" }'],
    ['"test"', 'test'],
    ['""', ''],
    ['null', 'null'],
    ['42', '42'],
    ['true', 'true'],
    ['[1,{"statusCode":500}]', '[1,{"statusCode":500}]'],
    ['{"name": "John", "age":', '{"name": "John", "age":'],
    ['', ''],
    ['{"statuscode":200}', '{"statuscode":200}'],
    ['{"__proto__":{"statusCode":500}}', '{"__proto__":{"statusCode":500}}'],
  ])('%s is the body', (payload, body) => {
    expect(resultV2(payload)).toEqual({ statusCode: 200, headers: [['content-type', 'application/json']], body });
  });
});

describe.each([
  ['2.0', v2],
  ['1.0', v1],
])('a result in format %s with a status code', (_version, result) => {
  test('is used as returned', () => {
    expect(result({ statusCode: 201, headers: { 'Content-Type': 'application/json', 'X-One': '1' }, body: '{}' })).toEqual({
      statusCode: 201,
      headers: [
        ['Content-Type', 'application/json'],
        ['X-One', '1'],
      ],
      body: '{}',
    });
  });

  // 4.4, NET: without a content type it is text.
  test.each([{}, { headers: null, body: null, multiValueHeaders: null, cookies: null }, { isBase64Encoded: false }, { extra: 'ignored' }])(
    'has default content type and body: %j',
    (rest) => {
      expect(result({ statusCode: 200, ...rest })).toEqual({ statusCode: 200, headers: [text], body: '' });
    },
  );

  test.each([204, 304])('has no content type with status %i', (statusCode) => {
    expect(result({ statusCode })).toEqual({ statusCode, headers: [], body: '' });
  });

  // 4.4, NET: no whole number, or none of HTTP's.
  test.each([200.5, 0, 99, 100, 101, 199, 600, 1000, -1, 1e300, null, true, '2xx', '', '0200', [200], {}])(
    'is malformed with the status code %j',
    (statusCode) => {
      expect(result({ statusCode, body: 'x' })).toBeUndefined();
    },
  );

  test.each([
    [200, 200],
    [599, 599],
    ['404', 404],
  ])('accepts the status code %j', (statusCode, expected) => {
    expect(result({ statusCode })?.statusCode).toBe(expected);
  });

  test.each([{ a: 1 }, ['x'], 42, true])('is malformed with the body %j', (body) => {
    expect(result({ statusCode: 200, body })).toBeUndefined();
  });

  // 4.3: decoded always, whatever the types say.
  test('decodes a base64 body', () => {
    expect(result({ statusCode: 200, body: 'AP+A', isBase64Encoded: true })?.body).toEqual(Buffer.from([0, 255, 128]));
    expect(result({ statusCode: 200, body: 'AP\n+A', isBase64Encoded: true })?.body).toEqual(Buffer.from([0, 255, 128]));
    expect(result({ statusCode: 200, body: 'AP+A', isBase64Encoded: false })?.body).toBe('AP+A');
    expect(result({ statusCode: 200, body: 'no base64!', isBase64Encoded: true })).toBeUndefined();
  });

  test('converts numbers and booleans in headers, and omits null', () => {
    expect(result({ statusCode: 200, headers: { 'content-type': 'a/b', 'x-count': 3, 'x-flag': true, 'x-null': null } })?.headers).toEqual([
      ['content-type', 'a/b'],
      ['x-count', '3'],
      ['x-flag', 'true'],
    ]);
  });

  test.each([['x'], 'x', 1, { a: ['b'] }, { a: {} }, { '': 'x' }, { 'a b': 'x' }, { 'a:': 'x' }, { ä: 'x' }])(
    'is malformed with the headers %j',
    (headers) => {
      expect(result({ statusCode: 200, headers })).toBeUndefined();
    },
  );

  test.each(['a\r\nSet-Cookie: admin=1', 'a\n', '\rb', 'a\0', '\x01', '\x7f'])('is malformed with the header value %j', (value) => {
    expect(result({ statusCode: 200, headers: { 'x-a': value } })).toBeUndefined();
    expect(result({ statusCode: 200, headers: { [`x-a${value}`]: 'x' } })).toBeUndefined();
  });

  test('writes other characters as UTF-8', () => {
    const headers = result({ statusCode: 200, headers: { 'content-type': 'a/b', 'x-a': 'tab\té ☕' } })?.headers ?? [];
    expect(Buffer.from(headers[1]?.[1] ?? '', 'latin1').toString()).toBe('tab\té ☕');
  });

  test('ignores transfer headers of the function', () => {
    const headers = {
      'content-type': 'a/b',
      'Content-Length': '99',
      'Transfer-Encoding': 'chunked',
      Connection: 'close',
      'Keep-Alive': '1',
      Upgrade: 'x',
      'Apigw-Requestid': 'forged',
    };
    expect(result({ statusCode: 200, headers })?.headers).toEqual([['content-type', 'a/b']]);
  });
});

describe('cookies of format 2.0', () => {
  // 4.4: one header each, in front of those among the headers.
  test('are written first, one by one', () => {
    expect(
      v2({ statusCode: 200, cookies: ['a=1; Secure', 'b=2'], headers: { 'Set-Cookie': 'c=3', 'content-type': 'a/b' } })?.headers,
    ).toEqual([
      ['set-cookie', 'a=1; Secure'],
      ['set-cookie', 'b=2'],
      ['Set-Cookie', 'c=3'],
      ['content-type', 'a/b'],
    ]);
  });

  test.each(['a=1', [1], [null], ['a=1\r\nX: y'], {}])('are malformed: %j', (cookies) => {
    expect(v2({ statusCode: 200, cookies })).toBeUndefined();
  });

  test('are ignored in format 1.0', () => {
    expect(v1({ statusCode: 200, cookies: ['a=1'] })?.headers).toEqual([text]);
  });
});

describe('multi-value headers of format 1.0', () => {
  test('are written first, without duplicates', () => {
    expect(
      v1({
        statusCode: 200,
        headers: { 'Content-Type': 'a/b', 'combined-header': 'one', 'Combined-Header': 'three' },
        multiValueHeaders: { 'Combined-Header': ['one', 'two'], 'x-numbers': [1, 2], 'x-none': null, connection: ['close'] },
      })?.headers,
    ).toEqual([
      ['Combined-Header', 'one'],
      ['Combined-Header', 'two'],
      ['x-numbers', '1'],
      ['x-numbers', '2'],
      ['Content-Type', 'a/b'],
      ['Combined-Header', 'three'],
    ]);
  });

  test.each([[], 'x', { a: 'b' }, { a: [{}] }, { a: [null] }, { 'a b': ['x'] }])('are malformed: %j', (multiValueHeaders) => {
    expect(v1({ statusCode: 200, multiValueHeaders })).toBeUndefined();
  });

  test('are ignored in format 2.0', () => {
    expect(v2({ statusCode: 200, multiValueHeaders: { 'x-a': ['1'] } })?.headers).toEqual([text]);
  });
});

// 4.4: format 1.0 needs a status code.
test.each(['{}', '{"body":"x"}', '"test"', 'null', '42', '[]', '{"name":', ''])('%s is malformed in format 1.0', (payload) => {
  expect(resultV1(payload)).toBeUndefined();
});

describe(`any result (seed ${seed})`, () => {
  const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constantFrom(200, 404, true, '\r\n', '__proto__'));
  const result = fc.record(
    {
      statusCode: fc.oneof(fc.constant(200), value),
      headers: fc.oneof(fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), value), value),
      multiValueHeaders: fc.oneof(fc.dictionary(fc.string({ maxLength: 8 }), fc.array(value)), value),
      cookies: fc.oneof(fc.array(fc.string({ unit: 'binary' })), value),
      body: value,
      isBase64Encoded: value,
    },
    { requiredKeys: [] },
  );

  test('is either malformed or a valid response', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          result.map((each) => JSON.stringify(each)),
          fc.string({ unit: 'binary' }),
        ),
        (payload) => {
          for (const answer of [resultV1(payload), resultV2(payload)]) {
            expect(answer?.statusCode ?? 200).toBeGreaterThanOrEqual(200);
            expect(answer?.statusCode ?? 200).toBeLessThanOrEqual(599);
            for (const [name, header] of answer?.headers ?? []) {
              expect(name).toMatch(/^[\w!#$%&'*+.^`|~-]+$/);
              expect(header).not.toMatch(/[^\t\x20-\x7e\x80-\xff]/);
            }
          }
        },
      ),
      { numRuns: 1000, seed },
    );
  });
});
