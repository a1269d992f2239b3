import { isIP } from 'node:net';
import type { buildConnector, Pool } from 'undici';
import { lookupOf } from '../../gateway/loopback';
import { loadDependency } from '../../load-dependency';

/** Beyond this number the oldest pool is closed. Path variables can be part of a host. */
const MAX_ORIGINS = 256;

/** The remote end of connections. */
export interface Endpoint {
  /** Such as `https://127.0.0.1:8443`. */
  readonly origin: string;
  /** Name that the certificate must have, also sent as SNI. @default the host of the origin */
  readonly serverName?: string;
}

/** Keep-alive connections to backends, shared by all integrations. */
export class Connections {
  private readonly pools = new Map<string, Pool>();

  /** @param ca certificate authorities to trust instead of those of Node.js */
  public constructor(private readonly ca?: string) {}

  /** Loads undici on first use: apps without HTTP backends start faster without it. */
  public to(endpoint: Endpoint): Pool {
    return this.pools.get(keyOf(endpoint)) ?? this.open(endpoint);
  }

  /** Closes all connections, including those in use. */
  public async close(): Promise<void> {
    const pools = [...this.pools.values()];
    this.pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  private open(endpoint: Endpoint): Pool {
    const library = loadDependency<typeof import('undici')>('undici');
    const pool = new library.Pool(endpoint.origin, {
      connect: this.connector(library.buildConnector, endpoint),
      // Only the integration's timeout applies.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.pools.set(keyOf(endpoint), pool);
    const [oldest] = this.pools.keys();
    if (this.pools.size > MAX_ORIGINS && oldest !== undefined) {
      this.pools.get(oldest)?.close(() => undefined);
      this.pools.delete(oldest);
    }
    return pool;
  }

  /** undici verifies the name in the Host header, which a mapping can overwrite. The endpoint's name is verified instead. */
  private connector(build: typeof buildConnector, { origin, serverName }: Endpoint): buildConnector.connector {
    const { hostname } = new URL(origin);
    const connect = build({ ca: this.ca, lookup: lookupOf(hostname) } as buildConnector.BuildOptions);
    const verified = serverName ?? (isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : '');
    return (options, callback) => connect({ ...options, servername: verified }, callback);
  }
}

/** The connections of the process. */
export const sharedConnections = new Connections();

function keyOf({ origin, serverName }: Endpoint): string {
  return serverName === undefined ? origin : `${serverName} ${origin}`;
}
