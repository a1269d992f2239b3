import { createServer, type RequestListener } from 'node:http';
import { Resources } from '@apigwv2-integrations/core/engine';
import { expect, onTestFinished } from 'vitest';
import { Functions } from '../../../src/definitions/function';
import type { StagePlan } from '../../../src/definitions/stage';
import { type WebSocketIntegrationPlan, WebSocketIntegrations } from '../../../src/definitions/websocket-integration';
import { readRequestModels } from '../../../src/definitions/websocket-model';
import { type Diagnostic, Diagnostics, type Unserved } from '../../../src/diagnostics/diagnostics';
import type { InvokeResult, Invoker } from '../../../src/functions/invocation';
import { readEndpoints } from '../../../src/integrations/aws/endpoints';
import { Connections } from '../../../src/integrations/http/connections';
import { parseTargets } from '../../../src/integrations/http/targets';
import { LocalValues } from '../../../src/template/local-values/local-values';
import { OverrideLookup } from '../../../src/template/overrides/override-lookup';
import { allOverrides } from '../../../src/template/overrides/read-overrides';
import { createWebSocketIntegration } from '../../../src/websocket-api/integrations/create-integration';
import type { ConnectionDetails, RouteResult, RouteRun } from '../../../src/websocket-api/route-run';
import { listening } from '../../integrations/http/support';

export const STAGE: StagePlan = { name: 'dev', variables: { host: '127.0.0.1', name: 'orders' } };

const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'chat', ProtocolType: 'WEBSOCKET' } };

/** An integration response of the integration `Int`. */
export const response = (key: string, properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::IntegrationResponse',
  Properties: { ApiId: { Ref: 'Api' }, IntegrationId: { Ref: 'Int' }, IntegrationResponseKey: key, ...properties },
});

/** A function that runs here, under the logical ID `Fn`. */
export const FUNCTION = {
  Type: 'AWS::Lambda::Function',
  Properties: { FunctionName: 'handler', Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: 'exports.handler = 1' } },
};

export const FUNCTION_URI = {
  'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations',
};

function contextWith(resources: object) {
  const template = { id: 'app', body: { Resources: resources }, stack: 'App', file: 'app.json', region: 'us-east-1' };
  const overrides = new OverrideLookup(allOverrides(undefined));
  const diagnostics = new Diagnostics();
  const local = new LocalValues(new Resources([template]), { overrides, defaults: {}, condition: () => undefined });
  const find = (id: string) => {
    const found = local.resolver.resources.find(template, id);
    if (found === undefined) {
      throw new Error(`no resource ${id}`);
    }
    return found;
  };
  return { context: { local, overrides, diagnostics, files: new Map() }, find };
}

/** Reads an integration with the logical ID `Int`. */
export function readIntegration(
  properties: object,
  more: object = {},
): { readonly plan: WebSocketIntegrationPlan | Unserved; readonly diagnostics: readonly Diagnostic[] } {
  const int = { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: { Ref: 'Api' }, ...properties } };
  const { context, find } = contextWith({ Api: api, Int: int, ...more });
  const integrations = new WebSocketIntegrations(new Functions(context), context);
  const plan = integrations.read(find('Int'), [STAGE]);
  expect(integrations.read(find('Int'), [STAGE])).toBe(plan);
  return { plan, diagnostics: context.diagnostics.all };
}

/** Reads the models of a route with the logical ID `Route`. */
export function readModels(properties: object, more: object = {}) {
  const route = { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Api' }, RouteKey: 'send', ...properties } };
  const { context, find } = contextWith({ Api: api, Route: route, ...more });
  return { plan: readRequestModels(find('Route'), context), diagnostics: context.diagnostics.all };
}

export interface Settings {
  readonly more?: object;
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly targets?: readonly string[];
  readonly functions?: Invoker;
}

/** An integration until the test ends. */
export function integration(properties: object, { more, endpoints = {}, targets = [], functions = NO_FUNCTIONS }: Settings = {}) {
  const { plan } = readIntegration(properties, more);
  expect(plan).toMatchObject({ kind: 'served' });
  const connections = new Connections();
  onTestFinished(() => connections.close());
  return createWebSocketIntegration(plan as WebSocketIntegrationPlan, {
    functions,
    connections,
    endpoints: readEndpoints(endpoints, { environment: {} }),
    targets: parseTargets(targets),
  });
}

const NO_FUNCTIONS: Invoker = { invoke: async () => ({ kind: 'shutdown' }) };

/** A function that answers the same each time, and the events that it got. */
export function invoker(result: InvokeResult): { readonly functions: Invoker; readonly events: string[] } {
  const events: string[] = [];
  const functions: Invoker = {
    invoke: async (_fn, event) => {
      events.push(event);
      return result;
    },
  };
  return { functions, events };
}

/** A run of the route `send` by a message. */
export function message(body: string, more: Partial<RouteRun> & { readonly connection?: ConnectionDetails } = {}): RouteRun {
  return {
    connection: connection(),
    eventType: 'MESSAGE',
    routeKey: 'send',
    requestId: 'requestrequest1=',
    requestTime: new Date(1_652_722_227_357),
    messageId: 'messagemessage1=',
    body,
    headers: [],
    query: [],
    ...more,
  };
}

/** A handshake. */
export function handshake(more: Partial<RouteRun> = {}): RouteRun {
  const { messageId: _id, body: _body, ...run } = message('');
  return { ...run, eventType: 'CONNECT', routeKey: '$connect', ...more };
}

export function disconnect(more: Partial<RouteRun> = {}): RouteRun {
  const { messageId: _id, body: _body, ...run } = message('');
  return { ...run, eventType: 'DISCONNECT', routeKey: '$disconnect', disconnect: { statusCode: 1001, reason: 'Going away' }, ...more };
}

export function connection(more: Partial<ConnectionDetails> = {}): ConnectionDetails {
  return {
    connectionId: 'SOqGjdZioAMCEeg=',
    connectedAt: new Date(1_652_722_217_711),
    api: { id: 'abcdefghij', region: 'us-east-1', accountId: '123456789012', name: 'chat' },
    stage: STAGE,
    domainName: 'localhost:3001',
    sourceIp: '127.0.0.1',
    userAgent: 'tests/1',
    caller: { kind: 'none' },
    ...more,
  };
}

/** The frame that a two-way route sends. */
export async function frameOf(result: Promise<RouteResult>): Promise<string | undefined> {
  const found = await result;
  expect(found).toMatchObject({ kind: 'response' });
  return (found as Extract<RouteResult, { kind: 'response' }>).body;
}

/** A request as a backend received it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  /** As sent, alternating. */
  readonly rawHeaders: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A server that answers the same each time, and what it received. */
export async function backend({ status = 200, headers = {}, body = '' }: Reply = {}) {
  const received: Received[] = [];
  const url = await server(async (request, reply) => {
    const chunks = await request.toArray();
    received.push({
      method: request.method ?? '',
      url: request.url ?? '',
      rawHeaders: request.rawHeaders,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    reply.writeHead(status, headers).end(body);
  });
  const only = (): Received => {
    expect(received).toHaveLength(1);
    return received[0] as Received;
  };
  return { url, received, only };
}

export async function server(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createServer(listener))}`;
}
