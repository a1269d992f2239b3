import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ShopStack } from './app';
import { handler, routes } from './handler/index.mjs';

const outdir = mkdtempSync(join(tmpdir(), 'shop-'));
let template: Template;
let gateway: LocalGateway;

beforeAll(async () => {
  const app = new App({ outdir });
  template = Template.fromStack(new ShopStack(app, 'Shop'));
  app.synth();
  gateway = await LocalGateway.load(outdir, { functions: { 'Shop/ShopHandler': handler } });
}, 60_000);

afterAll(async () => {
  await gateway.close();
  rmSync(outdir, { recursive: true, force: true });
});

test('all routes share one integration and one permission', () => {
  template.resourceCountIs('AWS::ApiGatewayV2::Route', 60);
  template.resourceCountIs('AWS::ApiGatewayV2::Integration', 1);
  template.resourceCountIs('AWS::Lambda::Permission', 1);
});

test('the router has an entry for each route, and no others', () => {
  const keys = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => Properties.RouteKey);

  expect([...routes.keys()].sort()).toEqual(keys.sort());
});

test('the function gets the key of the route and the path variables', async () => {
  const response = await gateway.inject({ method: 'PUT', path: '/orders/7', body: { paid: true } });

  expect(response.json()).toEqual({ collection: 'orders', id: '7', replaced: { paid: true } });
});

test('a path that no route has does not reach the function', async () => {
  const response = await gateway.inject({ path: '/unknown' });

  expect(response.statusCode).toBe(404);
  expect(gateway.invocations('Shop/ShopHandler').map(({ event }) => event)).not.toContainEqual(
    expect.objectContaining({ rawPath: '/unknown' }),
  );
});
