import { bodyBytes, bufferedBody, hasContent } from './body';
import { firstHeader } from './header';
import type { Field, GatewayResponse, IncomingRequest } from './message';

/** A request that is answered without a port. */
export interface InjectRequest {
  /** @default 'GET' */
  readonly method?: string;
  /** Path with the stage where it is a named one, and query string: `/books?sort=title`. */
  readonly path: string;
  /** A list for a header that is repeated. @default only Host */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text and bytes are sent as they are, anything else as JSON with its content type. @default none */
  readonly body?: string | Uint8Array | object;
  /** @default '127.0.0.1' */
  readonly sourceIp?: string;
}

/** The gateway's response to an injected request. */
export interface InjectResponse {
  readonly statusCode: number;
  /** By lower-case name; the values of a repeated header are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** As sent, one entry for each repeated header. */
  readonly rawHeaders: readonly Field[];
  /** Each `Set-Cookie` header. */
  readonly cookies: readonly string[];
  readonly body: Buffer;
  /** The body as text. */
  text(): string;
  /** The body as JSON. */
  json(): unknown;
}

/** The request as it would have arrived over HTTP. */
export function incomingFrom(request: InjectRequest): IncomingRequest {
  const { method = 'GET', path, sourceIp = '127.0.0.1' } = request;
  const { bytes, contentType } = encode(request.body);
  const headers = Object.entries(request.headers ?? {}).flatMap(([name, value]): Field[] =>
    typeof value === 'string' ? [[name, value]] : value.map((each): Field => [name, each]),
  );
  const missing = (name: string, value: string): Field[] => (firstHeader(headers, name) === undefined ? [[name, value]] : []);
  return {
    method,
    target: path,
    headers: [
      ...missing('host', 'localhost'),
      ...headers,
      ...(contentType === undefined ? [] : missing('content-type', contentType)),
      ...(bytes.length === 0 ? [] : missing('content-length', String(bytes.length))),
    ],
    body: bufferedBody(bytes),
    sourceIp,
  };
}

function encode(body: InjectRequest['body']): { readonly bytes: Buffer; readonly contentType?: string } {
  if (body === undefined || typeof body === 'string') {
    return { bytes: Buffer.from(body ?? '') };
  }
  return body instanceof Uint8Array
    ? { bytes: Buffer.from(body) }
    : { bytes: Buffer.from(JSON.stringify(body)), contentType: 'application/json' };
}

const NOTHING = Buffer.alloc(0);

/** Reads a response to its end. The body is empty where HTTP would send none. */
export async function readInjected(response: GatewayResponse, method?: string): Promise<InjectResponse> {
  const whole = await bodyBytes(response.body);
  const body = method !== 'HEAD' && hasContent(response.statusCode) ? whole : NOTHING;
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of response.headers) {
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return {
    statusCode: response.statusCode,
    headers,
    rawHeaders: response.headers,
    cookies: response.headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value),
    body,
    text: () => body.toString(),
    json: () => JSON.parse(body.toString()),
  };
}
