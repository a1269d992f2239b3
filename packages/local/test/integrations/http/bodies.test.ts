import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { BodyTooLarge } from '../../../src/gateway/body';
import type { RequestBody } from '../../../src/gateway/message';
import { answer, backend, call, failure, recorder, serve, serveBytes, text } from './support';

const MEGABYTE = 1024 * 1024;

const streamed = (stream: Readable, length?: number): RequestBody => ({
  isEmpty: false,
  length,
  read: async () => Buffer.concat(await stream.toArray()),
  stream: () => stream,
});

describe('the body of a request', () => {
  test.each([
    ['with a length', 7],
    ['in chunks', undefined],
  ])('is forwarded unchanged %s', async (_, length) => {
    const { url, seen } = await recorder();
    await answer(backend({ url }), { method: 'POST', body: streamed(Readable.from([Buffer.from('con'), Buffer.from('tent')]), length) });
    expect(seen[0]).toMatchObject({ body: 'content' });
    expect(seen[0]?.headers['content-length']).toBe(length === undefined ? undefined : '7');
    expect(seen[0]?.headers['transfer-encoding']).toBe(length === undefined ? 'chunked' : undefined);
  });

  test('is forwarded with GET', async () => {
    const { url, seen } = await recorder();
    await answer(backend({ url }), { method: 'GET', body: 'content' });
    expect(seen[0]).toMatchObject({ method: 'GET', body: 'content', headers: { 'content-length': '7' } });
  });

  test('is absent without a request body', async () => {
    const { url, seen } = await recorder();
    await answer(backend({ url }), { method: 'GET' });
    await answer(backend({ url }), { method: 'POST' });
    expect(seen.map(({ headers }) => headers['content-length'])).toEqual([undefined, '0']);
  });

  test('is streamed before the client has sent all of it', async () => {
    let first = '';
    const body = new PassThrough();
    const url = await serve(async (request, response) => {
      request.once('data', (chunk: Buffer) => {
        first = chunk.toString();
        body.end('second');
      });
      await text(request);
      response.end(first);
    });
    body.write('first');
    await expect(answer(backend({ url }), { method: 'POST', body: streamed(body) })).resolves.toMatchObject({ text: 'first' });
  });

  test('may take longer than the timeout to send', async () => {
    const url = await serve(async (request, response) => response.end(await text(request)));
    const slowly = Readable.from(
      (async function* () {
        for (let at = 0; at < 4; at++) {
          await new Promise((resolve) => setTimeout(resolve, 250));
          yield 'x';
        }
      })(),
    );
    const to = backend({ url, timeoutMillis: 800 });
    await expect(answer(to, { method: 'POST', body: streamed(slowly) })).resolves.toMatchObject({ text: 'xxxx' });
  });

  test.each([
    ['while it is streamed', undefined],
    ['while it is read', 10],
  ])('responds with 413 if it is too large %s', async (_, length) => {
    const { url } = await recorder();
    const large = Readable.from(
      (async function* () {
        yield 'x';
        throw new BodyTooLarge();
      })(),
    );
    await expect(failure(backend({ url }), { method: 'POST', body: streamed(large, length) })).resolves.toMatchObject({
      statusCode: 413,
      reason: 'the body is larger than 10485760 bytes',
    });
  });

  test.each([
    ['streamed', 100_000],
    ['read', 10],
  ])('fails if it is truncated while it is %s', async (_, length) => {
    const { url } = await recorder();
    const broken = Readable.from(
      (async function* () {
        yield 'x';
        throw new Error('gone');
      })(),
    );
    await expect(failure(backend({ url }), { method: 'POST', body: streamed(broken, length) })).resolves.toMatchObject({ statusCode: 503 });
  });

  test('fails if its length differs from Content-Length', async () => {
    const { url } = await recorder();
    const { statusCode, reason } = await failure(backend({ url }), { method: 'POST', body: streamed(Readable.from(['short']), 100_000) });
    expect({ statusCode, reason }).toEqual({ statusCode: 503, reason: 'the client sent a body of another length than its Content-Length' });
  });

  test('is forwarded completely after a mapping has read it', async () => {
    const { url, seen } = await recorder();
    const bytes = Buffer.alloc(100_000, '{}');
    const body: RequestBody = {
      isEmpty: false,
      read: async () => bytes,
      stream: () => {
        throw new Error('it was read');
      },
    };
    await answer(backend({ url, requestMapping: [['append:header.x-a', '$request.body.a']] }), { method: 'POST', body });
    expect(seen[0]?.body).toBe(bytes.toString());
  });

  test('need not be read by a backend that responds early', async () => {
    const url = await serve((_, response) => response.writeHead(401, { connection: 'close' }).end('no'));
    const body = new PassThrough();
    body.write(Buffer.alloc(MEGABYTE));
    await expect(answer(backend({ url }), { method: 'POST', body: streamed(body) })).resolves.toMatchObject({
      statusCode: 401,
      text: 'no',
    });
  });
});

