import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/index';
import { handwritten } from '../serve/app';
import { byPort } from '../serve/senders';
import { send } from './support';

function started(argv: readonly string[]) {
  const stop = new AbortController();
  const out = { text: '' };
  const ended = Promise.resolve(
    main(['serve', handwritten({ source: 'return "hi";' }), '--port', '0', ...argv], {
      stdout: { write: (text: string) => (out.text += text) },
      stderr: { write: () => undefined },
      env: {},
      stop: stop.signal,
      page: async () => new Map([['/index.html', { type: 'text/html', content: 'the page' }]]),
    }),
  );
  onTestFinished(async () => {
    stop.abort();
    await ended;
  });
  return { out, stop, ended };
}

/** The message of a command line that is not served. */
async function refused(...argv: readonly string[]): Promise<string> {
  let err = '';
  const io = { stdout: { write: () => undefined }, stderr: { write: (text: string) => (err += text) }, env: {} };
  expect(await main(['serve', handwritten(), '--port', '0', ...argv], io)).toBe(2);
  return err;
}

describe('serve --ui', () => {
  test('prints the URL of the page first, which shows the requests that follow', async () => {
    const { out, stop, ended } = started(['--ui']);
    await expect.poll(() => out.text, { timeout: 20_000 }).toContain('Press Ctrl-C');
    const [, url = '', port, token] = /^Inspector {2}(http:\/\/127\.0\.0\.1:(\d+)\/#token=([\w-]+))\n/.exec(out.text) ?? [];
    expect(new URL(url).hostname).toBe('127.0.0.1');
    await byPort(Number(/books {2}http:\/\/127\.0\.0\.1:(\d+)/.exec(out.text)?.[1]))({ path: '/first' });
    const list = await send(Number(port), '/api/exchanges', 'GET', undefined, { authorization: `Bearer ${token}` });
    expect(list.json().exchanges).toMatchObject([
      { kind: 'request', api: 'books', method: 'GET', path: '/first', status: 200, function: 'Fn' },
    ]);
    expect((await send(Number(port), '/', 'GET', undefined, {})).text).toBe('the page');
    stop.abort();
    expect(await ended).toBe(0);
    await expect(send(Number(port), '/', 'GET', undefined, {})).rejects.toThrow('ECONNREFUSED');
  });

  test('has its URL in the first line of --json, and listens on --ui-port', async () => {
    const taken = started(['--json', '--ui']);
    await expect.poll(() => taken.out.text, { timeout: 20_000 }).toContain('"listening"');
    const { port } = new URL(JSON.parse(taken.out.text.split('\n')[0] ?? '').inspector);
    expect(await refused('--ui-port', '70000')).toContain('--ui-port is 70000, which must be a whole number');
    expect(await refused('--show-secrets')).toContain('pass --ui, too');
    expect(await refused('--ui-port', port)).toContain(`port ${port}, for the inspector, is in use: pass another --ui-port`);
  });

  test('is not served without the flag', async () => {
    const { out } = started(['--json']);
    await expect.poll(() => out.text, { timeout: 20_000 }).toContain('"listening"');
    expect(JSON.parse(out.text.split('\n')[0] ?? '')).not.toHaveProperty('inspector');
  });
});
