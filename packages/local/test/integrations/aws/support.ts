import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compileMapping, evaluateRequest } from '@apigwv2-integrations/core/engine';
import { expect, onTestFinished } from 'vitest';
import { type GatewayOptions, type InjectRequest, LocalGateway, type RequestEntry } from '../../../src';
import { api, integration, route, stage, template } from '../../support';

/** A template with a service integration at `POST /jobs/{id}`. */
export function calling(subtype: string, RequestParameters: object, properties: object = {}): string {
  return template({
    Api: api(),
    Stage: stage('$default', { StageVariables: { colour: 'blue' } }),
    Int: integration({
      IntegrationUri: undefined,
      PayloadFormatVersion: '1.0',
      IntegrationSubtype: subtype,
      RequestParameters,
      ...properties,
    }),
    Route: route('POST /jobs/{id}'),
  });
}

/** A gateway until the test ends, with the log entries of its requests. */
export async function gatewayOf(app: string, options: GatewayOptions = {}) {
  const entries: RequestEntry[] = [];
  const log: GatewayOptions['log'] = (entry) => {
    if (entry.kind === 'request') {
      entries.push(entry);
    }
  };
  const gateway = await LocalGateway.load(app, { ...options, log });
  onTestFinished(() => gateway.close());
  const send = (request: Partial<InjectRequest> = {}) => gateway.inject({ method: 'POST', path: '/jobs/7', ...request });
  return { gateway, send, reasons: () => entries.map(({ reason }) => reason) };
}

/** What a service was sent. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Stands for a service: keeps what it is sent, and answers the same each time. */
export async function recording({ status = 200, headers = { 'content-type': 'application/x-amz-json-1.1' }, body = '{}' }: Reply = {}) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    calls.push({
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    response.writeHead(status, { 'x-amzn-requestid': 'made-by-the-service', ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const only = (): Call => {
    expect(calls).toHaveLength(1);
    return calls[0] as Call;
  };
  return { url, calls, only };
}

/** The value that the evaluator of mappings predicts for a parameter. */
export function predicted(source: string, request: Partial<InjectRequest> & { readonly body?: string }): string | undefined {
  const { headers } = evaluateRequest(compileMapping([['overwrite:header.value', source]], 'request'), {
    path: '/jobs/7',
    headers: Object.entries(request.headers ?? {}).map(([name, value]) => [name, String(value)] as const),
    query: [...new URL(request.path ?? '/', 'http://localhost').searchParams],
    body: request.body,
    pathVariable: (name) => (name === 'id' ? '7' : undefined),
    context: (name) => (name === 'stage' ? '$default' : undefined),
    stageVariable: (name) => (name === 'colour' ? 'blue' : undefined),
  });
  return headers.find(([name]) => name === 'value')?.[1];
}
