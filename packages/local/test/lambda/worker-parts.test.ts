import { describe, expect, test, vi } from 'vitest';
import { type Completed, callHandler } from '../../src/backends/lambda/worker/call-handler';
import { contextOf } from '../../src/backends/lambda/worker/context';
import { EventLoop } from '../../src/backends/lambda/worker/event-loop';
import { Frames } from '../../src/backends/lambda/worker/frames';
import { described, functionError } from '../../src/backends/lambda/worker/function-error';
import { moveHome } from '../../src/backends/lambda/worker/home';
import { loadHandler, offerStreaming } from '../../src/backends/lambda/worker/load-handler';
import { MemoryWatch } from '../../src/backends/lambda/worker/memory-watch';
import { captureOutput } from '../../src/backends/lambda/worker/output';
import { MAX_RESULT_BYTES, serialize } from '../../src/backends/lambda/worker/serialize';
import { files } from '../support';

const FACTS = {
  name: 'books',
  version: '7',
  arn: 'arn:x',
  memoryMegabytes: 256,
  timeoutMillis: 1000,
  logGroup: 'group',
  logStream: 'stream',
};
const FRAMES = new Frames('/gateway/lambda');

describe('handlers', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a file without an ending', { index: 'exports.handler = () => 1;' }, 'index.handler'],
    [
      'the folder of an ES module',
      { 'package.json': { type: 'module' }, 'src/index.js': 'export const handler = () => 1;' },
      'src/index.handler',
    ],
    ['a package', { 'node_modules/wrapper/index.js': 'exports.handler = () => 1;' }, 'wrapper.handler'],
    ['members', { 'index.cjs': 'exports.a = { b: () => 1 };' }, 'index.a.b'],
  ])('are found: %s', async (_, contents, name) => {
    expect((await loadHandler(files(contents), name, 'nodejs22.x'))(0, {}, () => undefined)).toBe(1);
  });

  test.each<[string, Record<string, unknown>, string, string, RegExp]>([
    ['no file', {}, 'index.handler', 'nodejs22.x', /there is no index\.js/],
    ['a TypeScript file', { 'index.ts': '' }, 'index.handler', 'nodejs22.x', /bundle it/],
    ['no dot', {}, 'index', 'nodejs22.x', /is no file\.export/],
    ['a way out', {}, 'a/../../index.handler', 'nodejs22.x', /leads out/],
    ['no function', { 'index.cjs': 'exports.handler = 1;' }, 'index.handler', 'nodejs22.x', /is no function; the file exports handler/],
    [
      'no export',
      { 'index.cjs': 'exports.main = 1;' },
      'index.a.b',
      'nodejs22.x',
      /a\.b of index\.cjs is not exported; the file exports main/,
    ],
    ['nothing exported', { 'index.cjs': 'module.exports = null;' }, 'index.handler', 'nodejs22.x', /the file exports nothing/],
    ['a callback', { 'index.cjs': 'exports.handler = (a, b, c) => 1;' }, 'index.handler', 'nodejs24.x', /takes a callback/],
    ['a broken file', { 'index.cjs': 'const = 1;' }, 'index.handler', 'nodejs22.x', /SyntaxError: .*index\.cjs:1\)/],
    ['an error', { 'index.cjs': 'throw new Error("at start");' }, 'index.handler', 'nodejs22.x', /Error: at start \(.*index\.cjs:1:\d+\)/],
    [
      'an error without a stack',
      { 'index.cjs': 'const e = new Error("bare"); e.stack = undefined; throw e;' },
      'index.handler',
      'nodejs22.x',
      /Error: bare$/,
    ],
    ['anything thrown', { 'index.cjs': 'throw "text";' }, 'index.handler', 'nodejs22.x', /it threw text/],
  ])('are told to be missing: %s', async (_, contents, name, runtime, reason) => {
    await expect(loadHandler(files(contents), name, runtime)).rejects.toThrow(reason);
  });

  test('a broken package.json is the runtime’s to complain about', async () => {
    const root = files({ 'package.json': '{', 'index.js': 'exports.handler = () => 1;' });
    await expect(loadHandler(root, 'index.handler', 'nodejs22.x')).rejects.toThrow(/index\.js does not load: .*package/);
  });

  test('that stream are refused', async () => {
    const target: { awslambda?: { streamifyResponse(handler: object): object; HttpResponseStream: { from(stream: unknown): unknown } } } =
      {};
    offerStreaming(target, { AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: 'true' });
    expect(target).toEqual({});
    offerStreaming(target, {});
    expect(target.awslambda?.HttpResponseStream.from('same')).toBe('same');
    const handler = target.awslambda?.streamifyResponse(() => undefined);
    vi.stubGlobal('streaming', handler);
    await expect(
      loadHandler(files({ 'index.cjs': 'exports.handler = globalThis.streaming;' }), 'index.handler', 'nodejs22.x'),
    ).rejects.toThrow(/streams its response/);
    vi.unstubAllGlobals();
  });
});

