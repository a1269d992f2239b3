import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { type HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { afterAll, expect, test } from 'vitest';
import { BooksStack } from './books-stack';

const assembly = mkdtempSync(join(tmpdir(), 'books-'));

afterAll(() => rmSync(assembly, { recursive: true, force: true }));

function synthesize(hasHealth: boolean): void {
  const app = new App({ outdir: assembly, analyticsReporting: false });
  const stack = new BooksStack(app, 'Books');
  if (hasHealth) {
    const api = stack.node.findChild('BooksApi') as HttpApi;
    const integration = new HttpUrlIntegration('Health', 'https://health.example.com');
    api.addRoutes({ path: '/health', methods: [HttpMethod.GET], integration });
  }
  app.synth();
}

test('a running gateway serves the routes of a new version of the app', async () => {
  synthesize(false);
  const gateway = await LocalGateway.load(assembly, { project: __dirname });
  synthesize(true);
  const { routesAdded, functionsReloaded } = await gateway.reload();
  await gateway.close();

  expect(routesAdded).toEqual([expect.objectContaining({ route: 'GET /health' })]);
  expect(functionsReloaded).toEqual([]);
});
