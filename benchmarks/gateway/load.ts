import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What a subject did under load. */
export interface Load {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly failed: number;
}

type Autocannon = (options: object) => Promise<{ readonly requests: { readonly total: number }; readonly duration: number } & Failures>;

interface Failures {
  readonly errors: number;
  readonly non2xx: number;
  readonly timeouts: number;
}

const HEADERS = { header1: 'first', accept: 'application/json', 'user-agent': 'bench' };

/** As many environments as serverless-offline makes under it. */
export const CONNECTIONS = 50;

/** Keeps all connections busy. */
export async function load(url: string, seconds: number): Promise<Load> {
  const autocannon: Autocannon = createRequire(join(__dirname, '../rivals/package.json'))('autocannon');
  const { requests, duration, errors, non2xx, timeouts } = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    headers: HEADERS,
  });
  return { requests: requests.total, requestsPerSecond: requests.total / duration, failed: errors + non2xx + timeouts };
}
