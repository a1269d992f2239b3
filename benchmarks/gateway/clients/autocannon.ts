import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { RIVALS } from '../../harness/install';
import { type Client, HEADERS } from '../load';

type Autocannon = (options: object) => Promise<{ readonly requests: { readonly total: number }; readonly duration: number } & Failures>;

interface Failures {
  readonly errors: number;
  readonly non2xx: number;
  readonly timeouts: number;
}

/** autocannon is installed with the tools to compare with. Per request it uses about as much processor time as a bare server. */
export function autocannon(): Client {
  const send: Autocannon = createRequire(join(RIVALS, 'package.json'))('autocannon');
  const { version } = JSON.parse(readFileSync(join(RIVALS, 'node_modules/autocannon/package.json'), 'utf8')) as {
    readonly version: string;
  };
  return {
    shown: `autocannon ${version}`,
    async load(url, seconds, connections) {
      const { requests, duration, errors, non2xx, timeouts } = await send({
        url,
        connections,
        duration: seconds,
        headers: HEADERS,
      });
      return { requests: requests.total, requestsPerSecond: requests.total / duration, failed: errors + non2xx + timeouts };
    },
  };
}
