import { describe, expect, test, vi } from 'vitest';
import { MAX_RESULT_BYTES } from '../../src/functions/invocation';
import { type Completed, callHandler, EventLoop } from '../../src/functions/runtimes/node/bootstrap/call-handler';
import { captureOutput, GatewayPipe } from '../../src/functions/runtimes/node/bootstrap/gateway-pipe';
import { loadHandler, offerStreaming } from '../../src/functions/runtimes/node/bootstrap/load-handler';
import { described, Frames, functionError, serialize } from '../../src/functions/runtimes/node/bootstrap/outcome';
import { Session } from '../../src/functions/runtimes/node/bootstrap/session';
import { MessageType } from '../../src/functions/runtimes/pipe-protocol';
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
const FRAMES = new Frames('/gateway/bootstrap');

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
    ['no dot', {}, 'index', 'nodejs22.x', /has no export/],
    ['a way out', {}, 'a/../../index.handler', 'nodejs22.x', /is outside of/],
    ['no function', { 'index.cjs': 'exports.handler = 1;' }, 'index.handler', 'nodejs22.x', /is not a function; the file exports handler/],
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
  ])('reports a handler that does not load: %s', async (_, contents, name, runtime, reason) => {
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
    callHandler(handler as never, { a: 1 }, FACTS, (outcome) => outcomes.push(outcome), { loop });
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
    type Context = { callbackWaitsForEmptyEventLoop: unknown; getRemainingTimeInMillis(): number };
    let seen: Context | undefined;
    calling((_: unknown, context: Context) => {
      seen = context;
    });
    expect(seen?.callbackWaitsForEmptyEventLoop).toBe(true);
    expect(seen?.getRemainingTimeInMillis()).toBeLessThanOrEqual(1000);
    expect(seen).toMatchObject({ awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/), functionVersion: '7', memoryLimitInMB: '256' });
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
      'Error: e\n    at run (/code/index.js:1:1)\n    at f (/gateway/bootstrap/session.js:2:2)\n    at g (/gateway/bootstrap/main.js:3:3)\n    at node:internal/stream_base_commons:1:1';
    expect(functionError(error, FRAMES).trace).toEqual(['Error: e', '    at run (/code/index.js:1:1)']);
    expect(functionError(Object.assign(new Error('e'), { stack: undefined }), FRAMES).trace).toEqual([]);
    expect(described(error, FRAMES)).toBe('Error: e\n    at run (/code/index.js:1:1)');
  });

  test('is described even if its inspection throws', () => {
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

/** Streams that are opened when they are first used, as those of a process. */
function streams() {
  const opened: string[] = [];
  const open = (name: string) => {
    opened.push(name);
    return { write: (..._: unknown[]): boolean => true } as NodeJS.WriteStream & { fd: 1 & 2 };
  };
  return {
    opened,
    get stdout() {
      return open('stdout');
    },
    get stderr() {
      return open('stderr');
    },
  };
}

test('streams take bytes, encodings and callbacks', async () => {
  const target = streams();
  const written: string[] = [];
  const flush = captureOutput({} as Console, target, (level, text) => written.push(`${level} ${text}`));
  expect(target.opened).toEqual([]);
  const { stdout, stderr } = target;
  stdout.write(Buffer.from('bytes\n'));
  stdout.write('Zgo=', 'base64');
  stdout.write('é\n', 'utf8');
  await new Promise((resolve) => stderr.write('half', resolve));
  await new Promise((resolve) => stderr.write(' and half', 'utf8', resolve));
  stdout.write('a\n\nb');
  flush();
  flush();
  expect(written).toEqual(['stdout bytes', 'stdout f', 'stdout é', 'stdout a', 'stdout ', 'stdout b', 'stderr half and half']);
});

test('a line without end is sent in pieces', () => {
  const target = streams();
  const lengths: number[] = [];
  const flush = captureOutput({} as Console, target, (_, text) => lengths.push(text.length));
  const { stdout } = target;
  for (let written = 0; written < 10; written++) {
    stdout.write('x'.repeat(100_000));
  }
  flush();
  expect(lengths).toEqual([300_000, 300_000, 300_000, 100_000]);
});

describe('the pipe to the gateway', () => {
  test('is written to until all has gone', () => {
    let written = '';
    const pipe = new GatewayPipe((descriptor, bytes, offset) => {
      expect(descriptor).toBe(4);
      const part = bytes.subarray(offset, offset + 3);
      written += part.toString('latin1');
      return part.length;
    });
    pipe.send(MessageType.RESULT, '"é"');
    pipe.send(MessageType.READY);
    pipe.log('WARN', 'a\nb');
    expect(Buffer.from(written, 'latin1').toString()).toBe('="é"\n+\n>WARN "a\\nb"\n');
  });

  test('cuts long lines of the log', () => {
    let written = '';
    const pipe = new GatewayPipe((_, bytes) => {
      written += bytes.toString();
      return bytes.length;
    });
    pipe.log('INFO', 'x'.repeat(300_000));
    expect(JSON.parse(written.slice('>INFO '.length))).toBe(`${'x'.repeat(262_144)}… (37856 characters more were cut)`);
  });

  test('ends the process when the gateway is gone', () => {
    const exit = vi.fn();
    const pipe = new GatewayPipe(() => {
      throw new Error('EPIPE');
    }, exit);
    pipe.send(MessageType.READY);
    expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  });
});

describe('a session', () => {
  const CONTEXT = { ...FACTS, timeoutMillis: 5000 };

  function session(code: string, handler = 'index.handler') {
    const sent: (readonly [MessageType | string, string])[] = [];
    let empty: () => void = () => undefined;
    const exit = vi.fn();
    const env: NodeJS.ProcessEnv = {};
    const made = new Session({
      gateway: {
        send: (type, text = '') => void sent.push([type, text]),
        log: (level, text) => void sent.push([level, text]),
      },
      invocations: { ref: () => undefined, unref: () => undefined },
      loop: new EventLoop({
        on: (_: string, listener: () => void) => {
          empty = listener;
        },
      } as never),
      frames: FRAMES,
      env,
      flush: () => undefined,
      exit,
    });
    const configuration = { root: files({ 'index.mjs': code }), handler, runtime: 'nodejs22.x', moduleFolders: [], context: CONTEXT };
    const receive = (line: string) => made.receive(Buffer.from(`${line}\n`));
    const heard = (count: number) => vi.waitFor(() => expect(sent.length).toBeGreaterThanOrEqual(count), { timeout: 10_000 });
    receive(JSON.stringify(configuration));
    return { made, sent, exit, env, receive, heard, empty: () => empty() };
  }

  test('loads the code, then answers events, in pieces too', async () => {
    const { made, sent, receive, heard, env } = session('export const handler = async (event) => event.a;');
    await heard(1);
    receive('Root=1\t{"a":1}');
    await heard(2);
    expect(env._X_AMZN_TRACE_ID).toBe('Root=1');
    const large = JSON.stringify({ a: 'é'.repeat(100_000) });
    const bytes = Buffer.from(`\t${large}\n`);
    made.receive(bytes.subarray(0, 1002));
    made.receive(bytes.subarray(1002, 90_001));
    made.receive(bytes.subarray(90_001));
    await heard(3);
    expect(env).not.toHaveProperty('_X_AMZN_TRACE_ID');
    made.exiting();
    expect(sent).toEqual([
      [MessageType.READY, ''],
      [MessageType.RESULT, '1'],
      [MessageType.RESULT, JSON.stringify('é'.repeat(100_000))],
      [MessageType.EXIT, '2'],
    ]);
  });

  test('reports what is thrown and what cannot be sent', async () => {
    const { sent, receive, heard } = session(
      'export const handler = async (event) => { if (event) { throw new TypeError("t"); } return 1n; };',
    );
    await heard(1);
    receive('\t1');
    await heard(3);
    receive('\t0');
    await heard(5);
    expect(sent.map(([type]) => type)).toEqual([MessageType.READY, 'ERROR', MessageType.ERROR, 'ERROR', MessageType.ERROR]);
    expect(JSON.parse(String(sent[2]?.[1]))).toMatchObject({ errorType: 'TypeError', errorMessage: 't' });
    expect(sent[4]?.[1]).toContain('BigInt');
  });

  test('ends with the reason why code does not load', async () => {
    const { sent, exit, heard } = session('export const other = 1;');
    await heard(1);
    expect(sent[0]).toEqual([MessageType.FATAL, expect.stringMatching(/handler of index\.mjs is not exported/)]);
    expect(exit).toHaveBeenCalledWith(129);
  });

  test('ends code that waits at its top level for nothing', async () => {
    const { sent, exit, heard, empty } = session('await new Promise(() => {});');
    // The event loop is said to be empty once the code has begun to wait.
    await new Promise((resolve) => setTimeout(resolve, 50));
    empty();
    await heard(1);
    expect(sent[0]).toEqual([MessageType.FATAL, expect.stringMatching(/waits at its top level/)]);
    expect(exit).toHaveBeenCalledWith(129);
  });

  test('ends with what nobody caught', async () => {
    const { made, sent, exit, heard } = session('export const handler = async () => 1;');
    await heard(1);
    made.endOn('uncaught exception', new RangeError('r'));
    expect(sent.slice(1)).toEqual([
      ['ERROR', expect.stringContaining('RangeError: r')],
      [MessageType.FATAL, '"uncaught exception: RangeError: r"'],
    ]);
    expect(exit).toHaveBeenCalledWith(129);
  });
});
