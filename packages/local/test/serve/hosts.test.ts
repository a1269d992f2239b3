import { expect, test } from 'vitest';
import type { LogEntry } from '../../src/index';
import { handwritten } from './app';
import { byPort, opened } from './senders';

const domain = { Domain: { Type: 'AWS::ApiGatewayV2::DomainName', Properties: { DomainName: 'api.example.com' } } };

test.each([
  ['localhost', 200],
  ['LOCALHOST:3000', 200],
  ['books.localhost:80', 200],
  ['127.0.0.1:3000', 200],
  ['192.0.2.7', 200],
  ['[::1]:3000', 200],
  ['api.example.com', 200],
  ['allowed.example', 200],
  ['evil.example', 421],
  ['localhost.evil.example', 421],
  ['127.0.0.1.evil.example:3000', 421],
])('a request to the host %s on a port gets %i', async (host, status) => {
  const entries: LogEntry[] = [];
  const gateway = await opened(handwritten({ more: domain }), { allowHosts: ['Allowed.example'], log: (entry) => entries.push(entry) });
  const { port } = await gateway.listen();
  expect((await byPort(port)({ path: '/', headers: { host } })).status).toBe(status);
  if (status === 421) {
    expect(entries).toMatchObject([{ kind: 'request', status: 421, reason: expect.stringContaining('pass --allow-host ') }]);
  }
});

test('the own domain of an API is answered on a port', async () => {
  const gateway = await opened(handwritten());
  const { port } = await gateway.listen();
  const { id, region } = gateway.apis[0]?.plan ?? { id: '', region: '' };
  const send = byPort(port);
  expect((await send({ path: '/', headers: { host: `${id}.execute-api.${region}.amazonaws.com` } })).status).toBe(200);
  expect((await send({ path: '/', headers: { host: `other.execute-api.${region}.amazonaws.com` } })).status).toBe(421);
});

test('a request without a port may have any host', async () => {
  const gateway = await opened(handwritten());
  expect((await gateway.inject({ path: '/', headers: { host: 'evil.example' } })).statusCode).toBe(200);
});
