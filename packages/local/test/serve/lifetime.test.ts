import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { processIo } from '../../src/cli/process-io';
import { commandProgram } from '../command-program';
import { folder } from '../support';
import { handwritten } from './app';
import { byPort } from './senders';

const MAX_END_MILLIS = 2000;

/** Answers with who it is, or stays busy whatever happens, with children in sessions of their own. */
const SOURCE = `
  if (event.rawPath === '/busy') {
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) { process.on(name, () => {}); }
    const { spawn } = require('node:child_process');
    spawn('sleep', ['301']);
    const far = "require('child_process').spawn('sleep', ['302'], { detached: true, stdio: 'ignore' }); setInterval(() => {}, 1000)";
    spawn(process.execPath, ['-e', far], { detached: true, stdio: 'ignore' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    console.log('busy');
    for (;;);
  }
  if (event.rawPath === '/log') { console.log('a line'); }
  return context.logStreamName;
`;

/** The command in a process of its own. */
async function serving(...flags: readonly string[]) {
  const temp = folder();
  const path = handwritten({ source: SOURCE, function: { Timeout: 60 } });
  const child = spawn(process.execPath, [await commandProgram(), 'serve', path, '--port', '0', ...flags], {
    env: { ...process.env, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const said = (text: string) => within(30_000, () => out.includes(text));
  await said('Ctrl-C');
  const port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(out)?.[1]);
  const marker = (await byPort(port)({ path: '/' })).text;
  return { child, said, marker, temp, get: (path: string) => byPort(port)({ path }) };
}

async function within(millis: number, holds: () => boolean): Promise<void> {
  const end = performance.now() + millis;
  while (!holds()) {
    if (performance.now() > end) {
      throw new Error(`not so within ${millis} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Processes of the environment with this log stream, and temporary folders of gateways. */
function left(marker: string, temp: string): readonly string[] {
  const processes = readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'latin1').includes(marker);
    } catch {
      return false;
    }
  });
  return [...processes, ...readdirSync(temp).filter((name) => /^apigwv2-local-\w+-\d+-/.test(name))];
}

async function ended(child: ChildProcess): Promise<readonly unknown[]> {
  const start = performance.now();
  const exit = await once(child, 'exit');
  expect(performance.now() - start).toBeLessThan(MAX_END_MILLIS);
  return exit;
}

describe.runIf(process.platform === 'linux')('nothing stays behind', () => {
  test.each<[NodeJS.Signals, readonly unknown[]]>([
    ['SIGINT', [130, null]],
    ['SIGTERM', [143, null]],
    ['SIGHUP', [129, null]],
    ['SIGKILL', [null, 'SIGKILL']],
  ])('when a busy gateway gets %s', async (signal, exit) => {
    const { child, said, marker, temp, get } = await serving('--environments', '2');
    get('/busy').catch(() => undefined);
    await said('busy');
    expect(left(marker, temp).length).toBeGreaterThan(1);
    child.kill(signal);
    expect(await ended(child)).toEqual(exit);
    await within(MAX_END_MILLIS, () => left(marker, temp).length === 0);
  });

  test('when nobody reads the output any more', async () => {
    const { child, marker, temp, get } = await serving();
    child.stdout?.destroy();
    get('/log').catch(() => undefined);
    await ended(child);
    await within(MAX_END_MILLIS, () => left(marker, temp).length === 0);
  });
});

test('signals end the process as usual until a command asks for them', () => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const before = signals.map((signal) => process.listeners(signal));
  const counts = () => signals.map((signal, index) => process.listenerCount(signal) - (before[index]?.length ?? 0));
  onTestFinished(() => {
    for (const [index, signal] of signals.entries()) {
      for (const listener of process.listeners(signal).filter((each) => !before[index]?.includes(each))) {
        process.off(signal, listener);
      }
    }
  });
  const io = processIo();
  expect(counts()).toEqual([0, 0, 0]);
  const { stop } = io;
  expect(counts()).toEqual([1, 1, 1]);
  expect(io.stop).toBe(stop);
  expect(counts()).toEqual([1, 1, 1]);

  const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
    exit.mockRestore();
  });
  const signal = process.listeners('SIGINT').at(-1) as () => void;
  signal();
  expect([stop?.aborted, exit.mock.calls]).toEqual([true, []]);
  vi.advanceTimersByTime(MAX_END_MILLIS);
  expect(exit.mock.calls).toEqual([[130]]);
  signal();
  expect(exit.mock.calls.length).toBeGreaterThan(1);
});
