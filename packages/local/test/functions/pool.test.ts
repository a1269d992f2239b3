import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EnvironmentCredentials } from '../../src/functions/environment-credentials';
import { EnvironmentPool } from '../../src/functions/environment-pool';
import type { ExecutionEnvironment } from '../../src/functions/execution-environment';
import { PausableTimers } from '../../src/functions/pausable-timers';
import { TempFolders } from '../../src/functions/processes/temp-folders';
import { RuntimeApi } from '../../src/functions/runtimes/runtime-api/runtime-api';
import { UserError } from '../../src/user-error';
import { files } from '../support';
import { body, folderFn, hosted, inline, lives, until } from './support';

/** Tells which environment it ran in, and whether another invocation was under way in it. */
const WHERE = `
  globalThis.me ??= Math.random(); globalThis.busy = (globalThis.busy ?? 0) + 1; const most = globalThis.busy;
  await new Promise((resolve) => setTimeout(resolve, event.millis ?? 0));
  globalThis.busy--; return { me: globalThis.me, most };
`;

interface Where {
  readonly me: number;
  readonly most: number;
}

const environments = (results: readonly unknown[]) => new Set(results.map((each) => (each as Where).me)).size;

describe('environments', () => {
  test('are kept warm', async () => {
    const { call } = hosted();
    const one = body(WHERE);
    expect(environments([await call(one), await call(one), await call(one)])).toBe(1);
  });

  test('run one invocation at a time, and there are as many as allowed', async () => {
    const { call } = hosted({ maxEnvironments: 3 });
    const path = files({});
    // Nobody goes on before three environments are there.
    const one = body(`
      const fs = require('node:fs'); globalThis.me ??= Math.random(); globalThis.busy = (globalThis.busy ?? 0) + 1; const most = globalThis.busy;
      fs.writeFileSync('${path}/' + globalThis.me, '');
      while (fs.readdirSync('${path}').length < 3) { await new Promise((resolve) => setTimeout(resolve, 5)); }
      globalThis.busy--; return { me: globalThis.me, most };
    `);
    const results = (await Promise.all(Array.from({ length: 12 }, () => call(one)))) as Where[];
    expect(environments(results)).toBe(3);
    expect(results.every(({ most }) => most === 1)).toBe(true);
  });

  test('are none of another function', async () => {
    const { call } = hosted();
    const [a, b] = [body(WHERE), body(WHERE)];
    expect(environments([await call(a), await call(b)])).toBe(2);
  });

  test('that are prepared serve the first invocation', async () => {
    const { host, call } = hosted();
    const one = inline('const loaded = Date.now(); exports.handler = async () => Date.now() - loaded;');
    await Promise.all([host.prepare([one]), host.prepare([one])]);
    await host.prepare([one]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await call(one)).toBeGreaterThanOrEqual(100);
  });

  test('thousands of invocations get each its own result, in the order of their coming', async () => {
    const { call } = hosted();
    const one = body('return event.number;');
    const begun: number[] = [];
    const results = await Promise.all(
      Array.from({ length: 5000 }, async (_, number) => {
        const result = await call(one, { number });
        begun.push(number);
        return result;
      }),
    );
    expect(results).toEqual(Array.from({ length: 5000 }, (_, number) => number));
  });

  test('a slow invocation holds up none behind it while another environment is free', async () => {
    const { call } = hosted({ maxEnvironments: 2 });
    const one = body('if (event.slow) { await new Promise((resolve) => setTimeout(resolve, 1500)); } return event.number;');
    // Quick ones first, so that several are given to an environment at once.
    for (let round = 0; round < 50; round++) {
      await Promise.all(Array.from({ length: 10 }, (_, number) => call(one, { number })));
    }
    let slowIsDone = false;
    const slow = call(one, { slow: true }).then(() => {
      slowIsDone = true;
    });
    await Promise.all(Array.from({ length: 20 }, (_, number) => call(one, { number })));
    expect(slowIsDone).toBe(false);
    await slow;
  });

  test.each([
    'for (;;);',
    'process.exit(1);',
    'setTimeout(() => { throw new Error("x"); }); await new Promise((r) => setTimeout(r, 9999));',
  ])('those behind one that does "%s" are answered all the same', async (misdeed) => {
    const { call, invoke } = hosted({ maxEnvironments: 2 });
    const one = body(`if (event.bad) { ${misdeed} } return event.number;`, { timeoutMillis: 400 });
    for (let round = 0; round < 50; round++) {
      await Promise.all(Array.from({ length: 10 }, (_, number) => call(one, { number })));
    }
    const before = Array.from({ length: 10 }, (_, number) => call(one, { number }));
    const bad = invoke(one, { bad: true });
    const after = Array.from({ length: 10 }, (_, number) => call(one, { number: number + 10 }));
    expect(await Promise.all([...before, ...after])).toEqual(Array.from({ length: 20 }, (_, number) => number));
    expect(['crash', 'timeout']).toContain((await bad).kind);
  });
});

