import type { IncomingMessage, ServerResponse } from 'node:http';
import { EMPTY_BODY, streamedBody } from './body';
import type { Field, IncomingRequest, RequestBody } from './message';

/** A request that came over the wire. */
export class WireRequest implements IncomingRequest {
  public readonly method: string;
  public readonly target: string;
  public readonly headers: readonly Field[];
  public readonly body: RequestBody;
  public readonly sourceIp: string;
  private gone: AbortSignal | undefined;

  public constructor(
    message: IncomingMessage,
    private readonly response: ServerResponse,
  ) {
    this.method = message.method ?? 'GET';
    this.target = message.url ?? '/';
    this.headers = pairs(message.rawHeaders);
    this.body = bodyOf(message);
    this.sourceIp = address(message.socket.remoteAddress);
  }

  /** Made only for a backend that asks. */
  public get signal(): AbortSignal {
    this.gone ??= whenGone(this.response);
    return this.gone;
  }
}

function bodyOf(message: IncomingMessage): RequestBody {
  const { 'content-length': length, 'transfer-encoding': encoding } = message.headers;
  if (encoding === undefined && (length === undefined || length === '0')) {
    return EMPTY_BODY;
  }
  return streamedBody(message, length === undefined ? undefined : Number(length));
}

function whenGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.destroyed) {
    controller.abort();
  }
  response.once('close', () => {
    if (!response.writableFinished) {
      controller.abort();
    }
  });
  return controller.signal;
}

function pairs(raw: readonly string[]): readonly Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    fields.push([raw[at] as string, raw[at + 1] as string]);
  }
  return fields;
}

/** An IPv4 address that arrives over IPv6 is an IPv4 address. */
function address(remote = '127.0.0.1'): string {
  return remote.startsWith('::ffff:') ? remote.slice('::ffff:'.length) : remote;
}
