import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { LogEntry } from '../../src/index';
import { handwritten } from './app';
import { opened } from './senders';

/** Sends bytes as they are and collects what comes back until the server ends, or until this client goes away. */
function raw(port: number, pieces: readonly string[], patience = 10_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    const done = () => {
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
    });
    socket.on('close', done);
    socket.on('error', done);
    for (const piece of pieces) {
      socket.write(piece, 'latin1');
    }
    setTimeout(done, patience);
  });
}

const GOOD = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

test.each([
  ['what is no HTTP', ['hello\r\n\r\n'], 400],
  ['broken chunks', ['POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'], 400],
  ['a length and chunks', ['POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'], 400],
  ['two lengths', ['POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na'], 400],
  ['an endless header', [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(80_000)}\r\n\r\n`], 431],
  ['junk in the path', ['GET /%zz%00/%ff/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'], 200],
  ['an absolute target', ['GET http://other.example/books HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'], 200],
  ['an asterisk', ['OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'], 200],
  ['two hosts', ['GET / HTTP/1.1\r\nHost: localhost\r\nHost: b\r\nConnection: close\r\n\r\n'], 400],
  [
    'a coding that nobody asked for',
    ['POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\nConnection: close\r\n\r\n0\r\n\r\n'],
    501,
  ],
  ['a way to another host', ['CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n'], 400],
  ['an upgrade to a WebSocket', ['GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', GOOD], 200],
  ['no host', ['GET / HTTP/1.1\r\n\r\n'], 400],
  [
    'names of prototypes',
    ['GET /__proto__?__proto__=1&constructor=2 HTTP/1.1\r\nHost: localhost\r\n__proto__: x\r\nConnection: close\r\n\r\n'],
    200,
  ],
])('responds to %s, and to the next request', async (_, pieces, status) => {
  const gateway = await opened(handwritten());
  const { port } = await gateway.listen();
  expect(statusOf(await raw(port, pieces))).toBe(status);
  expect(statusOf(await raw(port, [GOOD]))).toBe(200);
});

test('responds to a request after an unread body separately', async () => {
  const gateway = await opened(handwritten({ routes: ['GET /here'] }));
  const { port } = await gateway.listen();
  const body = 'GET /here HTTP/1.1\r\nHost: smuggled\r\n\r\n';
  const first = `POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const answer = await raw(port, [first, 'GET /here HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n']);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404', 'HTTP/1.1 200']);
  expect(answer).not.toContain('smuggled');
});

test.each([
  ['Transfer-Encoding: xchunked\r\n', 501, 'its transfer coding is "xchunked", and only chunked is supported'],
  ['Host: b\r\nContent-Length: 10\r\n', 400, 'the request has two Host headers'],
])('stops reading after a request with %j, and logs why', async (header, status, reason) => {
  const log: LogEntry[] = [];
  const gateway = await opened(handwritten(), { log: (entry) => void log.push(entry) });
  const { port } = await gateway.listen();
  const answer = await raw(port, [
    `POST /a?b HTTP/1.1\r\nHost: localhost\r\n${header}\r\n`,
    'GET /behind HTTP/1.1\r\nHost: smuggled\r\n\r\n',
  ]);
  expect(statusOf(answer)).toBe(status);
  expect(answer).toMatch(/\r\nConnection: close\r\n/i);
  expect(answer).not.toMatch(/HTTP\/1\.1 200/);
  expect(log).toMatchObject([{ kind: 'request', method: 'POST', path: '/a', status, reason }]);
});

test.each([
  ['GET', true],
  ['HEAD', false],
])('sends the Content-Length of a response to %s if known: %s', async (method, hasLength) => {
  const backend = createServer((_request, response) => void response.writeHead(200, { date: 'today' }).end());
  await new Promise<void>((resolve) => void backend.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void backend.close());
  const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  const proxy = { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri: url, PayloadFormatVersion: '1.0' };
  const gateway = await opened(handwritten({ integration: proxy }));
  const { port } = await gateway.listen();
  const answer = await raw(port, [`${method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`]);
  expect(statusOf(answer)).toBe(200);
  expect(/content-length/i.test(answer)).toBe(hasLength);
});

test('keeps working after a client disconnects', async () => {
  const gateway = await opened(handwritten());
  const { port } = await gateway.listen();
  await raw(port, ['POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc'], 50);
  expect(statusOf(await raw(port, [GOOD]))).toBe(200);
});

test('responds to pipelined requests in order', async () => {
  const source = 'if (event.rawPath === "/slow") { await new Promise((resolve) => setTimeout(resolve, 200)); } return event.rawPath;';
  const gateway = await opened(handwritten({ source }), { maxEnvironments: 2 });
  const { port } = await gateway.listen();
  const request = (path: string, end = '') => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${end}\r\n`;
  const answer = await raw(port, [request('/slow') + request('/second') + request('/third', 'Connection: close\r\n')]);
  expect(answer.match(/\/(?:slow|second|third)/g)).toEqual(['/slow', '/second', '/third']);
});

test('writes headers as UTF-8, regardless of the body', async () => {
  const bodies = ['ascii', 'gr\u00fc\u00df', '\u65e5'.repeat(20_000)];
  const source = `const bodies = ${JSON.stringify(bodies)}; return { statusCode: 200, headers: { 'x-a': 'gr\u00fc\u00df' }, body: bodies[event.rawPath.slice(1)] };`;
  const gateway = await opened(handwritten({ source }));
  const { port } = await gateway.listen();
  for (const [index, body] of bodies.entries()) {
    const answer = Buffer.from(
      await raw(port, [`GET /${index} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`]),
      'latin1',
    ).toString();
    expect(answer).toContain('x-a: gr\u00fc\u00df\r\n');
    expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toBe(body);
  }
});

test('ends a waiting request when the gateway closes', async () => {
  const gateway = await opened(
    handwritten({ source: 'await new Promise((resolve) => setTimeout(resolve, 60000));', function: { Timeout: 60 } }),
  );
  const { port } = await gateway.listen();
  const answer = raw(port, [GOOD], 30_000);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await gateway.close();
  expect(await answer).toBe('');
});

test('answers a complete request before the garbage that follows it on the connection', async () => {
  const source = 'await new Promise((resolve) => setTimeout(resolve, 100)); return "first";';
  const gateway = await opened(handwritten({ source }));
  const { port } = await gateway.listen();
  const answer = await raw(port, ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\ngarbage\r\n\r\n']);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  expect(answer).toContain('first');
});

test.each([1_001, 1_500])('refuses %i headers, instead of dropping some', async (count) => {
  const gateway = await opened(handwritten());
  const { port } = await gateway.listen();
  const headers = Array.from({ length: count }, () => 'a:\r\n').join('');
  expect(statusOf(await raw(port, [`GET / HTTP/1.1\r\nHost: localhost\r\n${headers}Authorization: x\r\n\r\n`], 2000))).toBe(431);
});

test('drops none of 900 headers', async () => {
  const gateway = await opened(handwritten({ source: 'return { statusCode: 200, body: String(event.headers.last) };' }));
  const { port } = await gateway.listen();
  const headers = Array.from({ length: 900 }, () => 'a:\r\n').join('');
  expect(await raw(port, [`GET / HTTP/1.1\r\nHost: localhost\r\n${headers}Last: kept\r\nConnection: close\r\n\r\n`])).toContain('kept');
});

test.each(['0.9', '2.0'])('refuses HTTP/%s', async (version) => {
  const gateway = await opened(handwritten());
  const { port } = await gateway.listen();
  expect(statusOf(await raw(port, [`GET / HTTP/${version}\r\nHost: localhost\r\n\r\n`], 2000))).toBe(400);
});

test('logs that the client broke off an upload', async () => {
  const backend = createServer((request) => void request.resume());
  await new Promise<void>((resolve) => void backend.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void backend.close());
  const url = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
  const proxy = { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri: url, PayloadFormatVersion: '1.0' };
  const log: LogEntry[] = [];
  const gateway = await opened(handwritten({ integration: proxy }), { log: (entry) => void log.push(entry) });
  const { port } = await gateway.listen();
  await raw(port, ['POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nabc'], 100);
  await expect.poll(() => log).toMatchObject([{ status: 503, reason: expect.stringMatching(/^the client disconnected before /) }]);
});
