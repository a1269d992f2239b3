import { once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { GatewayOptions, LogEntry } from '../../src/index';
import { opened } from '../serve/senders';
import { type Chat, chatTemplate } from './app';
import { handlersIn, overSocket } from './ways';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const HANDSHAKE = {
  Host: 'localhost',
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': KEY,
};

async function listening(chat: Chat = {}, options: GatewayOptions = {}) {
  const entries: LogEntry[] = [];
  const path = chatTemplate({
    source: 'return { statusCode: 200, body: event.body };',
    twoWay: ['$default'],
    routes: ['$disconnect'],
    ...chat,
  });
  const gateway = await opened(path, { functions: handlersIn(path), log: (entry) => entries.push(entry), ...options });
  const { port } = await gateway.listen();
  const disconnected = async () => {
    const ends = () => entries.flatMap((entry) => (entry.kind === 'disconnect' ? [entry] : []));
    await expect.poll(ends, { timeout: 10_000 }).toHaveLength(1);
    return ends()[0];
  };
  return { gateway, port, entries, disconnected };
}

/** A socket, and all that it received. */
async function raw(port: number, headers: Readonly<Record<string, string>> = HANDSHAKE, method = 'GET', path = '/dev') {
  const socket: Socket = connectSocket(port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
  });
  socket.on('error', () => undefined);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
  await expect.poll(() => received.toString('latin1')).toContain('\r\n\r\n');
  const head = received.toString('latin1');
  const length = head.indexOf('\r\n\r\n') + 4;
  return { socket, head, status: Number(head.split(' ')[1]), frames: () => received.subarray(length) };
}

/** A frame of a client, masked with zeros. */
function frame(first: number, payload: Uint8Array, announced = payload.length): Buffer {
  const header =
    announced < 126
      ? Buffer.from([first, 0x80 | announced])
      : announced < 0x10000
        ? Buffer.from([first, 0x80 | 126, announced >> 8, announced & 0xff])
        : Buffer.concat([Buffer.from([first, 0x80 | 127, 0, 0, 0, 0]), Buffer.from(Uint32Array.of(announced).reverse().buffer).reverse()]);
  return Buffer.concat([header, Buffer.alloc(4), payload]);
}

const TEXT = 0x81;
const CLOSE = 0x88;

/** The code in the close frame at the end of what a client received. */
const closeCode = (frames: Buffer) => {
  const at = frames.lastIndexOf(CLOSE);
  return at < 0 ? undefined : frames.readUInt16BE(at + 2);
};

