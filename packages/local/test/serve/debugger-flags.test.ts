import { rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/cli/main';
import { attach } from '../functions/inspector-client';
import { files } from '../support';
import { handwritten } from './app';

/** Runs the command until it listens. */
async function serve(...argv: readonly string[]) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  let out = '';
  let err = '';
  const started = new Promise<void>((resolve) => {
    const stdout = {
      write: (text: string) => {
        out += text;
        resolve();
      },
    };
    const stderr = { write: (text: string) => (err += text) };
    void Promise.resolve(main(['serve', ...argv, '--port', '0'], { stdout, stderr, env: {}, stop: stop.signal })).then(() => resolve());
  });
  await started;
  for (const [code] of out.matchAll(/[^\s"]*node_modules\/\.cache\/apigwv2-local\/app-[0-9a-f]{8}/g)) {
    onTestFinished(() => rmSync(code, { recursive: true, force: true }));
  }
  return { out, err };
}

describe('--inspect', () => {
  test('prints where debuggers find each function, with a link', async () => {
    const { out } = await serve(handwritten(), '--inspect', '0');
    const [, port, path] =
      /\nDebuggers\n {2}Fn {2}127\.0\.0\.1:(\d+)\n {4}devtools:\/\/devtools\/\S+&ws=127\.0\.0\.1:\1\/(\S+)\n {4}\S+\/Fn\n\n/.exec(out) ??
      [];
    const client = await attach(`ws://127.0.0.1:${port}/${path}`);
    expect((await client.send('Runtime.evaluate', { expression: '1 + 1' })).result.value).toBe(2);
  });

  test('is part of the first line of --json', async () => {
    const { out } = await serve(handwritten(), '--inspect', '0', '--json');
    const { debuggers } = JSON.parse(out.split('\n')[0] ?? '');
    expect(debuggers).toEqual([
      {
        function: 'Fn',
        protocol: 'inspector',
        host: '127.0.0.1',
        port: expect.any(Number),
        code: expect.stringContaining('node_modules/.cache/apigwv2-local/app-'),
        webSocketUrl: expect.any(String),
        url: expect.any(String),
      },
    ]);
  });

  test.each([{ inspect: true }, { inspect: 9229 }, { inspect: '9229' }])('can be in the configuration file: %j', async (settings) => {
    const config = `${files({ 'config.json': { ...settings, 'inspect-brk': ['Fnn'] } })}/config.json`;
    const { err } = await serve(handwritten(), '--config', config);
    expect(err).toBe('apigwv2-local: --inspect-brk Fnn is no function that Node.js runs (did you mean Fn?): expected Fn\n');
  });

  test('is off by default, and with false in the configuration file', async () => {
    const config = `${files({ 'config.json': { inspect: false } })}/config.json`;
    expect((await serve(handwritten(), '--config', config)).out).not.toContain('Debuggers');
    expect((await serve(handwritten())).out).not.toContain('Debuggers');
  });

  test.each([
    [['--debugpy', 'cdk.out'], '--debugpy is cdk.out, which must be a port: write the path of the app before --debugpy'],
    [['--inspect', 'cdk.out'], '--inspect is cdk.out, which must be a port: write the path of the app before --inspect'],
    [['--inspect', '70000'], '--inspect is 70000, which must be a whole number from 0 to 65535'],
  ])('needs a port: %j', async (argv, message) => {
    expect((await serve(handwritten(), ...argv)).err).toContain(message);
  });

  test('--inspect-brk has its function wait', async () => {
    const { out } = await serve(handwritten(), '--inspect', '0', '--inspect-brk', 'Fn', '--eager', '--json');
    const { debuggers } = JSON.parse(out.split('\n')[0] ?? '');
    const client = await attach(debuggers[0].webSocketUrl);
    await client.send('Debugger.enable');
    await client.send('Runtime.runIfWaitingForDebugger');
    expect((await client.event('Debugger.paused')).callFrames[0].location.lineNumber).toBe(0);
  });
});
