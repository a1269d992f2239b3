import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { expect, onTestFinished } from 'vitest';
import { main } from '../src/cli/main';
import { type Api, loadApis, type Route } from '../src/index';

/** A folder of its own, gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'routes-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Writes files, objects as JSON, into a folder of their own. */
export function files(contents: Readonly<Record<string, unknown>>): string {
  const root = folder();
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

/** Synthesizes an app into a folder of its own. */
export function synth(build: (app: App) => void, context: Record<string, unknown> = {}): string {
  const app = new App({ outdir: folder(), analyticsReporting: false, context });
  build(app);
  return app.synth().directory;
}

/** A template file with these resources. */
export function template(resources: unknown, rest: object = {}): string {
  return join(files({ 'app.template.json': { Resources: resources, ...rest } }), 'app.template.json');
}

export function lambda(scope: Construct, id: string, functionName?: string): LambdaFunction {
  return new LambdaFunction(scope, id, {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('x'),
    functionName,
  });
}

export function onlyApi(path: string): Api {
  const { apis } = loadApis(path);
  expect(apis).toHaveLength(1);
  return apis[0] as Api;
}

export function routeOf(path: string, key: string): Route {
  const route = loadApis(path)
    .apis.flatMap((api) => api.routes)
    .find((each) => each.key === key);
  expect(route, key).toBeDefined();
  return route as Route;
}

/** Runs the command line in this process. */
export function run(argv: readonly string[], env: Record<string, string> = {}, terminal: { columns?: number; isTTY?: boolean } = {}) {
  let out = '';
  let err = '';
  const code = main(argv, {
    stdout: { ...terminal, write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    env,
  });
  return { code, out, err };
}

export const api = (properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Api',
  Properties: { Name: 'books', ProtocolType: 'HTTP', ...properties },
});

export const integration = (properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Integration',
  Properties: {
    ApiId: { Ref: 'Api' },
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] },
    PayloadFormatVersion: '2.0',
    ...properties,
  },
});

export const route = (key: unknown, properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: { ApiId: { Ref: 'Api' }, RouteKey: key, Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Int' }]] }, ...properties },
});

export const stage = (name: unknown, properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Stage',
  Properties: { ApiId: { Ref: 'Api' }, StageName: name, ...properties },
});

export const permission = (sourceArn: unknown, properties: object = {}) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] },
    Principal: 'apigateway.amazonaws.com',
    SourceArn: sourceArn,
    ...properties,
  },
});

export const lambdaResource = { Type: 'AWS::Lambda::Function', Properties: {} };
