import type { Outcome } from '../../gateway/backend';
import type { Connections } from '../http/connections';
import { exchange } from '../http/exchange';
import type { Client, SdkCommand, SdkRequest } from './service-clients';

/** Destination and time limit of a call. */
export interface CallOptions {
  readonly connections: Connections;
  /** URL of the service. */
  readonly endpoint: string;
  readonly timeoutMillis: number;
  signal(): AbortSignal | undefined;
}

/** Passed to the SDK in place of the response, which is not parsed but forwarded. */
const NO_OUTPUT = { output: { $metadata: {} }, response: {} };

/**
 * Lets the SDK serialize and sign a call, sends it only to the endpoint, and returns the unparsed response. Never rejects.
 */
export async function call({ client }: Client, command: SdkCommand, options: CallOptions): Promise<Outcome> {
  let outcome: Outcome | undefined;
  const send = async ({ request }: { readonly request: SdkRequest }) => {
    outcome = await sendTo(options, request);
    return NO_OUTPUT;
  };
  // After signing, before the middleware that reads the response.
  command.middlewareStack.add(() => send, { step: 'finalizeRequest', priority: 'low', name: 'apigwv2-local' });
  try {
    await client.send(command);
  } catch (error) {
    // A response that has arrived is forwarded even if the SDK then throws.
    outcome ??= { kind: 'failure', statusCode: 500, reason: `the request to the service cannot be created: ${(error as Error).message}` };
  }
  return outcome ?? { kind: 'failure', statusCode: 500, reason: 'the SDK sent no request' };
}

async function sendTo({ connections, endpoint, timeoutMillis, signal }: CallOptions, request: SdkRequest): Promise<Outcome> {
  const { origin, host, hostname } = new URL(endpoint);
  const { method, path, query = {}, headers, body } = request;
  return exchange({
    pool: connections.to({ origin }),
    shown: origin,
    flag: '--endpoint',
    servername: hostname,
    method,
    path: withQuery(path, query),
    headers: Object.entries({ ...headers, host }).flat(),
    body: bytesOf(body),
    clientMethod: method,
    timeoutMillis,
    signal,
  });
}

/** The SDK warns when its byte arrays are converted to text, so the memory is wrapped. */
function bytesOf(body: SdkRequest['body']): Buffer | null {
  if (body === undefined || typeof body === 'string') {
    return body === undefined ? null : Buffer.from(body);
  }
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

function withQuery(path: string, query: NonNullable<SdkRequest['query']>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (value === null ? [''] : [value].flat()).map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`),
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}
