import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { BrokenResponse } from '../../../src/gateway/body';
import { answer, backend, call, failure, listening, serve, serveBytes } from './support';

const after = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** A port on which nothing listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe('a backend', () => {
  test('becomes status 503 with its address if it is unreachable', async () => {
    const url = await nowhere();
    await expect(failure(backend({ url }))).resolves.toEqual({
      kind: 'failure',
      statusCode: 503,
      reason: `nothing listens at ${url}: start it there, or pass --target with its address`,
    });
  });

  test('becomes status 503 if its host name does not exist', async () => {
    const url = (await nowhere()).replace('127.0.0.1', 'localhost');
    const { reason } = await failure(backend({ url }));
    expect(reason).toContain(`nothing listens at ${url}`);
  });

  test.each<[name: string, talk: (socket: Socket) => void, reason: string]>([
    ['closes at once', (socket) => socket.end(), 'closed the connection before its response was complete'],
    ['resets', (socket) => socket.resetAndDestroy(), 'closed the connection before its response was complete'],
    [
      'closes within its headers',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-'),
      'closed the connection before its response was complete',
    ],
    [
      'sends a header name with a space',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nX A: b\r\nContent-Length: 0\r\n\r\n'),
      'sent the header name "X A", which HTTP does not allow',
    ],
    ['speaks garbage', (socket) => socket.end('hello\r\n\r\n'), 'sent is not HTTP/1.1 (HPE_'],
    ['speaks TLS', (socket) => socket.end(Buffer.from([0x15, 3, 1, 0, 2, 2, 70])), 'sent is not HTTP/1.1 (HPE_'],
    [
      'sends two lengths',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'),
      'sent a body of another length than its Content-Length',
    ],
    [
      'sends a length and chunks',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
      'sent a body of another length than its Content-Length',
    ],
    ['sends control characters', (socket) => socket.end('HTTP/1.1 200 OK\r\nX-A: a\x01b\r\n\r\n'), 'sent is not HTTP/1.1 (HPE_'],
    [
      'sends a bad chunk at once',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
      'sent is not HTTP/1.1 (HPE_',
    ],
    [
      'sends huge headers',
      (socket) => socket.end(`HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(70_000)}\r\n\r\n`),
      'sent more than 16 KB of headers',
    ],
    [
      'sends endless headers',
      (socket) => endless(socket, 'X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n', 'HTTP/1.1 200 OK\r\n'),
      'sent more than 16 KB of headers',
    ],
    [
      'switches protocols',
      (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
      'closed the connection',
    ],
    ['says continue unasked', (socket) => socket.end('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'), 'closed the connection'],
    [
      'sends less than it announced, at once',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nab'),
      'sent a body of another length than its Content-Length',
    ],
  ])('that %s becomes status 503', async (_, talk, reason) => {
    const url = await serveBytes(talk);
    const to = backend({ url });
    const outcome = await call(to);
    // The beginning may have been handed on before the end turned out to be missing.
    const failed = outcome.kind === 'failure' ? outcome : { statusCode: 503, reason: await brokenOff(outcome.response.body) };
    expect(failed.statusCode).toBe(503);
    expect(failed.reason).toContain(url);
    expect(failed.reason).toContain(reason);
  });

  test('may respond to the next request after a failure', async () => {
    let calls = 0;
    const url = await serveBytes((socket) => {
      calls += 1;
      socket.end(calls === 1 ? 'garbage\r\n\r\n' : 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
    const to = backend({ url });
    await failure(to);
    await expect(answer(to)).resolves.toMatchObject({ text: 'ok' });
  });

  test('responds after a restart', async () => {
    const sockets: Socket[] = [];
    const url = await serve((request, response) => {
      sockets.push(request.socket);
      response.end('ok');
    });
    const to = backend({ url });
    await answer(to);
    for (const socket of sockets) {
      socket.destroy();
    }
    await after(20);
    await expect(answer(to)).resolves.toMatchObject({ text: 'ok' });
    expect(sockets).toHaveLength(2);
  });

  test('reuses the connection', async () => {
    const sockets = new Set<Socket>();
    const url = await serve((request, response) => {
      sockets.add(request.socket);
      response.end('ok');
    });
    const to = backend({ url });
    for (let at = 0; at < 5; at++) {
      await answer(to);
      await after(5);
    }
    expect(sockets.size).toBe(1);
  });

  test('becomes status 503 after the timeout, and its connection is closed', async () => {
    let closed: Promise<unknown> | undefined;
    const url = await serveBytes((socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
    });
    await expect(failure(backend({ url, timeoutMillis: 150 }))).resolves.toEqual({
      kind: 'failure',
      statusCode: 503,
      reason: `${url} did not send a response within 150 ms, the integration timeout`,
      isTimeout: true,
    });
    await closed;
  });

  test('becomes status 503 after a very short timeout', async () => {
    const url = await serveBytes(() => undefined);
    await expect(failure(backend({ url, timeoutMillis: 50 }))).resolves.toMatchObject({ statusCode: 503 });
  });

  test('truncates the response if it stalls within the body', async () => {
    const url = await serveBytes((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab'));
    const body = await begun(url, 150);
    await expect(brokenOff(body)).resolves.toBe(`${url} did not send a whole response within 150 ms, the integration timeout`);
  });

  test('does not time out if the client reads slowly', async () => {
    const bytes = Buffer.alloc(4 * 1024 * 1024);
    const url = await serve((_, response) => response.end(bytes));
    const body = await begun(url, 800);
    await after(1200);
    expect(Buffer.concat(await body.toArray())).toHaveLength(bytes.length);
  });

  test.each<[string, (socket: Socket) => void, string]>([
    ['closes', (socket) => socket.end('c'), 'closed the connection before its response was complete'],
    ['resets', (socket) => socket.resetAndDestroy(), 'closed the connection before its response was complete'],
  ])('that %s within its body truncates the response', async (_, end, reason) => {
    const url = await serveBytes((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab');
      setTimeout(() => end(socket), 30);
    });
    await expect(brokenOff(await begun(url))).resolves.toContain(reason);
  });

  test('truncates the response after an invalid chunk', async () => {
    const url = await serveBytes((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
      setTimeout(() => socket.write('zz\r\n'), 30);
    });
    await expect(brokenOff(await begun(url))).resolves.toContain('is not HTTP/1.1 (HPE_INVALID_CHUNK_SIZE)');
  });

  test('is cut off at 10 MB', async () => {
    const url = await serveBytes((socket) => endless(socket, 'x'.repeat(65_536), 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n'));
    await expect(brokenOff(await begun(url))).resolves.toContain('sent a body of more than 10 MB');
  });
});

describe('a client that disconnects', () => {
  test('aborts the call that waits for a response', async () => {
    const gone = new AbortController();
    const closed = resolvers<void>();
    const url = await serveBytes((socket) => {
      socket.once('close', () => closed.resolve());
      gone.abort();
    });
    await expect(failure(backend({ url }), { signal: gone.signal })).resolves.toMatchObject({
      statusCode: 503,
      reason: 'the client disconnected before there was a response',
    });
    await closed.promise;
  });

  test('aborts the call before it has a connection', async () => {
    const url = await serveBytes(() => undefined);
    const gone = new AbortController();
    const outcome = failure(backend({ url }), { signal: gone.signal });
    gone.abort();
    await expect(outcome).resolves.toMatchObject({ statusCode: 503 });
  });

  test('aborts an active response', async () => {
    const closed = resolvers<void>();
    const url = await serveBytes((socket) => {
      socket.once('close', () => closed.resolve());
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab');
    });
    const body = await begun(url);
    body.destroy();
    await closed.promise;
  });
});

function resolvers<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function endless(socket: Socket, text: string, first: string): void {
  socket.write(first);
  const more = () => {
    while (socket.writable && socket.write(text)) {}
  };
  socket.on('drain', more);
  more();
}

async function begun(url: string, timeoutMillis?: number): Promise<Readable> {
  const outcome = await call(backend({ url, timeoutMillis }));
  expect(outcome).toMatchObject({ kind: 'response', response: { statusCode: 200, body: expect.any(Readable) } });
  return (outcome as { response: { body: Readable } }).response.body;
}

/** Why a body did not come to its end. */
async function brokenOff(body: unknown): Promise<string> {
  expect(body).toBeInstanceOf(Readable);
  const error: unknown = await (body as Readable).toArray().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(BrokenResponse);
  return (error as Error).message;
}
