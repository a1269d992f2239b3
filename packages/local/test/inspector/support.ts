import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import { type FunctionHandler, type GatewayOptions, type ListeningApi, LocalGateway } from '../../src/index';
import { Inspector, type InspectorOptions } from '../../src/inspector/inspector';
import type { ExchangeDetail, ExchangeList, ExchangeSummary } from '../../src/inspector/protocol';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: plain JSON, of which a test knows the members that it reads
  json(): any;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** @default the right one */
  readonly token?: string;
}

/** A gateway with its ports, and an inspector of it. */
export interface Inspected {
  readonly gateway: LocalGateway;
  readonly inspector: Inspector;
  readonly served: readonly ListeningApi[];
  readonly port: number;
  readonly token: string;
  /** Calls an endpoint or reads a file. */
  call(path: string, call?: Call): Promise<Answer>;
  /** Newest first. */
  list(): Promise<readonly ExchangeSummary[]>;
  detail(id: string): Promise<ExchangeDetail>;
  /** The newest exchange. */
  newest(): Promise<ExchangeDetail>;
}

export async function inspected(
  path: string,
  functions: Readonly<Record<string, FunctionHandler>>,
  options: Partial<InspectorOptions> & { readonly gateway?: GatewayOptions } = {},
): Promise<Inspected> {
  const gateway = await LocalGateway.load(path, { ...options.gateway, functions });
  onTestFinished(() => gateway.close());
  const served: ListeningApi[] = [];
  for (const api of gateway.apis) {
    served.push({ api, listening: await api.listen() });
  }
  const inspector = await Inspector.start(gateway, () => served, { source: path, ...options });
  onTestFinished(() => inspector.close());
  const url = new URL(inspector.url);
  const port = Number(url.port);
  const token = url.hash.replace('#token=', '');
  const call = (target: string, { token: given = token, method = 'GET', headers = {}, body }: Call = {}) =>
    send(port, target, method, body, {
      ...(given === '' ? {} : { authorization: `Bearer ${given}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    });
  const list = async () => ((await call('/api/exchanges')).json() as ExchangeList).exchanges;
  const detail = async (id: string) => (await call(`/api/exchanges/${id}`)).json() as ExchangeDetail;
  const newest = async () => detail((await list())[0]?.id ?? 'none');
  return { gateway, inspector, served, port, token, call, list, detail, newest };
}

/** Unlike `fetch`, it sends every header that it is given. */
export function send(
  port: number,
  path: string,
  method: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) });
      });
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}
