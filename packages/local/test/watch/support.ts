import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { GatewayOptions, LogEntry, ReloadEntry } from '../../src/index';
import { LocalGateway } from '../../src/index';
import { files, permission, stage } from '../support';

/** How a test describes a function: the body of its handler, or what replaces the properties of the template. */
export interface FunctionOf {
  readonly body?: string;
  readonly properties?: object;
}

/** How a test describes an app: APIs by their logical ID, each with its routes and the function of each route. */
export interface AppOf {
  readonly apis: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly functions: Readonly<Record<string, FunctionOf>>;
  /** Logical IDs of the APIs that are WebSocket APIs. */
  readonly webSocket?: readonly string[];
}

/** Answers with how often its environment was called, after a text. */
export const counting = (text: string, before = ''): FunctionOf => ({
  body: `globalThis.calls = (globalThis.calls ?? 0) + 1; ${before} return { statusCode: 200, body: ${JSON.stringify(text)} + ' ' + globalThis.calls };`,
});

export function templateOf({ apis, functions, webSocket = [] }: AppOf): object {
  const resources: Record<string, object> = {};
  for (const [id, { body = '', properties }] of Object.entries(functions)) {
    resources[id] = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::123456789012:role/any',
        Code: { ZipFile: `exports.handler = async (event, context) => { ${body} };` },
        ...properties,
      },
    };
    resources[`${id}Permission`] = permission(undefined, { FunctionName: { 'Fn::GetAtt': [id, 'Arn'] } });
  }
  for (const [id, routes] of Object.entries(apis)) {
    const isWebSocket = webSocket.includes(id);
    const ofApi = { ApiId: { Ref: id } };
    resources[id] = {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: isWebSocket
        ? { Name: id, ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' }
        : { Name: id, ProtocolType: 'HTTP' },
    };
    resources[`${id}Stage`] = stage(isWebSocket ? 'dev' : '$default', ofApi);
    for (const [index, [key, fn]] of Object.entries(routes).entries()) {
      resources[`${id}Integration${fn}`] = {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ...ofApi,
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: isWebSocket
            ? {
                'Fn::Join': [
                  '',
                  ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': [fn, 'Arn'] }, '/invocations'],
                ],
              }
            : { 'Fn::GetAtt': [fn, 'Arn'] },
          ...(isWebSocket ? {} : { PayloadFormatVersion: '2.0' }),
        },
      };
      resources[`${id}Route${index}`] = {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ...ofApi,
          RouteKey: key,
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: `${id}Integration${fn}` }]] },
        },
      };
    }
  }
  return { Resources: resources };
}

/** A gateway of an app that can be replaced, and what it logs. */
export async function reloadable(app: AppOf, options: GatewayOptions = {}) {
  const path = join(files({ 'app.template.json': templateOf(app) }), 'app.template.json');
  const entries: LogEntry[] = [];
  const gateway = await LocalGateway.load(path, { ...options, log: (entry) => entries.push(entry) });
  onTestFinished(() => gateway.close());
  const write = (next: AppOf | string) => writeFileSync(path, typeof next === 'string' ? next : JSON.stringify(templateOf(next)));
  const reload = async (next: AppOf | string) => {
    write(next);
    return gateway.reload();
  };
  const get = async (target = '/') => (await gateway.inject({ path: target })).text();
  const reloads = () => entries.filter((entry): entry is ReloadEntry => entry.kind === 'reload');
  return { gateway, path, write, reload, get, entries, reloads };
}
