import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { type Client, HEADERS } from '../load';

const FLAGS = ['--threads', '1', ...Object.entries(HEADERS).flatMap(([name, value]) => ['--header', `${name}: ${value}`])];
const run = promisify(execFile);

/**
 * Takes a few microseconds for a request, and leaves the processor to the server. Not from npm: it has to be installed.
 *
 * @see https://github.com/wg/wrk
 */
export function wrk(): Client {
  const { error, stdout } = spawnSync('wrk', ['--version'], { encoding: 'utf8' });
  if (error !== undefined) {
    throw new Error('--client wrk needs wrk on the PATH: apt-get install wrk, or brew install wrk');
  }
  return {
    shown: /^wrk \S+/.exec(stdout)?.[0] ?? 'wrk',
    async load(url, seconds, connections) {
      const { stdout: diagnostics } = await run('wrk', [...FLAGS, '--connections', String(connections), '--duration', `${seconds}s`, url]);
      const numbers = (pattern: RegExp) => (pattern.exec(diagnostics) ?? []).slice(1).map(Number);
      const [requests = Number.NaN] = numbers(/(\d+) requests in/);
      const [requestsPerSecond = Number.NaN] = numbers(/Requests\/sec:\s+([\d.]+)/);
      const failures = [
        ...numbers(/Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/),
        ...numbers(/Non-2xx or 3xx responses: (\d+)/),
      ];
      if (!(requests > 0 && requestsPerSecond > 0)) {
        throw new Error(`wrk printed no figures: ${diagnostics}`);
      }
      return { requests, requestsPerSecond, failed: failures.reduce((sum, each) => sum + each, 0) };
    },
  };
}
