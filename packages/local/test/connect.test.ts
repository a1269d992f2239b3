import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Io } from '../src/cli/command';
import { main } from '../src/cli/main';
import { commandProgram } from './command-program';

/** A server whose answer to each message is the message in capitals; some messages close the connection. */
async function serve(options: object = {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', ...options });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const client of server.clients) {
      client.terminate();
    }
    server.close();
  });
  const received: string[] = [];
  const requests: object[] = [];
  server.on('connection', (socket, request) => {
    requests.push(request.headers);
    socket.on('message', (data: Buffer) => {
      const text = String(data);
      received.push(text);
      const [, code] = /^close (\d+)$/.exec(text) ?? [];
      if (code !== undefined) {
        socket.close(Number(code), 'as asked');
      } else if (text === 'binary') {
        socket.send(Buffer.from([1, 2, 3]));
      } else if (text === 'drop') {
        socket.terminate();
      } else {
        socket.send(text.toUpperCase());
      }
    });
  });
  return { server, url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/dev`, received, requests };
}

/** Runs the command, and returns its exit code and output. */
async function connect(args: readonly string[], input: Io['stdin'], more: Partial<Io> = {}) {
  let [out, err] = ['', ''];
  const io: Io = {
    stdin: input,
    stdout: { write: (text) => (out += text), ...more.stdout },
    stderr: { write: (text) => (err += text), ...more.stderr },
    env: more.env ?? {},
    stop: more.stop,
  };
  const code = await main(['connect', ...args], io);
  return { code, out, err };
}

const lines = (...texts: readonly string[]) => Readable.from([texts.map((text) => `${text}\n`).join('')]);

describe('a connection', () => {
  test('sends each line, prints each message as a line, and disconnects after the last one', async () => {
    const { url, received } = await serve();
    expect(await connect([url, '--wait', '0.1'], lines('{"action":"a"}', '', 'ä'))).toEqual({
      code: 0,
      out: '{"ACTION":"A"}\n\nÄ\n',
      err: `connected to ${url}\ndisconnected with 1000\n`,
    });
    expect(received).toEqual(['{"action":"a"}', '', 'ä']);
  });

  test('waits for messages that arrive late, as long as none is missing for longer than --wait', async () => {
    const { url, server } = await serve();
    server.on('connection', (socket) => {
      for (const delay of [200, 400, 600]) {
        setTimeout(() => socket.send(String(delay)), delay);
      }
    });
    expect(await connect([url, '--wait', '0.35'], lines())).toMatchObject({ code: 0, out: '200\n400\n600\n' });
  });

  test('sends lines that are typed later, and takes the URL that serve prints', async () => {
    const { url } = await serve();
    const input = new PassThrough();
    setTimeout(() => input.write('one\n'), 100);
    setTimeout(() => input.end('two'), 200);
    expect(await connect([url.replace('ws:', 'http:'), '--wait', '0.1'], input)).toMatchObject({ code: 0, out: 'ONE\nTWO\n' });
  });

  test('sends headers, and offers subprotocols', async () => {
    const { url, requests } = await serve();
    const args = ['-H', 'X-Token: a:b', '--header', 'X-Many: 1', '-H', 'X-Many: 2', '-s', 'chat.v1', '-s', 'chat.v2'];
    const { err } = await connect([url, ...args, '--wait', '0'], lines());
    expect(requests).toEqual([
      expect.objectContaining({ 'x-token': 'a:b', 'x-many': '1, 2', 'sec-websocket-protocol': 'chat.v1,chat.v2' }),
    ]);
    expect(err).toContain(`connected to ${url} with the subprotocol chat.v1\n`);
  });

  test.each([
    [1000, 0],
    [1001, 1],
    [1008, 1],
    [4000, 1],
  ])('that the server closes with %i ends with %i', async (close, code) => {
    const { url } = await serve();
    expect(await connect([url], lines(`close ${close}`))).toEqual({
      code,
      out: '',
      err: `connected to ${url}\ndisconnected with ${close} as asked\n`,
    });
  });

  test('that is lost ends with 1', async () => {
    const { url } = await serve();
    expect(await connect([url], lines('drop'))).toMatchObject({ code: 1, err: expect.stringContaining('disconnected with 1006\n') });
  });

  test('does not show the query string, which can have a token', async () => {
    const { url } = await serve();
    const { err } = await connect([`${url}?token=secret`, '--wait', '0'], lines());
    expect(err).toBe(`connected to ${url}\ndisconnected with 1000\n`);
  });

  test('tells the size of binary messages', async () => {
    const { url } = await serve();
    expect(await connect([url, '--wait', '0.1'], lines('binary'))).toMatchObject({ out: '(binary, 3 bytes)\n' });
  });

  test('without input runs until it is stopped', async () => {
    const { url, server } = await serve();
    const controller = new AbortController();
    server.on('connection', (socket) => {
      socket.send('welcome', () => setTimeout(() => controller.abort(), 50));
    });
    const input = new PassThrough();
    expect(await connect([url], input, { stop: controller.signal })).toEqual({
      code: 0,
      out: 'welcome\n',
      err: `connected to ${url}\ndisconnected with 1000\n`,
    });
  });
});

describe('a connection that is stopped', () => {
  test('ends, though the server does not confirm it and sends further messages', async () => {
    const { url, server } = await serve();
    server.on('connection', (_socket, { socket }) => {
      socket.removeAllListeners('data').resume();
      const timer = setInterval(() => socket.write(Buffer.from([0x81, 1, 0x78])), 50);
      socket.once('close', () => clearInterval(timer));
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 500);
    expect(await connect([url, '--wait', '0.3'], lines(), { stop: controller.signal })).toMatchObject({ code: 1 });
  });

  test('before it begins does not connect', async () => {
    const { url } = await serve();
    expect(await connect([url], new PassThrough(), { stop: AbortSignal.abort() })).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('a terminal', () => {
  const toTerminal = { stdout: { isTTY: true, write: () => undefined } };

  test('shows colors and marks, and no characters that control it', async () => {
    const { url, server } = await serve();
    server.on('connection', (socket) => socket.send('\u001b[2Jred\nnext'));
    let out = '';
    const stdout = { ...toTerminal.stdout, write: (text: string) => (out += text) };
    await connect([url, '--wait', '0.1'], lines(), { stdout, env: { NO_COLOR: '1' } });
    expect(out).toBe('< \\u001b[2Jred\n< next\n');

    out = '';
    await connect([url, '--wait', '0.1'], lines(), { stdout });
    expect(out).toContain('\u001b[36mnext');
  });
});

describe('an error', () => {
  test.each([
    [['nonsense'], 'connect: nonsense is not a URL, expected a URL such as ws://127.0.0.1:3000/dev'],
    [['ftp://127.0.0.1'], 'connect: ftp://127.0.0.1 is not the URL of a WebSocket API, expected a URL such as ws://127.0.0.1:3000/dev'],
    [['ws://127.0.0.1', '-H', 'token'], '--header is token, which must be <name>: <value>'],
    [['ws://127.0.0.1', '-H', 'a: b\u0001'], '--header is a: b , which must be <name>: <value>'],
    [['ws://127.0.0.1', '--wait', 'x'], '--wait is x, which must be a number of seconds of at most 86400'],
    [[], "missing required argument 'url'"],
  ])('%j: %s', async (args, message) => {
    const { code, err } = await connect(args, lines());
    expect(code).toBe(2);
    expect(err.split('\n')[0]).toBe(`apigwv2-local: ${message}`);
  });

  test('a refused handshake shows its response', async () => {
    const { url } = await serve({
      verifyClient: (_info: unknown, answer: (...args: unknown[]) => void) => answer(false, 401, 'Unauthorized'),
    });
    expect(await connect([url], lines())).toEqual({
      code: 1,
      out: '',
      err: 'apigwv2-local: the handshake was refused with 401: Unauthorized\n',
    });
  });

  test('nothing that listens', async () => {
    const { url, server } = await serve();
    await new Promise((resolve) => server.close(resolve));
    const { code, err } = await connect([url], lines());
    expect([code, err]).toEqual([1, expect.stringMatching(/^apigwv2-local: cannot connect to ws:.*ECONNREFUSED/)]);
  });

  test('Ctrl-C during the handshake', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await connect([url], new PassThrough(), { stop: controller.signal })).toEqual({ code: 0, out: '', err: '' });
  });
});

describe('the process', () => {
  const start = async (args: readonly string[]) => {
    const child = spawn(process.execPath, [await commandProgram(), 'connect', ...args], { stdio: 'pipe' });
    onTestFinished(() => void child.kill('SIGKILL'));
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    const exit = new Promise<unknown>((resolve) => child.on('close', resolve));
    return { child, exit, out: () => out, err: () => err };
  };

  test('ends when the server closes the connection, although its input is open', async () => {
    const { url } = await serve();
    const { child, exit, out, err } = await start([url]);
    child.stdin.write('one\nclose 1000\n');
    expect(await exit).toBe(0);
    expect([out(), err()]).toEqual(['ONE\n', `connected to ${url}\ndisconnected with 1000 as asked\n`]);
  });

  test('disconnects on SIGINT, and ends with 130', async () => {
    const { url, server } = await serve();
    const closed = new Promise((resolve) => server.on('connection', (socket) => socket.on('close', resolve)));
    const { child, exit, err } = await start([url]);
    await expect.poll(err, { timeout: 10_000 }).toContain('connected');
    child.kill('SIGINT');
    expect(await exit).toBe(130);
    expect(await closed).toBe(1000);
  });
});
