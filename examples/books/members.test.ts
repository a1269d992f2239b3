import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GatewayOptions, LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { warningsIn } from 'test-support/problems';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { MembersStack } from './members-stack';
import { handler as authorize } from './staff-authorizer/index.mjs';

const outdir = mkdtempSync(join(tmpdir(), 'members-'));
const app = new App({ outdir });

beforeAll(() => {
  new MembersStack(app, 'Members');
  app.synth();
});

afterAll(() => rmSync(outdir, { recursive: true, force: true }));

async function load(options?: GatewayOptions): Promise<LocalGateway> {
  const gateway = await LocalGateway.load(outdir, options);
  onTestFinished(() => gateway.close());
  return gateway;
}

test('everything is served, and nobody is let in by default', async () => {
  const gateway = await load();
  const get = async (path: string) => (await gateway.inject({ path })).statusCode;

  expect(gateway.diagnostics.filter(({ text }) => !text.includes('runs it'))).toEqual([]);
  expect(await Promise.all(['/profile', '/orders', '/stock'].map(get))).toEqual([401, 401, 403]);
  expect(warningsIn(app)).toEqual([]);
});

test('the authorizer lets in who may read orders', async () => {
  expect(await authorize({ identitySource: ['key-of-ann'] })).toMatchObject({ isAuthorized: true, context: { user: 'ann' } });
  expect(await authorize({ identitySource: ['key-of-bob'] })).toMatchObject({ isAuthorized: false });
  expect(await authorize({ identitySource: ['other'] })).toMatchObject({ isAuthorized: false });
});

test('orders are for the staff', async () => {
  const gateway = await load();
  const orders = (key: string) => gateway.inject({ path: '/orders', headers: { 'x-staff-key': key } });

  expect((await orders('key-of-ann')).json()).toMatchObject({ caller: { lambda: { user: 'ann' } } });
  expect((await orders('key-of-bob')).statusCode).toBe(403);
});

test('orders of somebody else', async () => {
  const gateway = await load({
    authorizers: { Staff: () => ({ isAuthorized: true, context: { user: 'eve' } }) },
  });
  const response = await gateway.inject({ path: '/orders', headers: { 'x-staff-key': 'any' } });

  expect(response.json()).toMatchObject({ caller: { lambda: { user: 'eve' } } });
});

test('the profile of a user', async () => {
  const gateway = await load({
    authorizers: { Users: () => ({ isAuthorized: true, context: { sub: 'user-1' } }) },
  });

  expect((await gateway.inject({ path: '/profile' })).json()).toMatchObject({ caller: { jwt: { claims: { sub: 'user-1' } } } });
});
