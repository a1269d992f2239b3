import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiGatewayV2Checks } from '@apigwv2-integrations/checks';
import { afterAll, describe, expect, test } from 'vitest';

const outdir = mkdtempSync(join(tmpdir(), 'built-in-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** Broken in every way, and a queue that is broken, too, to show that the validator is at work. */
const BROKEN = {
  Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 'soon', NoSuchProperty: true } },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Shop', ProtocolType: 'HTTP' } },
  Proxy: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXYY',
      PayloadFormatVersion: '9.0',
      TimeoutInMillis: 99_999,
      RequestParameters: { 'explode:header.x': '$request.heder.y' },
    },
  },
  Service: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'Nope-Nope', PayloadFormatVersion: '9.0' },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'gett nope {', Target: 'integrations/doesnotexist' },
  },
};

const APP = `
  const { App, CfnResource, Stack } = require('aws-cdk-lib-newest');
  const context = { '@aws-cdk/core:validateAgainstDefaultRules': true };
  const app = new App({ outdir: process.argv[1], context, analyticsReporting: false, treeMetadata: false });
  const stack = new Stack(app, 'Shop');
  for (const [id, { Type: type, Properties: properties }] of Object.entries(JSON.parse(process.argv[2]))) {
    new CfnResource(stack, id, { type, properties });
  }
  app.synth();
`;

describe('with an API that has every kind of mistake', () => {
  const { CDK_VALIDATION: _, ...env } = process.env;
  const { stderr } = spawnSync(process.execPath, ['-e', APP, outdir, JSON.stringify(BROKEN)], { cwd: __dirname, env, encoding: 'utf8' });

  test('the validator of aws-cdk-lib reports the queue, but nothing about API Gateway', () => {
    const report = readFileSync(join(outdir, 'validation-report.json'), 'utf8');

    expect(stderr).toContain('NoSuchProperty');
    expect(JSON.parse(report).pluginReports.map(({ pluginName }: { pluginName: string }) => pluginName)).toEqual([
      'CloudFormation Validate',
    ]);
    expect([...report.matchAll(/"logicalId": "(\w+)"/g)].map(([, logicalId]) => logicalId)).toContain('Queue');
    expect(report).not.toMatch(/"logicalId": "(Api|Proxy|Service|Route)"/);
  });

  test('the checks report each mistake', () => {
    const templatePaths = [join(outdir, 'Shop.template.json')];
    const { violations } = new ApiGatewayV2Checks().validate({ templatePaths } as Parameters<ApiGatewayV2Checks['validate']>[0]);
    const reported = violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ resourceLogicalId }) => `${resourceLogicalId} ${ruleName.replace('@apigwv2-integrations/', '')}`),
    );

    expect(reported.sort()).toEqual([
      'Proxy action-unknown',
      'Proxy integration-type-unknown',
      'Proxy source-unknown',
      'Proxy timeout-out-of-range',
      'Route route-key-invalid',
      'Route target-literal',
      'Service payload-version-invalid',
      'Service subtype-unknown',
    ]);
  });
});