describe('a handshake', () => {
  test.each<[string, number, Record<string, string | undefined>, string?]>([
    ['of another version', 426, { 'Sec-WebSocket-Version': '12' }],
    ['without a key', 400, { 'Sec-WebSocket-Key': undefined }],
    ['with a key that is too short', 400, { 'Sec-WebSocket-Key': 'abc' }],
    ['with a subprotocol twice', 400, { 'Sec-WebSocket-Protocol': 'a, a' }],
    ['with a subprotocol that is no token', 400, { 'Sec-WebSocket-Protocol': 'a b' }],
    ['with another protocol', 426, { Upgrade: 'h2c' }],
    ['by POST', 426, {}, 'POST'],
    ['with a foreign Host', 421, { Host: 'evil.example' }],
    ['with an invalid Host', 400, { Host: 'a b' }],
  ])('%s is refused with %i', async (_, status, headers, method) => {
    const { port, entries } = await listening({ routes: ['$connect'] });
    const given = Object.fromEntries(
      Object.entries({ ...HANDSHAKE, ...headers }).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );

    expect((await raw(port, given, method)).status).toBe(status);
    expect(entries).toHaveLength(1);
  });

  test.each(['Sec-WebSocket-Key', 'Sec-WebSocket-Version', 'Upgrade'] as const)(
    'with two %s headers is refused before $connect',
    async (name) => {
      const { port, gateway } = await listening({ routes: ['$connect'] });

      expect((await raw(port, { ...HANDSHAKE, [name.toUpperCase()]: HANDSHAKE[name] })).status).toBe(400);
      expect(gateway.invocations('Fn')).toHaveLength(0);
    },
  );

  test('that the WebSocket library refuses after $connect ends with $disconnect', async () => {
    const { port, disconnected } = await listening({ routes: ['$connect', '$disconnect'] });

    expect((await raw(port, { ...HANDSHAKE, 'Sec-WebSocket-Protocol': 'chat\u00a0' })).status).toBe(400);
    expect(await disconnected()).toMatchObject({ statusCode: 1006 });
  });

  test('W16: a request that is no handshake gets 426', async () => {
    const { port, gateway, entries } = await listening();
    const { status, head } = await raw(port, { Host: 'localhost' });

    expect([status, head]).toEqual([426, expect.stringMatching(/upgrade: websocket/i)]);
    expect((await gateway.inject({ path: '/dev' })).statusCode).toBe(426);
    expect(entries).toMatchObject([
      { kind: 'request', status: 426 },
      { kind: 'request', status: 426 },
    ]);
  });

  test('W46: compression is not negotiated', async () => {
    const { port } = await listening();
    const { head } = await raw(port, { ...HANDSHAKE, 'Sec-WebSocket-Extensions': 'permessage-deflate' });

    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head.toLowerCase()).not.toContain('sec-websocket-extensions');
  });

  test('whose client leaves while $connect runs ends with $disconnect', async () => {
    const source = 'await new Promise((resolve) => setTimeout(resolve, 300)); return { statusCode: 200 };';
    const { port, gateway, disconnected } = await listening({ source, routes: ['$connect', '$disconnect'] });
    const socket = connectSocket(port, '127.0.0.1');
    const lines = Object.entries(HANDSHAKE).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET /dev HTTP/1.1\r\n${lines.join('')}\r\n`);
    await expect.poll(() => gateway.invocations('Fn').length).toBe(1);
    socket.resetAndDestroy();

    expect(await disconnected()).toMatchObject({ statusCode: 1006 });
  });
});

describe('a connection that is refused', () => {
  const CONNECT = 'CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n';

  test('is no tunnel, and its reset does not end the gateway', async () => {
    const { port } = await listening();
    const errors: unknown[] = [];
    const onError = (error: unknown) => errors.push(error);
    process.prependListener('uncaughtException', onError);
    onTestFinished(() => void process.off('uncaughtException', onError));
    for (let index = 0; index < 5; index++) {
      const socket = connectSocket(port, '127.0.0.1');
      socket.on('error', () => undefined);
      await new Promise<void>((resolve) => socket.write(CONNECT, () => resolve()));
      socket.resetAndDestroy();
    }

    expect((await raw(port)).status).toBe(101);
    expect(errors).toEqual([]);
  });

  test('as a tunnel is closed, though the client keeps its side open', async () => {
    const { port, gateway } = await listening();
    const socket = connectSocket({ port, host: '127.0.0.1', allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    socket.write(CONNECT);
    const [answer] = (await once(socket, 'data')) as [Buffer];

    expect(answer.toString()).toContain('HTTP/1.1 400 Bad Request');
    expect(await Promise.race([gateway.close().then(() => 'closed'), delay(1500, 'open')])).toBe('closed');
  });

  test('as a handshake is closed, though the client keeps its side open and sends more', async () => {
    const { port } = await listening();
    const socket = connectSocket({ port, host: '127.0.0.1', allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    socket.write('GET /other HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('HTTP/1.1 400 Bad Request');

    // A socket that is gone answers what is sent to it with a reset.
    const timer = setInterval(() => socket.write('x'), 100);
    onTestFinished(() => clearInterval(timer));
    await expect.poll(() => socket.destroyed, { timeout: 4000 }).toBe(true);
  });
});

describe('frames', () => {
  test('W45: of one message are joined', async () => {
    const { port } = await listening();
    const { socket, frames } = await raw(port);
    socket.write(Buffer.concat([frame(0x01, Buffer.from('he')), frame(0x89, Buffer.from('ping')), frame(0x80, Buffer.from('llo'))]));

    await expect.poll(() => frames().toString('latin1')).toContain('hello');
  });

  test('W103: a ping is answered', async () => {
    const { port } = await listening();
    const { socket, frames } = await raw(port);
    socket.write(frame(0x89, Buffer.from('abc')));

    await expect.poll(() => frames().toString('latin1')).toBe('\x8a\x03abc');
  });

  test.each<[string, number, Buffer]>([
    ['W44: a header that announces 40 KB', 1009, frame(TEXT, Buffer.from('x'), 40 * 1024)],
    ['W44: a header that announces 4 GB', 1009, frame(TEXT, Buffer.from('x'), 0xffffffff)],
    ['W44: a continuation of 40 KB', 1009, Buffer.concat([frame(0x01, Buffer.from('x')), frame(0x80, Buffer.from('x'), 40 * 1024)])],
    ['a reserved opcode', 1002, frame(0x83, Buffer.from('x'))],
    ['a frame without a mask', 1002, Buffer.from([TEXT, 1, 0x78])],
    ['a continuation of nothing', 1002, frame(0x80, Buffer.from('x'))],
    ['a compressed frame', 1002, frame(0xc1, Buffer.from('x'))],
    ['a ping in fragments', 1002, frame(0x09, Buffer.from('x'))],
    ['text that is not UTF-8', 1007, frame(TEXT, Buffer.from([0xff, 0xfe]))],
    ['W43: binary data', 1003, frame(0x82, Buffer.from([1]))],
  ])('%s closes the connection with %i', async (_, code, bytes) => {
    const { port, disconnected } = await listening();
    const { socket, frames } = await raw(port);
    socket.write(bytes);

    await expect.poll(() => closeCode(frames())).toBe(code);
    socket.destroy();
    expect(await disconnected()).toMatchObject({ statusCode: code, closedBy: 'gateway' });
  });

  test('before one that is too large are handled, in one chunk with it', async () => {
    const { port, entries } = await listening();
    const { socket, frames } = await raw(port);
    const large = frame(TEXT, Buffer.alloc(33 * 1024, 0x78));
    socket.write(
      Buffer.concat([frame(TEXT, Buffer.from('one')), frame(TEXT, Buffer.from('two')), large, frame(TEXT, Buffer.from('late'))]),
    );

    await expect.poll(() => closeCode(frames())).toBe(1009);
    const messages = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.bytes] : []));
    expect(messages).toEqual([3, 3]);
  });

  test.each([1, 2, 3, 5])('are counted when they arrive in pieces of %i bytes', async (size) => {
    const { port } = await listening();
    const { socket, frames } = await raw(port);
    const bytes = Buffer.concat([frame(TEXT, Buffer.alloc(200, 0x78)), frame(TEXT, Buffer.from('x'), 33 * 1024)]);
    socket.setNoDelay(true);
    for (let at = 0; at < bytes.length; at += size) {
      socket.write(bytes.subarray(at, at + size));
      await new Promise((resolve) => setImmediate(resolve));
    }

    await expect.poll(() => closeCode(frames())).toBe(1009);
    expect(frames().toString('latin1')).toContain('x'.repeat(200));
  });
});

describe('the end of a connection', () => {
  test('W101: without a close frame is 1006', async () => {
    const { port, disconnected } = await listening();
    const { socket } = await raw(port);
    socket.destroy();

    expect(await disconnected()).toMatchObject({ statusCode: 1006, closedBy: 'client' });
  });

  test('begins with the close frame of the client, after which nothing is sent', async () => {
    const source = 'await new Promise((resolve) => setTimeout(resolve, 300)); return { statusCode: 200, body: "late" };';
    const { port, entries } = await listening({ source });
    const { socket } = await raw(port);
    socket.allowHalfOpen = true;
    socket.write(Buffer.concat([frame(TEXT, Buffer.from('hello')), frame(CLOSE, Buffer.from([3, 232]))]));

    await expect.poll(() => entries.filter(({ kind }) => kind === 'message')).toMatchObject([{ answer: 'none' }]);
  });

  test('after too many fragments of a message is 1008 for $disconnect, too', async () => {
    const { port, disconnected } = await listening();
    const { socket, frames } = await raw(port);
    const fragments = Array.from({ length: 16_384 }, () => frame(0x00, Buffer.alloc(0)));
    socket.write(Buffer.concat([frame(0x01, Buffer.alloc(0)), ...fragments]));

    await expect.poll(() => closeCode(frames())).toBe(1008);
    expect(await disconnected()).toMatchObject({ statusCode: 1008 });
  });

  test('of a client that does not read is cut off', async () => {
    const source = 'return { statusCode: 200, body: "x".repeat(100000) };';
    const { port, disconnected } = await listening({ source });
    const { socket } = await raw(port);
    socket.pause();
    for (let count = 0; count < 300; count++) {
      socket.write(frame(TEXT, Buffer.from('more')));
    }

    expect(await disconnected()).toMatchObject({ statusCode: 1006 });
  });

  test('W102: of a client that vanished is after the idle time', async () => {
    const { port, gateway, entries } = await listening({}, { webSocketLimits: { idleMillis: 200 } });
    const { socket, frames } = await raw(port);
    // It neither answers the close frame nor ends the connection.
    await expect.poll(() => closeCode(frames())).toBe(1001);
    await gateway.close();

    expect(entries.filter(({ kind }) => kind === 'disconnect')).toMatchObject([{ statusCode: 1001 }]);
    await expect.poll(() => socket.destroyed || socket.readableEnded).toBe(true);
  });

  test('leaves nothing behind, however many there are', async () => {
    const { port, gateway, entries } = await listening({ routes: ['$connect', '$disconnect'] });
    const clients = await Promise.all(Array.from({ length: 50 }, () => overSocket(port, { path: '/dev' })));
    const answers = clients.map(async (client, index) => {
      client.send(String(index));
      const answer = await client.next();
      client.close(1000);
      await client.closed;
      return answer;
    });

    expect(await Promise.all(answers)).toEqual(clients.map((_, index) => String(index)));
    await expect.poll(() => entries.filter(({ kind }) => kind === 'disconnect').length).toBe(50);
    const start = performance.now();
    await gateway.close();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

test('a flood of one connection is handled with a bounded number of messages at once', async () => {
  const source = `exports.now = (exports.now ?? 0) + 1; exports.most = Math.max(exports.most ?? 0, exports.now);
    await new Promise((resolve) => setTimeout(resolve, 5)); exports.now -= 1; return { statusCode: 200, body: String(exports.most) };`;
  const { port } = await listening({ source }, { maxEnvironments: 500 });
  const client = await overSocket(port, { path: '/dev' });
  const padding = 'x'.repeat(8000);
  for (let count = 0; count < 400; count++) {
    client.send(padding);
  }
  let most = 0;
  for (let count = 0; count < 400; count++) {
    most = Math.max(most, Number(await client.next()));
  }

  // One chunk of a socket can hold a few messages more.
  expect(most).toBeLessThan(90);
});
