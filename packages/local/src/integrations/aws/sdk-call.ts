import type { Outcome } from '../../gateway/backend';
import type { Connections } from '../http/connections';
import { exchange } from '../http/exchange';
import type { Client, SdkCommand, SdkRequest } from './service-clients';

/** Where a call goes, and how long it may take. */
export interface Wire {
  readonly connections: Connections;
  /** Of the service. */
  readonly endpoint: string;
  readonly timeoutMillis: number;
  signal(): AbortSignal | undefined;
}

/** What the SDK makes of a call when there is nothing for it to read. */
const UNREAD = { output: { $metadata: {} }, response: {} };

/**
 * Lets the SDK write and sign a call, sends it to the endpoint and nowhere else, and gives the answer as it came. Never rejects.
 */
export async function call({ client }: Client, command: SdkCommand, wire: Wire): Promise<Outcome> {
  let outcome: Outcome | undefined;
  const send = async ({ request }: { readonly request: SdkRequest }) => {
    outcome = await sendTo(wire, request);
    return UNREAD;
  };
  // Behind the signature, before anything that reads the answer.
  command.middlewareStack.add(() => send, { step: 'finalizeRequest', priority: 'low', name: 'apigwv2-local' });
  try {
    await client.send(command);
  } catch (error) {
    // What has come back counts, whatever the SDK makes of it.
    outcome ??= { kind: 'failure', statusCode: 500, reason: `the call cannot be written: ${(error as Error).message}` };
  }
  return outcome ?? { kind: 'failure', statusCode: 500, reason: 'the SDK has called nothing' };
}

async function sendTo({ connections, endpoint, timeoutMillis, signal }: Wire, request: SdkRequest): Promise<Outcome> {
  const { origin, host, hostname } = new URL(endpoint);
  const { method, path, query = {}, headers, body } = request;
  return exchange({
    pool: await connections.to({ origin }),
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

/** The SDK warns of whatever treats its bytes as if they were text, so that they are taken as they lie. */
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
