import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspace, type Workspace } from '../../benchmarks/harness/workspace';

/** The first line of a module of the Velocity engine, as a bundle contains it. The index only loads the others on first use. */
const VELOCITY_MODULE = /^ *"[^"]*\/engine\/velocity\/(?!index\.js)([\w-]+)\.js"\(.*\) \{$/gm;

let workspace: Workspace;
let modules = 0;

beforeAll(() => {
  workspace = createWorkspace();
  const lib = join(workspace.folder, 'node_modules/@apigwv2-integrations/core/lib');
  for (const bundle of ['modules.js', 'engine/modules.js', 'assembly/modules.js']) {
    const text = readFileSync(join(lib, bundle), 'utf8');
    writeFileSync(
      join(lib, bundle),
      text.replace(VELOCITY_MODULE, (line, name: string) => {
        modules++;
        return `${line} (globalThis.ran ??= []).push(${JSON.stringify(name)});`;
      }),
    );
  }
});

afterAll(() => workspace.dispose());

/** The Velocity modules that run while an app is built and synthesized with the packages as they are published. */
function modulesRunBy(statements: string): string[] {
  const script = `
    const { App, Stack } = require('aws-cdk-lib');
    const { HttpApi, WebSocketApi, CfnIntegration } = require('aws-cdk-lib/aws-apigatewayv2');
    const core = require('@apigwv2-integrations/core');
    const app = new App({ outdir: ${JSON.stringify(join(workspace.folder, 'cdk.out'))} });
    const stack = new Stack(app, 'Stack');
    ${statements}
    app.synth();
    console.log(JSON.stringify(globalThis.ran ?? []));`;
  const env = { ...process.env, CDK_VALIDATION: 'false' };
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: workspace.folder, encoding: 'utf8', env }));
}

const WEBSOCKET = `const websocket = require('@apigwv2-integrations/websocket');
  const route = (integration) => new WebSocketApi(stack, 'Api').addRoute('send', { integration });`;

test('the bundles contain the modules of the Velocity engine', () => {
  expect(modules).toBeGreaterThan(20);
});

test.each([
  [
    'an HTTP API with mappings',
    `const { HttpUrlIntegration } = require('@apigwv2-integrations/url');
    const parameterMapping = new core.ParameterMapping().appendHeader('x-user', core.MappingValue.requestHeader('user'));
    new HttpApi(stack, 'Api').addRoutes({ path: '/', integration: new HttpUrlIntegration('Url', 'https://example.com', { parameterMapping }) });`,
  ],
  [
    'a WebSocket API with a proxy integration',
    `${WEBSOCKET} const { Function, Runtime, Code } = require('aws-cdk-lib/aws-lambda');
    const handler = new Function(stack, 'Fn', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('x') });
    route(new websocket.WebSocketLambdaIntegration('Lambda', handler));`,
  ],
  [
    'the integration of an HTTP backend without templates',
    `${WEBSOCKET} route(new websocket.WebSocketHttpIntegration('Http', 'https://example.com', { proxy: false }));`,
  ],
])('%s runs none of them', (_, statements) => {
  expect(modulesRunBy(statements)).toEqual([]);
});

test.each([
  [
    'checked',
    `${WEBSOCKET} route(new websocket.WebSocketMockIntegration('Mock', { requestTemplates: { $default: '{"statusCode": 200}' } }));`,
  ],
  ['evaluated', `core.WebSocketEvaluator.request('$input.body');`],
])('a template that is %s runs them', (_, statements) => {
  expect(modulesRunBy(statements)).toEqual(expect.arrayContaining(['check', 'parse', 'scanner']));
});
