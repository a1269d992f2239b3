import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GatewayOptions, LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AccountStack } from '../lib/account-stack';

let assembly: string;
let backend: Server;
let gateway: LocalGateway;

beforeAll(async () => {
  const app = new App();
  new AccountStack(app, 'AccountStack');
  assembly = app.synth().directory;
  backend = createServer((request, response) => response.end(JSON.stringify(request.headers)));
  await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
}, 60_000);

afterEach(() => gateway.close());

afterAll(() => backend.close());

/** Loads the API with a backend that returns the headers that it gets. */
async function load(options: GatewayOptions): Promise<void> {
  const { port } = backend.address() as AddressInfo;
  gateway = await LocalGateway.load(assembly, {
    targets: { 'https://backend.example.com': `http://127.0.0.1:${port}` },
    ...options,
  });
}

/** A token that nobody has signed. */
function unsignedToken(claims: object): string {
  const parts = [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${parts.join('.')}.`;
}

test('the backend gets the user of the token, whatever the client sends', async () => {
  await load({ trustUnsignedTokens: true });
  const exp = Math.floor(Date.now() / 1000) + 60;
  const token = unsignedToken({ iss: 'https://login.example.com', aud: 'shop', exp, sub: 'ada' });
  const response = await gateway.inject({ path: '/orders', headers: { authorization: `Bearer ${token}`, 'x-user': 'eve' } });

  expect(response.json()).toMatchObject({ 'x-user': 'ada' });
});

test('the backend gets the user of an authorizer that the test replaces', async () => {
  await load({ authorizers: { Users: () => ({ isAuthorized: true, context: { sub: 'bob' } }) } });
  const response = await gateway.inject({ path: '/orders' });

  expect(response.json()).toMatchObject({ 'x-user': 'bob' });
});

test('the backend gets the tenant of the API key', async () => {
  await load({});
  const stock = (key: string) => gateway.inject({ path: '/stock', headers: { 'x-api-key': key } });

  expect((await stock('key-of-acme')).json()).toMatchObject({ 'x-tenant': 'acme' });
  expect((await stock('another key')).statusCode).toBe(403);
});
