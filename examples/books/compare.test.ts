import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareApps } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { type CfnRoute, HttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import { afterAll, expect, test } from 'vitest';
import { MembersStack } from './members-stack';

const root = mkdtempSync(join(tmpdir(), 'compare-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function synth(name: string, change: (stack: MembersStack) => void): string {
  const app = new App({ outdir: join(root, name), analyticsReporting: false });
  change(new MembersStack(app, 'Members'));
  return app.synth().directory;
}

test('a route that loses its authorizer is reported', () => {
  const baseFolder = synth('base', () => undefined);
  const folder = synth('changed', (stack) => {
    const stock = stack.node.findAll().find((construct) => construct instanceof HttpRoute && construct.path === '/stock');
    (stock?.node.defaultChild as CfnRoute).authorizationType = 'NONE';
  });

  const { findings, comparison } = compareApps(baseFolder, folder);
  const opened = comparison?.changes.filter(({ kind }) => kind === 'route-opened');

  expect(findings).toEqual([]);
  expect(opened).toMatchObject([{ api: 'MembersApi', routes: ['GET /stock'] }]);
});