describe('the body of a response', () => {
  test('is one buffer if it arrives at once', async () => {
    const url = await serve((_, response) => response.end('at once'));
    const { body } = await answer(backend({ url }));
    expect(body).toEqual(Buffer.from('at once'));
  });

  test('is streamed if it arrives slowly', async () => {
    let rest: ServerResponse | undefined;
    const url = await serve((_, response) => {
      response.write('first');
      rest = response;
    });
    const { body } = await answerHead(url);
    const [first] = await once(body, 'data');
    expect(String(first)).toBe('first');
    rest?.end('second');
    await expect(text(body)).resolves.toBe('second');
  });

  test('is streamed with backpressure', async () => {
    const bytes = Buffer.alloc(8 * MEGABYTE, 'abc');
    const url = await serve((_, response) => response.end(bytes));
    const { body } = await answerHead(url);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(body.readableLength).toBeLessThan(2 * MEGABYTE);
    const whole = Buffer.concat(await body.toArray());
    expect(whole.equals(bytes)).toBe(true);
  });

  test('stays compressed', async () => {
    const bytes = Buffer.from([0x1f, 0x8b, 0, 255]);
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes));
    const { body, headers } = await answer(backend({ url }), { headers: [['Accept-Encoding', 'gzip']] });
    expect(body).toEqual(bytes);
    expect(headers).toContainEqual(['content-encoding', 'gzip']);
  });

  test.each([
    ['HEAD', 'ANY', '11'],
    ['HEAD', 'GET', '11'],
    ['GET', 'HEAD', undefined],
  ])('for %s by %s has the length %s', async (asked, method, length) => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-length': 11 }).end('hello world'));
    const { headers } = await answer(backend({ url, method }), { method: asked });
    expect(headers.find(([name]) => name === 'content-length')?.[1]).toBe(length);
  });

  test.each([204, 304])('is empty for status %i', async (statusCode) => {
    const url = await serveBytes((socket) => socket.write(`HTTP/1.1 ${statusCode} X\r\nContent-Length: 5\r\nETag: "a"\r\n\r\n`));
    const { headers, body } = await answer(backend({ url }));
    expect(body).toHaveLength(0);
    expect(headers).toEqual(
      statusCode === 204
        ? [['ETag', '"a"']]
        : [
            ['Content-Length', '5'],
            ['ETag', '"a"'],
          ],
    );
  });

  test('follows informational responses', async () => {
    const url = await serveBytes((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n');
      setTimeout(() => socket.end('HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'), 20);
    });
    await expect(answer(backend({ url }))).resolves.toMatchObject({ statusCode: 200, text: 'ok', headers: [['Content-Length', '2']] });
  });

  test('ends with the connection if it has no length', async () => {
    const url = await serveBytes((socket) => {
      socket.write('HTTP/1.0 200 OK\r\n\r\nfirst ');
      setTimeout(() => socket.end('second'), 20);
    });
    await expect(answer(backend({ url }))).resolves.toMatchObject({ text: 'first second' });
  });

  test('becomes status 500 if Content-Length exceeds 10 MB', async () => {
    const url = await serve((_, response) => response.end(Buffer.alloc(10 * MEGABYTE + 1)));
    await expect(call(backend({ url }))).resolves.toMatchObject({
      kind: 'failure',
      statusCode: 500,
      reason: expect.stringContaining('sent a body of more than 10 MB, which is more than the service passes on'),
    });
  });

  test('is truncated at 10 MB if it has no Content-Length', async () => {
    const url = await serve((_, response) => {
      response.write('first');
      response.end(Buffer.alloc(10 * MEGABYTE));
    });
    const { body } = await answerHead(url);
    await expect(body.toArray()).rejects.toMatchObject({
      statusCode: 500,
      message: expect.stringContaining('sent a body of more than 10 MB, which is more than the service passes on'),
    });
  });

  test('may have 10 MB', async () => {
    const url = await serve((_, response) => response.end(Buffer.alloc(10 * MEGABYTE)));
    const { body } = await answerHead(url);
    expect(Buffer.concat(await body.toArray())).toHaveLength(10 * MEGABYTE);
  });
});

async function answerHead(url: string) {
  const outcome = await call(backend({ url }));
  expect(outcome).toMatchObject({ kind: 'response', response: { body: expect.any(Readable) } });
  const { response } = outcome as Extract<typeof outcome, { kind: 'response' }>;
  return { ...response, body: response.body as Readable };
}