describe('calls', () => {
  function calling(handler: (...args: never[]) => unknown) {
    let empty: () => void = () => undefined;
    const outcomes: Completed[] = [];
    const loop = new EventLoop({
      on: (_: string, listener: () => void) => {
        empty = listener;
      },
    } as never);
    callHandler(handler as never, { a: 1 }, FACTS, loop, (outcome) => outcomes.push(outcome));
    return { outcomes, empty: () => empty() };
  }

  test('that throw at once', () => {
    expect(
      calling(() => {
        throw 'no';
      }).outcomes,
    ).toEqual([{ succeeded: false, value: 'no' }]);
    expect(
      calling(() => {
        throw undefined;
      }).outcomes,
    ).toEqual([{ succeeded: false, value: 'handled' }]);
  });

  test('that reject', async () => {
    const { outcomes } = calling(() => Promise.reject());
    await Promise.resolve();
    expect(outcomes).toEqual([{ succeeded: false, value: 'handled' }]);
  });

  test('that never answer', () => {
    const silent = calling(async () => new Promise(() => undefined));
    silent.empty();
    expect(silent.outcomes).toMatchObject([{ succeeded: false, value: { name: 'Runtime.NodeJsExit' } }]);
    const old = calling(() => undefined);
    old.empty();
    expect(old.outcomes).toEqual([{ succeeded: true, value: null }]);
  });

  test('that answer by callback with an error, at once; with a result, when all is done', () => {
    expect(calling((_: unknown, __: unknown, callback: (error: unknown) => void) => callback('no')).outcomes).toEqual([
      { succeeded: false, value: 'no' },
    ]);
    const waiting = calling((_: unknown, __: unknown, callback: (error: unknown, result: unknown) => void) => callback(null, 5));
    expect(waiting.outcomes).toEqual([]);
    waiting.empty();
    waiting.empty();
    expect(waiting.outcomes).toEqual([{ succeeded: true, value: 5 }]);
  });

  test('that answer by context', () => {
    const ways: readonly ((context: Record<string, (...values: unknown[]) => void>) => void)[] = [
      (context) => context.succeed?.(1),
      (context) => context.done?.(null, 1),
    ];
    for (const way of ways) {
      expect(calling((_: unknown, context: never) => way(context)).outcomes).toEqual([{ succeeded: true, value: 1 }]);
    }
    expect(calling((_: unknown, context: never) => (context as { fail(): void }).fail()).outcomes).toEqual([
      { succeeded: false, value: 'handled' },
    ]);
  });

  test('have a context', () => {
    const context = contextOf(FACTS, 'id', vi.fn()) as { callbackWaitsForEmptyEventLoop: unknown; getRemainingTimeInMillis(): number };
    expect(context.callbackWaitsForEmptyEventLoop).toBe(true);
    expect(context.getRemainingTimeInMillis()).toBeLessThanOrEqual(1000);
    expect(context).toMatchObject({ awsRequestId: 'id', functionVersion: '7', memoryLimitInMB: '256' });
  });

  test('have a context without accessors, of which each would be kept until a full garbage collection', () => {
    const members = Object.values(Object.getOwnPropertyDescriptors(contextOf(FACTS, 'id', vi.fn())));
    expect(members.filter(({ get, set }) => get !== undefined || set !== undefined)).toEqual([]);
    expect(members.length).toBeGreaterThan(10);
  });
});

