import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector, Pool } from 'undici';
import { isLoopbackName } from './loopback';

/** Beyond so many, the connections to the origin that was named first are given up. */
const MAX_ORIGINS = 256;

/** Where connections lead. */
export interface Endpoint {
  /** Such as `https://127.0.0.1:8443`. */
  readonly origin: string;
  /** The name that the certificate must have, sent as SNI. @default the host of the origin */
  readonly serverName?: string;
}

/** Kept-alive connections to backends, shared by all that call them. */
export class Connections {
  private readonly pools = new Map<string, Pool>();

  /** @param ca certificates of authorities that are trusted in place of Node's own */
  public constructor(private readonly ca?: string) {}

  /** The library is loaded for the first one: an app without HTTP backends starts without it. */
  public to(endpoint: Endpoint): Pool | Promise<Pool> {
    return this.pools.get(keyOf(endpoint)) ?? this.open(endpoint);
  }

  /** Ends all connections, busy ones too. */
  public async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  private async open(endpoint: Endpoint): Promise<Pool> {
    const library = await import('undici');
    const key = keyOf(endpoint);
    const known = this.pools.get(key);
    if (known !== undefined) {
      return known;
    }
    const pool = new library.Pool(endpoint.origin, {
      connect: this.connector(library.buildConnector, endpoint),
      // The integration's own timeout is all that counts.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.pools.set(key, pool);
    const [oldest] = this.pools.keys();
    if (this.pools.size > MAX_ORIGINS && oldest !== undefined) {
      this.pools.get(oldest)?.close(() => undefined);
      this.pools.delete(oldest);
    }
    return pool;
  }

  /** The library takes the name to verify from the Host header, which a mapping may write: the endpoint's own counts here. */
  private connector(build: typeof buildConnector, { origin, serverName }: Endpoint): buildConnector.connector {
    const { hostname } = new URL(origin);
    const connect = build({ ca: this.ca, lookup: isLoopbackName(hostname) ? loopbackLookup : undefined } as buildConnector.BuildOptions);
    const verified = serverName ?? (isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : '');
    return (options, callback) => connect({ ...options, servername: verified }, callback);
  }
}

/** Those of the process. */
export const sharedConnections = new Connections();

function keyOf({ origin, serverName }: Endpoint): string {
  return serverName === undefined ? origin : `${serverName} ${origin}`;
}

/** `localhost` is this machine, whatever a name server says. */
const loopbackLookup: LookupFunction = (_hostname, options, callback) => {
  if (options.all === true) {
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  } else {
    callback(null, '127.0.0.1', 4);
  }
};
