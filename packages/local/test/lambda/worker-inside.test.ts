import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { batched } from '../../src/backends/lambda/batch';
import { clockBase, millisSince } from '../../src/backends/lambda/clock';
import { Ledger, Stage } from '../../src/backends/lambda/ledger';
import { WORKER_START, type WorkerMessage, type WorkerStart } from '../../src/backends/lambda/messages';
import { ResultSlots } from '../../src/backends/lambda/result-slots';
import { isStart, start } from '../../src/backends/lambda/worker/start';
import { files } from '../support';

// The worker's side of an environment, in this thread: what it changes are copies of Node.js's modules.
vi.mock('node:fs', async (actual) => copyOf(await actual()));
vi.mock('node:os', async (actual) => copyOf(await actual()));
vi.mock('node:worker_threads', async (actual) => copyOf(await actual()));
vi.mock('node:child_process', async (actual) => {
  const copy = copyOf(await actual());
  const { ChildProcess } = copy.default as { ChildProcess: { prototype: { spawn: unknown } } };
  class Copy extends (ChildProcess as unknown as new () => object) {}
  (Copy.prototype as { spawn?: unknown }).spawn = ChildProcess.prototype.spawn;
  return { ...copy, default: { ...(copy.default as object), ChildProcess: Copy } };
});

function copyOf(module: unknown): Record<string, unknown> {
  const { default: main, ...named } = module as { default: object };
  return { ...named, default: { ...main } };
}

const FACTS = {
  name: 'books',
  version: '1',
  arn: 'arn',
  // The heap of this process is counted, with all that other tests left in it.
  memoryMegabytes: 64 * 1024,
  timeoutMillis: 5000,
  logGroup: 'group',
  logStream: 'stream',
};

/** The host's side. */
class Inside {
  public readonly messages: WorkerMessage[] = [];
  public readonly ledger = new Ledger();
  public readonly results = new ResultSlots();
  private readonly port: MessagePort;
  private count = 0;

  public constructor(contents: Record<string, unknown>, handler = 'index.handler', more: Partial<WorkerStart> = {}) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.on('message', (message: WorkerMessage) => this.messages.push(message));
    const memory = [this.ledger.memory, this.results.memory] as const;
    const root = files(contents);
    const data = {
      kind: WORKER_START,
      port: port2,
      memory,
      clockBase: clockBase(),
      root,
      moduleFolders: [],
      handler,
      runtime: 'nodejs22.x',
      facts: FACTS,
      ...more,
    };
    start(data as WorkerStart, __filename);
  }

  public async heard(name: WorkerMessage[0]): Promise<WorkerMessage> {
    for (;;) {
      const found = this.messages.find(([each]) => each === name);
      if (found !== undefined) {
        this.messages.splice(this.messages.indexOf(found), 1);
        return found;
      }
      await sleep(1);
    }
  }

  /** Offers events in one batch. */
  public offer(...events: readonly unknown[]): number[] {
    const slots = events.map(() => this.count++);
    for (const slot of slots) {
      this.ledger.offer(slot);
    }
    const batch = slots.map((slot, index) =>
      batched({ slot, requestId: `r-${slot}`, traceId: index === 1 ? 'Root=1' : undefined, event: JSON.stringify(events[index]) }),
    );
    this.port.postMessage(batch.join(''));
    return slots;
  }

  public async over(slot: number): Promise<string> {
    while (this.ledger.stage(slot) < Stage.DONE) {
      await sleep(1);
    }
    return this.ledger.stage(slot) === Stage.DONE ? this.results.read(slot) : 'told';
  }

  public close(): void {
    this.port.close();
  }
}

let inside: Inside;
let exit: ReturnType<typeof vi.spyOn>;
const listeners = ['uncaughtException', 'unhandledRejection', 'exit', 'beforeExit'] as const;
let before: readonly (readonly [string, readonly unknown[]])[];
const originals = {
  console: { ...console },
  out: process.stdout.write,
  err: process.stderr.write,
  cwd: process.cwd,
  chdir: process.chdir,
  kill: process.kill,
  report: process.report.getReport,
};

beforeEach(() => {
  before = listeners.map((name) => [name, process.listeners(name as 'exit')] as const);
  exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
  vi.stubEnv('LAMBDA_TASK_ROOT', '/');
});

afterEach(() => {
  inside.close();
  Object.assign(console, originals.console);
  Object.assign(process.stdout, { write: originals.out });
  Object.assign(process.stderr, { write: originals.err });
  Object.assign(process, { cwd: originals.cwd, chdir: originals.chdir, kill: originals.kill });
  process.report.getReport = originals.report;
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const [name, kept] of before) {
    for (const listener of process.listeners(name as 'exit').filter((each) => !kept.includes(each))) {
      process.off(name, listener as never);
    }
  }
});

