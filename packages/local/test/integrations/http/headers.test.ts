import { describe, expect, test } from 'vitest';
import type { Field } from '../../../src/gateway/message';
import { traceId } from '../../../src/gateway/request-context';
import { type Asked, answer, backend, call, type Given, recorder, serveBytes } from './support';

/** What a backend gets of a request. */
async function received(asked: Asked, given: Given = {}) {
  const { url, seen } = await recorder();
  const result = await answer(backend({ url: `${url}/`, ...given }), asked);
  expect(result.statusCode).toBe(200);
  const [first] = seen;
  expect(first).toBeDefined();
  return { ...(first as NonNullable<typeof first>), host: new URL(url).host };
}

const HOST: Field = ['Host', 'api.local:3000'];

describe('a request to a backend', () => {
  test('contains the client’s headers in order and spelling', async () => {
    const { rawHeaders } = await received({ headers: [HOST, ['X-B', '1'], ['x-a', '2'], ['X-B', '3'], ['Cookie', 'a=b; c=d']] });
    expect(rawHeaders.slice(4, 12)).toEqual(['X-B', '1', 'x-a', '2', 'X-B', '3', 'Cookie', 'a=b; c=d']);
  });

  test('I3: a request with IAM authorization loses its Authorization header, but keeps the other headers of the signature', async () => {
    const headers: readonly Field[] = [
      ['AUTHORIZATION', 'AWS4-HMAC-SHA256 ...'],
      ['X-Amz-Date', '20261130T120000Z'],
      ['X-Amz-Security-Token', 'token'],
    ];

    const signed = await received({ headers, caller: { kind: 'iam' } });
    expect(signed.headers).toMatchObject({ 'x-amz-date': '20261130T120000Z', 'x-amz-security-token': 'token' });
    expect(signed.headers.authorization).toBeUndefined();
    expect((await received({ headers })).headers.authorization).toBe('AWS4-HMAC-SHA256 ...');
  });

  test('contains the backend’s host', async () => {
    const { headers, host } = await received({});
    expect(headers.host).toBe(host);
  });

  test.each(['overwrite:header.Host', 'append:header.host'])('contains the host of %s', async (destination) => {
    const mapped = { headers: [['Host', 'internal.example'] as const] };
    const { headers } = await received({ mapped }, { requestMapping: [[destination, 'internal.example']] });
    expect(headers.host).toBe('internal.example');
  });

  test('may contain the client’s host through a mapping', async () => {
    const { headers } = await received({ headers: [HOST] }, { requestMapping: [['overwrite:header.Host', '$request.header.host']] });
    expect(headers.host).toBe('api.local:3000');
  });

  test('contains the backend’s host if a mapping removes the header', async () => {
    const { headers, host } = await received({ mapped: { headers: [] } }, { requestMapping: [['remove:header.Host', "''"]] });
    expect(headers.host).toBe(host);
  });

  test('describes the client in Forwarded headers', async () => {
    const { headers } = await received({ headers: [HOST] });
    expect(headers).toMatchObject({
      forwarded: 'by=127.0.0.1;for=203.0.113.7;host="api.local:3000";proto=http',
      via: 'HTTP/1.1 AmazonAPIGateway',
      'x-amzn-trace-id': traceId({ requestId: 'JKJaXmPLvHcESHA=', startedAt: new Date(0) } as never),
    });
    expect(Object.keys(headers).filter((name) => name.startsWith('x-forwarded'))).toEqual([]);
  });

  test('describes an IPv6 client and a host without a port', async () => {
    const { headers } = await received({ headers: [['host', 'api.local']], sourceIp: '::1' });
    expect(headers.forwarded).toBe('by=127.0.0.1;for="[::1]";host=api.local;proto=http');
  });

  test('escapes a host in the Forwarded header', async () => {
    const { headers } = await received({ headers: [['host', 'a";for="1.2.3.4']] });
    expect(headers.forwarded).toBe('by=127.0.0.1;for=203.0.113.7;host="a\\";for=\\"1.2.3.4";proto=http');
  });

  test('keeps entries of earlier proxies and the trace ID', async () => {
    const before: Field[] = [
      ['Forwarded', 'for=192.0.2.1'],
      ['Via', '1.1 first'],
      ['X-Amzn-Trace-Id', 'Root=1-0-1'],
      ['X-Forwarded-For', '192.0.2.1'],
    ];
    const { headers } = await received({ headers: [HOST, ...before] });
    expect(headers).toMatchObject({
      forwarded: expect.stringMatching(/^for=192\.0\.2\.1, by=127\.0\.0\.1;for=203/),
      via: '1.1 first, HTTP/1.1 AmazonAPIGateway',
      'x-amzn-trace-id': 'Root=1-0-1',
      'x-forwarded-for': '192.0.2.1',
    });
  });

  test('contains no hop-by-hop headers of the client', async () => {
    const hops: Field[] = [
      ['Connection', 'keep-alive, X-Private , Content-Length,Host, via'],
      ['Keep-Alive', 'timeout=5'],
      ['Proxy-Authenticate', 'x'],
      ['Proxy-Authorization', 'x'],
      ['Proxy-Connection', 'x'],
      ['TE', 'trailers'],
      ['Trailer', 'X-T'],
      ['Transfer-Encoding', 'chunked'],
      ['Upgrade', 'h2c'],
      ['Expect', '100-continue'],
      ['X-Private', 'x'],
      ['X-Public', 'x'],
    ];
    const { headers, host, body } = await received({ method: 'POST', headers: [HOST, ...hops], body: 'content' });
    expect(Object.keys(headers).sort()).toEqual([
      'connection',
      'content-length',
      'forwarded',
      'host',
      'via',
      'x-amzn-trace-id',
      'x-public',
    ]);
    expect(headers).toMatchObject({ connection: 'keep-alive', host, 'content-length': '7', via: 'HTTP/1.1 AmazonAPIGateway' });
    expect(body).toBe('content');
  });

  test('combines two Connection headers', async () => {
    const { headers } = await received({ headers: [HOST, ['Connection', 'x-a'], ['connection', 'x-b'], ['X-A', '1'], ['X-B', '2']] });
    expect(headers).not.toHaveProperty('x-a');
    expect(headers).not.toHaveProperty('x-b');
  });

  test('writes characters outside Latin-1 as UTF-8', async () => {
    const { headers } = await received({
      mapped: {
        headers: [
          ['X-A', 'h\u00e9'],
          ['X-B', '\u20ac'],
        ],
      },
    });
    expect(headers).toMatchObject({ 'x-a': 'h\u00e9', 'x-b': Buffer.from('\u20ac').toString('latin1') });
  });

  test.each([
    ['a line break in a value', ['X-A', 'a\r\nX-Injected: 1'] as const],
    ['a NUL in a value', ['X-A', 'a\0'] as const],
    ['a space in a name', ['X A', 'a'] as const],
  ])('is rejected with %s', async (_, field) => {
    const { url, seen } = await recorder();
    const outcome = await call(backend({ url }), { mapped: { headers: [field] } });
    expect(outcome).toMatchObject({ kind: 'failure', statusCode: 500, reason: expect.stringContaining('cannot be written') });
    expect(seen).toEqual([]);
  });

  test('is rejected with a line break in its method', async () => {
    const { url, seen } = await recorder();
    await expect(call(backend({ url }), { method: 'GET / HTTP/1.1\r\nX: y' })).resolves.toMatchObject({ statusCode: 500 });
    expect(seen).toEqual([]);
  });

  test('handles thousands of header names', async () => {
    for (let at = 0; at < 12; at++) {
      const made = Array.from({ length: 200 }, (_, index): Field => [`x-${at}-${index}`, '']);
      await received({ headers: [HOST, ...made, ['CONNECTION', 'x-0-0']] });
    }
    const { headers } = await received({
      headers: [
        ['hOsT', 'a'],
        ['kEEP-aLIVE', 'x'],
        ['X-Late', '1'],
      ],
    });
    expect(headers).toMatchObject({ 'x-late': '1' });
    expect(headers).not.toHaveProperty('keep-alive');
  });
});

