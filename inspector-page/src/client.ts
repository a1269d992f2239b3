import { EventSourceParserStream } from 'eventsource-parser/stream';
import type {
  AppInfo,
  ConnectionMessage,
  ConnectionRequest,
  ConnectionResponse,
  ExchangeDetail,
  ExchangeList,
  InspectorEvent,
  ReplayRequest,
  ReplayResponse,
} from './protocol';

const MAX_CONNECT_MILLIS = 5_000;

/** A request to the inspector's API that failed. */
export class ClientError extends Error {
  public constructor(
    public readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Calls the inspector's API. The token is sent in a header, never in a URL. */
export class InspectorClient {
  public constructor(private readonly token: string) {}

  public app(): Promise<AppInfo> {
    return this.json('GET', 'api/app');
  }

  public exchanges(): Promise<ExchangeList> {
    return this.json('GET', 'api/exchanges');
  }

  public exchange(id: string): Promise<ExchangeDetail> {
    return this.json('GET', exchangePath(id));
  }

  public async clear(): Promise<void> {
    await this.send('DELETE', 'api/exchanges');
  }

  public replay(id: string, changes: ReplayRequest = {}): Promise<ReplayResponse> {
    return this.json('POST', `${exchangePath(id)}/replay`, changes);
  }

  public curl(id: string): Promise<string> {
    return this.text(`${exchangePath(id)}/curl`);
  }

  public test(id: string): Promise<string> {
    return this.text(`${exchangePath(id)}/test`);
  }

  public connect(request: ConnectionRequest): Promise<ConnectionResponse> {
    return this.json('POST', 'api/connections', request);
  }

  public async sendMessage(connection: string, data: string): Promise<void> {
    const message: ConnectionMessage = { data };
    await this.send('POST', `api/connections/${encodeURIComponent(connection)}/messages`, message);
  }

  public async disconnect(connection: string): Promise<void> {
    await this.send('DELETE', `api/connections/${encodeURIComponent(connection)}`);
  }

  /** Yields the events of the gateway until the stream ends or the signal aborts it. */
  public async *events(signal: AbortSignal, onOpen: () => void): AsyncGenerator<InspectorEvent> {
    const { body } = await this.openStream(signal);
    if (body === null) {
      return;
    }
    onOpen();
    const reader = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield { event: value.event, data: JSON.parse(value.data) } as InspectorEvent;
    }
  }

  /** A gateway that is just ending may accept a connection and never answer. */
  private async openStream(signal: AbortSignal): Promise<Response> {
    const attempt = new AbortController();
    const timer = setTimeout(() => attempt.abort(), MAX_CONNECT_MILLIS);
    try {
      return await this.send('GET', 'api/events', undefined, AbortSignal.any([signal, attempt.signal]));
    } finally {
      clearTimeout(timer);
    }
  }

  private async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    return (await (await this.send(method, path, body)).json()) as T;
  }

  private async text(path: string): Promise<string> {
    return (await this.send('GET', path)).text();
  }

  private async send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
    }
    const response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
    if (!response.ok) {
      throw new ClientError(response.status, messageOf(await response.text(), response.status));
    }
    return response;
  }
}

function exchangePath(id: string): string {
  return `api/exchanges/${encodeURIComponent(id)}`;
}

/** The `message` of a JSON answer, else its text. */
function messageOf(text: string, status: number): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : text;
  } catch {
    return text === '' ? `the inspector answered ${status}` : text;
  }
}