/** What a listener of this test's environment does; the event itself would reach the test runner. */
const emit = (name: (typeof listeners)[number], ...args: unknown[]) => {
  const kept = before.find(([each]) => each === name)?.[1] ?? [];
  for (const listener of process.listeners(name as 'exit').filter((each) => !kept.includes(each))) {
    (listener as (...values: unknown[]) => void)(...args);
  }
};

describe('an environment, from the inside', () => {
  test('hands small results over in memory, large ones and errors by message, in their order', async () => {
    inside = new Inside({
      'index.js':
        'exports.handler = async (event) => { if (event.bad) { throw new TypeError("t"); } return event.large ? "x".repeat(20000) : event; };',
    });
    await inside.heard('ready');
    const [small, large, bad, last] = inside.offer({ a: 1 }, { large: true }, { bad: true }, 7) as [number, number, number, number];
    expect(await inside.over(last)).toBe('7');
    expect([await inside.over(small), await inside.over(large), await inside.over(bad)]).toEqual(['{"a":1}', 'told', 'told']);
    expect(await inside.heard('result')).toEqual(['result', JSON.stringify('x'.repeat(20_000))]);
    expect(await inside.heard('error')).toMatchObject(['error', { errorType: 'TypeError', errorMessage: 't' }]);
    expect(await inside.heard('look')).toEqual(['look']);
    expect(inside.ledger.averageMicros).toBeGreaterThan(0);
    expect(inside.ledger.passed).toBe(4);
  });

  test('leaves out what was taken back', async () => {
    inside = new Inside({ 'index.js': 'let n = 0; exports.handler = async () => ++n;' });
    await inside.heard('ready');
    inside.ledger.offer(0);
    const [first, second] = inside.offer(1, 2) as [number, number];
    expect(inside.ledger.withdraw(second)).toBe(true);
    expect(await inside.over(first)).toBe('1');
    const [third] = inside.offer(3) as [number];
    expect(await inside.over(third)).toBe('2');
    expect(inside.ledger.stage(second)).toBe(Stage.WITHDRAWN);
  });

  test('sets the trace id and takes it away again', async () => {
    inside = new Inside({ 'index.js': 'exports.handler = async () => String(process.env._X_AMZN_TRACE_ID);' });
    await inside.heard('ready');
    const [a, b, c] = inside.offer(1, 2, 3) as [number, number, number];
    expect([await inside.over(a), await inside.over(b), await inside.over(c)]).toEqual(['"undefined"', '"Root=1"', '"undefined"']);
  });

  test('tells output under the id of its request, and half lines at the end', async () => {
    inside = new Inside({ 'index.js': 'exports.handler = async () => { console.warn("w"); process.stdout.write("half"); };' });
    await inside.heard('ready');
    inside.offer(1);
    expect(await inside.heard('output')).toEqual(['output', 'WARN', 'w', 'r-0']);
    expect(await inside.heard('output')).toEqual(['output', 'stdout', 'half', 'r-0']);
  });

  test('wakes the host for what is done while the next one takes its time', async () => {
    inside = new Inside({
      'index.js': 'exports.handler = async (ms) => { await new Promise((resolve) => setTimeout(resolve, ms)); return ms; };',
    });
    await inside.heard('ready');
    const [quick, slow] = inside.offer(0, 1000) as [number, number];
    await inside.heard('look');
    expect(await inside.over(quick)).toBe('0');
    expect(inside.ledger.stage(slow)).toBeLessThan(Stage.DONE);
  });

  test('answers a callback when nothing is left to do', async () => {
    inside = new Inside({ 'index.js': 'exports.handler = (event, context, callback) => callback(null, "done");' });
    await inside.heard('ready');
    const [slot] = inside.offer(1) as [number];
    await sleep(50);
    expect(inside.ledger.stage(slot)).toBe(Stage.BEGUN);
    emit('beforeExit');
    expect(await inside.over(slot)).toBe('"done"');
    emit('beforeExit');
  });

  test('tells that code does not load', async () => {
    inside = new Inside({ 'index.js': '' });
    expect(await inside.heard('unloadable')).toEqual(['unloadable', expect.stringMatching(/handler of index\.js is not exported/)]);
  });

  test('tells that code waits at its top for nothing', async () => {
    inside = new Inside({ 'index.mjs': 'await new Promise(() => {});' });
    await sleep(50);
    emit('beforeExit');
    expect(await inside.heard('unloadable')).toEqual(['unloadable', expect.stringMatching(/awaits at its top/)]);
  });

  test.each([
    ['uncaughtException', 'nobody caught: RangeError: r'],
    ['unhandledRejection', 'nobody handled the rejection: RangeError: r'],
  ] as const)('ends with %s', async (name, reason) => {
    inside = new Inside({ 'index.js': 'exports.handler = async () => {};' });
    await inside.heard('ready');
    process.stdout.write('half');
    emit(name, new RangeError('r'));
    expect(await inside.heard('fatal')).toEqual(['fatal', reason]);
    expect(inside.messages).toMatchObject([
      ['output', 'ERROR', expect.stringContaining('RangeError: r'), undefined],
      ['output', 'stdout', 'half', undefined],
    ]);
    expect(exit).toHaveBeenCalledWith(129);
    emit('exit');
  });

  test('ends when it holds too much', async () => {
    inside = new Inside({ 'index.js': 'exports.handler = async () => 1;' }, 'index.handler', { facts: { ...FACTS, memoryMegabytes: 1 } });
    await inside.heard('ready');
    inside.offer(1);
    expect(await inside.heard('fatal')).toEqual(['fatal', 'it holds more than its 1 MB of memory']);
  });

  test('ends, and no more than that, when it sends itself a signal', async () => {
    inside = new Inside({ 'index.js': 'exports.handler = async () => {};' });
    process.kill(process.pid, 'SIGTERM');
    expect(exit).toHaveBeenCalledWith(143);
    expect(process.kill(process.pid, 0)).toBe(true);
  });

  test('starts and ends child processes under the eyes of the host', async () => {
    inside = new Inside({ 'index.js': 'exports.handler = async () => {};', 'child.txt': 'x' });
    await inside.heard('ready');
    const { default: child } = await import('node:child_process');
    const { ChildProcess } = child as unknown as { ChildProcess: new () => { spawn(options: object): void; pid: number } };
    const process1 = new ChildProcess();
    process1.spawn({ file: 'true', args: ['true'], envPairs: [], stdio: 'ignore' });
    expect(await inside.heard('child')).toEqual(['child', process1.pid]);
    expect(await inside.heard('child-gone')).toEqual(['child-gone', process1.pid]);
    const failing = new ChildProcess();
    (failing as unknown as NodeJS.EventEmitter).on('error', () => undefined);
    failing.spawn({ file: '/no/such/program', args: [], envPairs: [], stdio: 'ignore' });
    expect(String(child.execSync('pwd')).trim()).toBe('/');
    expect(String(child.execFileSync('pwd', [], { cwd: '/tmp' })).trim()).toBe('/tmp');
    expect(child.spawnSync('sleep', ['5'], { timeout: 50 }).signal).toBe('SIGKILL');
  });

  test('moves home, folder, report and threads', async () => {
    vi.stubEnv('HOME', '/a/home');
    inside = new Inside({ 'index.js': '' });
    const [{ default: os }, { default: fs }, { default: threads }] = await Promise.all([
      import('node:os'),
      import('node:fs'),
      import('node:worker_threads'),
    ]);
    expect([os.homedir(), os.userInfo().homedir, os.userInfo().username]).toEqual(['/a/home', '/a/home', 'sbx_user1051']);
    expect(process.report.getReport()).toMatchObject({ environmentVariables: { HOME: '/a/home' } });
    expect([threads.isMainThread, threads.parentPort]).toEqual([true, null]);
    process.chdir(files({ 'a.txt': 'here' }));
    expect(fs.readFileSync('a.txt', 'utf8')).toBe('here');
    expect(() => process.chdir('a.txt')).toThrow(/ENOTDIR/);
    const worker = new threads.Worker('', { eval: true, execArgv: [] });
    await new Promise((resolve) => worker.once('error', resolve).once('exit', resolve));
  });

  test('searches the folders of layers', async () => {
    const layer = files({ 'node_modules/from-layer/index.js': 'module.exports = 5;' });
    inside = new Inside({ 'index.js': 'exports.handler = async () => 1;' }, 'index.handler', {
      moduleFolders: [join(layer, 'node_modules')],
    });
    await inside.heard('ready');
  });

  test('is told from workers that a handler starts', () => {
    inside = new Inside({ 'index.js': '' });
    expect([isStart(undefined), isStart(null), isStart({ kind: 'other' }), isStart({ kind: WORKER_START })]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

test('waits while the host is far behind', () => {
  const ledger = new Ledger();
  inside = new Inside({ 'index.js': '' });
  const wait = vi.spyOn(Atomics, 'wait').mockImplementation(() => {
    ledger.took(1);
    return 'ok';
  });
  for (let count = 0; count < 10_001; count++) {
    ledger.tell();
  }
  expect(wait).toHaveBeenCalledTimes(1);
});

test('the clock goes forward', () => {
  inside = new Inside({ 'index.js': '' });
  const base = clockBase();
  const first = millisSince(base);
  expect(millisSince(base)).toBeGreaterThanOrEqual(first);
});
