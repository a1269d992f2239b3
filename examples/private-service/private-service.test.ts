import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BooksStack } from './app';

const outdir = mkdtempSync(join(tmpdir(), 'books-'));
const backend = createServer((request, response) => response.end(`${request.headers.host}${request.url}`));
let template: Template;
let gateway: LocalGateway;

beforeAll(async () => {
  const app = new App({ outdir });
  template = Template.fromStack(new BooksStack(app, 'Books'));
  app.synth();
  await once(backend.listen(0, '127.0.0.1'), 'listening');
  const port = (backend.address() as AddressInfo).port;
  gateway = await LocalGateway.load(outdir, { targets: { 'Books/Balancer/Listener': `http://127.0.0.1:${port}` } });
}, 60_000);

afterAll(async () => {
  await gateway.close();
  backend.close();
  rmSync(outdir, { recursive: true, force: true });
});

test('the service gets the path without the stage, and its own host name', async () => {
  const response = await gateway.inject({ path: '/live/books/42' });

  expect(response.statusCode).toBe(200);
  expect(response.text()).toBe('books.internal.example/books/42');
});

test('the health check is not reachable through the API', async () => {
  expect((await gateway.inject({ path: '/live/health' })).statusCode).toBe(404);
});

test('only the VPC link can reach the load balancer', () => {
  const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress'));
  const [link] = Object.values(template.findResources('AWS::ApiGatewayV2::VpcLink'));
  const toListener = rules.filter(({ Properties }) => Properties.FromPort === 80);

  expect(toListener).toHaveLength(1);
  expect(toListener[0]?.Properties.SourceSecurityGroupId).toEqual(link?.Properties.SecurityGroupIds[0]);
});
