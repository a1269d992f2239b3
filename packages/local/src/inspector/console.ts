import type { AnyServedApi } from '../served-apis';
import { type ConnectRequest, HandshakeError, type WebSocketClient } from '../websocket-api/test-client';
import { ApiFailure } from './api-failure';
import type { ExchangeStore } from './exchange-store';
import type { ConnectionResponse } from './protocol';

/** How many connections are open at most. */
const MAX_CONNECTIONS = 50;

/** The connections that the page opened. Their frames are in the event stream, as those of all connections are. */
export class Console {
  private readonly clients = new Map<string, WebSocketClient>();

  public constructor(
    private readonly store: ExchangeStore,
    private readonly api: (name: string) => AnyServedApi,
  ) {}

  public has(id: string): boolean {
    return this.clients.has(id);
  }

  /**
   * Opens a connection.
   *
   * @param replayOf the exchange whose handshake is repeated
   * @throws ApiFailure if the handshake is refused
   */
  public async open(name: string, request: ConnectRequest, replayOf?: string): Promise<ConnectionResponse> {
    const api = this.api(name);
    if (api.protocol !== 'WEBSOCKET') {
      throw new ApiFailure(400, `${name} is an HTTP API, which has no connections`);
    }
    if (this.clients.size >= MAX_CONNECTIONS) {
      throw new ApiFailure(409, `${MAX_CONNECTIONS} connections are open: close one of them`);
    }
    let client: WebSocketClient;
    try {
      client = await api.connect(request);
    } catch (error) {
      throw this.failureOf(error, replayOf);
    }
    const { connectionId: id = '' } = client;
    const record = this.store.ofConnection(id);
    if (record !== undefined) {
      record.replayOf = replayOf;
    }
    this.clients.set(id, client);
    void client.closed.then(() => this.clients.delete(id));
    // Nobody else reads the messages, which would be kept.
    void drain(client);
    return { id, subprotocol: client.subprotocol, exchange: record?.id };
  }

  /** @throws ApiFailure if there is no such connection */
  public send(id: string, data: string): void {
    this.client(id).send(data);
  }

  /** @throws ApiFailure if there is no such connection */
  public close(id: string): void {
    this.client(id).close(1000);
  }

  private client(id: string): WebSocketClient {
    const client = this.clients.get(id);
    if (client === undefined) {
      throw new ApiFailure(404, 'there is no such connection, or it was closed');
    }
    return client;
  }

  private failureOf(error: unknown, replayOf: string | undefined): ApiFailure {
    const message = error instanceof Error ? error.message : String(error);
    const requestId = error instanceof HandshakeError ? error.response.headers['x-amzn-requestid'] : undefined;
    const record = requestId === undefined ? undefined : this.store.ofRequest(requestId);
    if (record !== undefined) {
      record.replayOf = replayOf;
    }
    return new ApiFailure(502, message, record?.id);
  }
}

async function drain(client: WebSocketClient): Promise<void> {
  try {
    for (;;) {
      await client.next();
    }
  } catch {
    // The connection was closed.
  }
}
