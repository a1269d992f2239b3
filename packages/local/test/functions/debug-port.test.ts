import { once } from 'node:events';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { InspectorPort, SocketPort } from '../../src/functions/debugging/debug-port';

/** What listens in the process of a function, and answers with what it gets. */
async function listening(): Promise<number> {
  const server = createServer((socket) => void socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A port that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function opened(wanted: () => Promise<void>) {
  const attached = vi.fn<(isAttached: boolean) => void>();
  const port = new SocketPort({ wanted, attached });
  await port.listen(0);
  onTestFinished(() => port.close());
  const client = connect(port.port, '127.0.0.1');
  onTestFinished(() => void client.destroy());
  client.on('error', () => undefined);
  return { port, client, attached };
}

test('starts a process for a debugger, in place of one that has ended', async () => {
  const process = await listening();
  const wanted = vi.fn(async () => port.connectTo({ port: process }));
  const { port, client, attached } = await opened(wanted);
  port.connectTo({ port: await closedPort() });
  client.write('hello');
  const [answer] = await once(client, 'data');
  expect(String(answer)).toBe('hello');
  expect(wanted).toHaveBeenCalledOnce();
  expect(attached.mock.calls).toEqual([[true]]);
  client.destroy();
  await vi.waitFor(() => expect(attached.mock.calls).toEqual([[true], [false]]));
});

test('leaves a debugger alone when there is no process for it', async () => {
  const { client, attached } = await opened(() => Promise.reject(new Error('the code does not load')));
  await once(client, 'close');
  expect(attached).not.toHaveBeenCalled();
});

test('gives up when a process ends again and again', async () => {
  const nothing = await closedPort();
  const wanted = vi.fn(async () => port.connectTo({ port: nothing }));
  const { port, client } = await opened(wanted);
  await once(client, 'close');
  expect(wanted).toHaveBeenCalledTimes(3);
});

test('asks again for a process while the one before it is about to end', async () => {
  const process = await listening();
  // The first two times, the function still has the process that is about to end.
  const wanted = vi.fn(async () => {
    if (wanted.mock.calls.length === 3) {
      port.connectTo({ port: process });
    }
  });
  const { port, client } = await opened(wanted);
  client.write('hello');
  const [answer] = await once(client, 'data');
  expect(String(answer)).toBe('hello');
});

test.each<[Record<string, string>, number]>([
  [{ host: 'evil.example:9229' }, 0],
  [{ 'sec-fetch-site': 'cross-site' }, 0],
  [{ host: 'evil.example', connection: 'upgrade', upgrade: 'websocket' }, 0],
  [{ host: 'localhost:9229' }, 1],
  [{ host: '[::1]:9229', 'sec-fetch-site': 'none' }, 1],
])('a request with %j wants %i processes', async (headers, count) => {
  const wanted = vi.fn(() => Promise.reject(new Error('the code does not load')));
  const port = new InspectorPort({ wanted, attached: () => undefined });
  await port.listen(0);
  onTestFinished(() => port.close());
  const sent = request({ host: '127.0.0.1', port: port.port, path: '/json/list', headers });
  const over = new Promise<void>((resolve) => sent.on('close', resolve));
  sent
    .on('response', (response) => response.resume())
    .on('error', () => undefined)
    .end();
  await over;
  expect(wanted).toHaveBeenCalledTimes(count);
});