describe('a response to a client', () => {
  const respond = async (head: string, body = '') =>
    answer(backend({ url: await serveBytes((socket) => socket.end(`${head}\r\n\r\n${body}`)) }));

  test('contains the backend’s headers in order and spelling', async () => {
    const { headers } = await respond(
      'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-A: h\u00e9\r\nset-cookie: b=2\r\nServer: x\r\nContent-Encoding: gzip\r\nContent-Length: 2',
      'ok',
    );
    expect(headers).toEqual([
      ['Set-Cookie', 'a=1'],
      ['X-A', Buffer.from('h\u00e9').toString('latin1')],
      ['set-cookie', 'b=2'],
      ['Server', 'x'],
      ['Content-Encoding', 'gzip'],
      ['Content-Length', '2'],
    ]);
  });

  test('contains no hop-by-hop headers of the backend', async () => {
    const { headers, text } = await respond(
      'HTTP/1.1 200 OK\r\nConnection: close, X-Private\r\nConnection: X-Other\r\nKeep-Alive: timeout=5\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\nX-Private: 1\r\nx-other: 1\r\nX-Public: 1\r\nUpgrade: h2c',
      '3\r\nabc\r\n0\r\nX-T: 1\r\n\r\n',
    );
    expect(headers).toEqual([['X-Public', '1']]);
    expect(text).toBe('abc');
  });
});
