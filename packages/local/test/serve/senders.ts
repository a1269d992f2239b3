import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import { type GatewayOptions, LocalGateway } from '../../src/index';

/** A request of the suite; the path goes out as it is written. */
export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly text: string;
  readonly bytes: Buffer;
}

export type Send = (sent: Sent) => Promise<Received>;

/** The two ways in, which must not differ. */
export const WAYS: readonly { readonly way: string; open(path: string, options?: GatewayOptions): Promise<Send> }[] = [
  { way: 'inject', open: async (path, options) => byInject(await opened(path, options)) },
  {
    way: 'a port',
    open: async (path, options) => {
      const gateway = await opened(path, { allowHosts: ['*'], ...options });
      const { port } = await gateway.listen();
      return byPort(port);
    },
  },
];

export async function opened(path: string, options?: GatewayOptions): Promise<LocalGateway> {
  const gateway = await LocalGateway.load(path, options);
  onTestFinished(() => gateway.close());
  return gateway;
}

function byInject(gateway: LocalGateway): Send {
  return async (sent) => {
    const { statusCode, headers, cookies, body } = await gateway.inject(sent);
    return { status: statusCode, headers, cookies, text: body.toString(), bytes: body };
  };
}

export function byPort(port: number): Send {
  return ({ method = 'GET', path, headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const outgoing = request(
        { host: '127.0.0.1', port, method, path, headers: { ...length, ...(headers as Record<string, string>) }, agent: false },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const bytes = Buffer.concat(chunks);
            const joined = Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]);
            resolve({
              status: incoming.statusCode ?? 0,
              headers: Object.fromEntries(joined),
              cookies: incoming.headers['set-cookie'] ?? [],
              text: bytes.toString(),
              bytes,
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
}