describe('time', () => {
  test('a function has its own timeout, which does not count loading', async () => {
    const { invoke, call, output } = hosted();
    const code =
      'await new Promise((resolve) => setTimeout(resolve, 500)); export const handler = async ({ millis }) => { await new Promise((resolve) => setTimeout(resolve, millis)); return 1; };';
    const one = folderFn({ 'index.mjs': code }, { timeoutMillis: 300 });
    expect(await call(one, { millis: 10 })).toBe(1);
    expect(await invoke(one, { millis: 5000 })).toEqual({ kind: 'timeout', millis: 300 });
    expect(output().at(-1)).toMatchObject({ level: 'ERROR', requestId: 'r-2', text: 'Task timed out after 0.30 seconds' });
    expect(await call(one, { millis: 10 })).toBe(1);
  });

  test('what a caller no longer waits for goes on', async () => {
    const { invoke, texts } = hosted();
    const one = body('await new Promise((resolve) => setTimeout(resolve, 200)); console.log("done"); return 1;');
    await invoke(one, {}, { timeoutMillis: 20_000 });
    expect(await invoke(one, {}, { timeoutMillis: 50 })).toEqual({ kind: 'integration-timeout', millis: 50, started: true });
    await until(() => texts().length === 2);
  });

  test('what has not begun by then does not begin', async () => {
    const { invoke, call } = hosted({ maxEnvironments: 1 });
    const one = body(
      'globalThis.count = (globalThis.count ?? 0) + 1; await new Promise((resolve) => setTimeout(resolve, event.millis)); return globalThis.count;',
    );
    const first = call(one, { millis: 500 });
    expect(await invoke(one, { millis: 0 }, { timeoutMillis: 100 })).toEqual({ kind: 'integration-timeout', millis: 100, started: false });
    await first;
    expect(await call(one, { millis: 0 })).toBe(2);
  });

  test('a limit of its own throttles a function', async () => {
    const { invoke, call } = hosted({ maxEnvironments: 4 });
    const one = body('await new Promise((resolve) => setTimeout(resolve, 100)); return 1;', { reservedConcurrency: 2 });
    const results = await Promise.all([invoke(one), invoke(one), invoke(one)]);
    expect(results.map(({ kind }) => kind)).toEqual(['result', 'result', 'throttled']);
    expect(results[2]).toEqual({ kind: 'throttled', limit: 2 });
    expect(await call(one)).toBe(1);
    expect(await invoke(body('', { reservedConcurrency: 0 }))).toEqual({ kind: 'throttled', limit: 0 });
  });
});