describe('what is thrown', () => {
  test.each<[unknown, string, string]>([
    [new RangeError('r'), 'RangeError', 'r'],
    [{ name: 'N', message: 'm', stack: 's' }, 'N', 'm'],
    [{ name: 'N', message: 'm' }, 'object', '[object Object]'],
    [null, 'object', 'null'],
    [undefined, 'undefined', 'undefined'],
    [Object.create(null), 'handled', 'what was thrown cannot be read: its name, message or stack throws by itself'],
  ])('%s', (thrown, errorType, errorMessage) => {
    expect(functionError(thrown, FRAMES)).toMatchObject({ errorType, errorMessage });
  });

  test('has no frames of the gateway', () => {
    const error = new Error('e');
    error.stack =
      'Error: e\n    at run (/code/index.js:1:1)\n    at f (/gateway/lambda/worker/runner.js:2:2)\n    at g (/gateway/lambda/worker.js:3:3)\n    at node:internal/event_target:1:1';
    expect(functionError(error, FRAMES).trace).toEqual(['Error: e', '    at run (/code/index.js:1:1)']);
    expect(functionError(Object.assign(new Error('e'), { stack: undefined }), FRAMES).trace).toEqual([]);
    expect(described(error, FRAMES)).toBe('Error: e\n    at run (/code/index.js:1:1)');
  });

  test('is told even if it cannot be shown', () => {
    const evil = {
      [Symbol.for('nodejs.util.inspect.custom')]() {
        throw new Error('no');
      },
    };
    expect(described(evil, FRAMES)).toBe('[object Object]');
  });
});

test('results', () => {
  expect([undefined, () => 1, Symbol('s')].map(serialize)).toEqual(['null', 'null', 'null']);
  expect(() => serialize(1n)).toThrow(/Unable to stringify response body: .*BigInt/);
  expect(() =>
    serialize({
      toJSON() {
        throw 'text';
      },
    }),
  ).toThrow('Unable to stringify response body: text');
  expect(serialize('a'.repeat(MAX_RESULT_BYTES - 2))).toHaveLength(MAX_RESULT_BYTES);
  expect(() => serialize('é'.repeat(MAX_RESULT_BYTES / 2))).toThrow('Response payload size exceeded');
});

test('streams take bytes, encodings and callbacks', async () => {
  const stream = () => ({ write: (..._: unknown[]): boolean => true });
  const [stdout, stderr] = [stream(), stream()];
  const written: string[] = [];
  const flush = captureOutput({} as Console, { stdout, stderr } as never, (level, text) => written.push(`${level} ${text}`));
  stdout.write(Buffer.from('bytes\n'));
  stdout.write('Zgo=', 'base64');
  stdout.write('é\n', 'utf8');
  await new Promise((resolve) => stderr.write('half', resolve));
  await new Promise((resolve) => stderr.write(' and half', 'utf8', resolve));
  flush();
  flush();
  expect(written).toEqual(['stdout bytes', 'stdout f', 'stdout é', 'stderr half and half']);
});

test('the home of a system without HOME', () => {
  const os = { homedir: () => '/root', userInfo: () => ({ username: 'root', homedir: '/root' }) };
  moveHome(os as never, { USERPROFILE: 'C:\\home' });
  expect([os.homedir(), os.userInfo().homedir]).toEqual(['C:\\home', 'C:\\home']);
  moveHome(os as never, {});
  expect(os.homedir()).toBe('/');
});

test('memory is looked at now and then', () => {
  const statistics = vi.fn(() => ({ used_heap_size: 60, external_memory: 50 }));
  const watch = new MemoryWatch(100, statistics);
  expect([watch.isOver(0), watch.isOver(99), watch.isOver(100)]).toEqual([true, false, true]);
  expect(statistics).toHaveBeenCalledTimes(2);
});
