import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { LogEntry } from '../../src/index';
import { handwritten } from './app';
import { byPort, opened } from './senders';

let broken: string;

beforeAll(async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': '100000' });
    response.write('a'.repeat(50_000), () => setTimeout(() => response.destroy(), 20));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  broken = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return () => void server.close();
});

const proxy = (integration: object = {}) =>
  handwritten({
    integration: {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      IntegrationUri: broken,
      PayloadFormatVersion: '1.0',
      ...integration,
    },
  });

test('closes the connection after a truncated response, and logs why', async () => {
  const entries: LogEntry[] = [];
  const gateway = await opened(proxy(), { log: (entry) => entries.push(entry) });
  const { port, close } = await gateway.listen();
  onTestFinished(close);

  await expect(byPort(port)({ path: '/' })).rejects.toThrow();
  expect(entries).toContainEqual({
    kind: 'abort',
    requestId: expect.any(String),
    api: 'books',
    reason: expect.stringContaining(broken.slice(0, -1)),
  });
});

test('responds with 503 if a response is truncated while a mapping reads it', async () => {
  const mapping = { '200': { ResponseParameters: [{ Destination: 'append:header.a', Source: '$response.body.a' }] } };
  const gateway = await opened(proxy({ ResponseParameters: mapping }));

  expect((await gateway.inject({ path: '/' })).statusCode).toBe(503);
});