describe('a limit of its own counts what nobody waits for any more', () => {
  const slow = (more: object = {}) =>
    body('if (event.millis === 0) { return 1; } await new Promise((resolve) => setTimeout(resolve, event.millis)); return 1;', {
      reservedConcurrency: 1,
      ...more,
    });

  test('until it returns', async () => {
    const { invoke, call } = hosted({ maxEnvironments: 2 });
    const one = slow();
    expect(await call(one, { millis: 0 })).toBe(1);
    expect(await invoke(one, { millis: 500 }, { timeoutMillis: 50 })).toMatchObject({ kind: 'integration-timeout', started: true });
    expect(await invoke(one, { millis: 0 })).toEqual({ kind: 'throttled', limit: 1 });
    await vi.waitFor(async () => expect(await invoke(one, { millis: 0 })).toMatchObject({ kind: 'result' }), { timeout: 10_000 });
  });

  test('until its own timeout', async () => {
    const { invoke, call } = hosted({ maxEnvironments: 2 });
    const one = slow({ timeoutMillis: 400 });
    expect(await call(one, { millis: 0 })).toBe(1);
    expect(await invoke(one, { millis: 60_000 }, { timeoutMillis: 50 })).toMatchObject({ kind: 'integration-timeout', started: true });
    expect(await invoke(one, { millis: 0 })).toMatchObject({ kind: 'throttled' });
    await vi.waitFor(async () => expect(await invoke(one, { millis: 0 })).toMatchObject({ kind: 'result' }), { timeout: 10_000 });
  });
});

test('a service that nobody closes holds no process, and its processes and files go with it', async () => {
  const service = JSON.stringify(join(__dirname, '../../src/functions/function-service'));
  const script = `
    import { FunctionService } from ${service};
    const code = 'setInterval(() => {}, 1000); exports.handler = async () => ({ folder: process.cwd(), pid: process.pid });';
    const fn = { key: 'k', name: 'books', arn: '', version: '1', handler: 'index.handler', runtime: 'nodejs22.x', code: { kind: 'inline', text: code },
      environment: {}, region: 'eu-west-1', timeoutMillis: 20_000, memoryMegabytes: 128 };
    void new FunctionService().invoke(fn as never, '{}', { requestId: 'r', timeoutMillis: 20_000 }).then((result) => console.log(JSON.stringify(result)));
  `;
  const file = join(files({ 'script.ts': script }), 'script.ts');
  const tsx = createRequire(__filename).resolve('tsx/cli');
  const { kind, payload } = JSON.parse(execFileSync(process.execPath, [tsx, file], { encoding: 'utf8', timeout: 40_000, cwd: __dirname }));
  expect(kind).toBe('result');
  const { folder, pid } = JSON.parse(payload);
  await until(() => !existsSync(folder) && !lives(pid));
});

test('an environment ends when nothing was invoked in it for long', async () => {
  const { call } = hosted({ idleMillis: 200 });
  const one = body('return process.pid;');
  const pid = Number(await call(one));
  expect(lives(pid)).toBe(true);
  await until(() => !lives(pid));
  expect(await call(one)).not.toBe(pid);
});

test('a runtime that cannot be started is a function that does not load', async () => {
  const { invoke, call } = hosted({ runtimes: { 'nodejs18.x': join(files({}), 'node') } });
  expect(await invoke(body('', { runtime: 'nodejs18.x' }))).toEqual({
    kind: 'init-error',
    reason: expect.stringMatching(/node cannot be started: .*ENOENT/),
  });
  expect(await call(body('return 1;'))).toBe(1);
});

test('many functions are prepared some at a time', async () => {
  const { host, call } = hosted();
  const functions = Array.from({ length: 6 }, () =>
    inline('const loaded = Date.now(); exports.handler = async () => Date.now() - loaded;'),
  );
  await host.prepare(functions);
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const each of functions) {
    expect(await call(each)).toBeGreaterThanOrEqual(100);
  }
});

describe('close', () => {
  test('ends what is under way, and all that comes after', async () => {
    const { host, invoke } = hosted({ maxEnvironments: 1 });
    const one = body('for (;;);', { timeoutMillis: 60_000 });
    const open = [invoke(one), invoke(one), invoke(body('await new Promise((resolve) => setTimeout(resolve, 60000));'))];
    await new Promise((resolve) => setTimeout(resolve, 300));
    await host.close();
    expect((await Promise.all(open)).map(({ kind }) => kind)).toEqual(['shutdown', 'shutdown', 'shutdown']);
    expect(await invoke(one)).toEqual({ kind: 'shutdown' });
    await expect(host.prepare([one])).rejects.toThrow(UserError);
    await host.close();
  });

  test('ends what is still loading', async () => {
    const { host, invoke } = hosted();
    const preparing = host.prepare([inline('for (;;);')]);
    preparing.catch(() => undefined);
    const open = invoke(inline('for (;;);'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await host.close();
    await expect(preparing).rejects.toThrow('the gateway was closed');
    expect(await open).toEqual({ kind: 'shutdown' });
  });

  test('while the code is made ready starts no process afterwards', async () => {
    const create = vi.spyOn(TempFolders.prototype, 'create');
    onTestFinished(() => create.mockRestore());
    const { host, invoke } = hosted();
    const open = invoke(folderFn({ 'index.js': '' }));
    await host.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([create.mock.calls, await open]).toEqual([[], { kind: 'shutdown' }]);
  });

  test('while the Runtime API is about to listen waits for the end of what is started', async () => {
    const credentials = new EnvironmentCredentials();
    const revoked = vi.spyOn(credentials, 'revoke');
    const listening = vi.spyOn(RuntimeApi, 'listen');
    onTestFinished(() => listening.mockRestore());
    const { host, invoke } = hosted({ credentials, runtimes: { books: process.execPath } });
    let open: Promise<unknown> | undefined;
    const closed = new Promise<void>((resolve, reject) => {
      listening.mockImplementationOnce(async () => {
        host.close().then(resolve, reject);
        await new Promise((wait) => setTimeout(wait, 500));
        return RuntimeApi.listen();
      });
      open = invoke(folderFn({ 'index.js': '' }, { runtime: 'books' }));
    });
    await closed;
    expect(revoked).toHaveBeenCalled();
    expect(await open).toEqual({ kind: 'shutdown' });
  });

  test('leaves no process and no file', async () => {
    const { host, call } = hosted();
    const one = body('return [process.cwd(), require("os").homedir(), require("os").tmpdir(), process.env.AWS_CONFIG_FILE, process.pid];');
    const [pid, ...paths] = ((await call(one)) as string[]).reverse();
    expect(lives(Number(pid))).toBe(true);
    expect(paths.map((path) => existsSync(path))).toEqual([true, true, true, true]);
    await host.close();
    expect(paths.map((path) => existsSync(path))).toEqual([false, false, false, false]);
    expect(lives(Number(pid))).toBe(false);
  });
});

test('an environment whose code is made ready too late is ended when it starts, and closing waits for that', async () => {
  let started: (environment: ExecutionEnvironment) => void = () => undefined;
  const failed: string[] = [];
  let isTerminated = false;
  const pool = new EnvironmentPool(
    {
      maxEnvironments: 1,
      initTimeoutMillis: 20,
      timers: new PausableTimers(),
      start: () =>
        new Promise((resolve) => {
          started = resolve;
        }),
    },
    { available: () => undefined, initFailed: (reason) => failed.push(reason), ended: () => undefined, log: () => undefined },
  );
  pool.grow(1);
  await until(() => failed.length === 1);
  expect(failed).toEqual(['the code takes longer than 0.02 s to load']);
  let isClosed = false;
  const closed = pool.close().then(() => {
    isClosed = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(isClosed).toBe(false);
  started({
    state: 'starting',
    invoke: () => Promise.reject(new Error('not to be invoked')),
    terminate: async () => {
      isTerminated = true;
    },
  });
  await closed;
  expect(isTerminated).toBe(true);
});
