import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { body, hosted, inline, until } from './support';

const OUT_OF_MEMORY = 'const all = []; for (;;) { all.push(new Array(1_000_000).fill({})); }';

describe('a function that fails badly is answered, and the next request gets a new environment', () => {
  test.each<[string, string, string, RegExp]>([
    ['ends its process', 'process.exit(3);', 'crash', /its environment ended itself with exit code 3/],
    ['ends its process in good order', 'process.exit();', 'crash', /exit code 0/],
    [
      'ends its process later',
      'setTimeout(() => process.exit(5), 10); await new Promise((r) => setTimeout(r, 5000));',
      'crash',
      /exit code 5/,
    ],
    [
      'sends itself a signal',
      'process.kill(process.pid, "SIGKILL"); await new Promise((r) => setTimeout(r, 5000));',
      'crash',
      /exit code 143/,
    ],
    [
      'throws where nobody catches',
      'setTimeout(() => { throw new RangeError("r"); }); await new Promise((r) => setTimeout(r, 5000));',
      'crash',
      /nobody caught: RangeError: r/,
    ],
    [
      'forgets a rejection',
      'Promise.reject(new Error("p")); await new Promise((r) => setTimeout(r, 5000));',
      'crash',
      /nobody handled the rejection: Error: p/,
    ],
    ['runs out of memory', OUT_OF_MEMORY, 'crash', /it ran out of its 128 MB of memory/],
    ['never lets go of its thread', 'for (;;);', 'timeout', /./],
    ['waits in its thread', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);', 'timeout', /./],
    ['never answers', 'await new Promise((r) => setTimeout(r, 60000));', 'timeout', /./],
    ['floods its output', 'for (;;) { console.log("x".repeat(100)); }', 'timeout', /./],
    ['spins in microtasks', 'const spin = () => Promise.resolve().then(spin); await spin();', 'timeout', /./],
    ['waits for a process', 'require("node:child_process").execSync("sleep 60");', 'timeout', /./],
  ])('one that %s', async (_, misdeed, kind, reason) => {
    const { call, invoke } = hosted({ maxEnvironments: 1 });
    const one = body(`if (event.bad) { ${misdeed} } globalThis.count = (globalThis.count ?? 0) + 1; return globalThis.count;`, {
      timeoutMillis: kind === 'timeout' ? 300 : 20_000,
    });
    expect(await call(one)).toBe(1);
    const result = await invoke(one, { bad: true });
    expect(result.kind).toBe(kind);
    expect('reason' in result ? result.reason : '.').toMatch(reason);
    expect(await call(one)).toBe(1);
  });

  test.each<[string, string]>([
    ['an error', 'setTimeout(() => { throw new Error("late"); }, 20);'],
    ['a rejection', 'setTimeout(() => Promise.reject(new Error("late")), 20);'],
    ['the end', 'setTimeout(() => process.exit(1), 20);'],
  ])('%s after the result changes neither this result nor the next one', async (_, later) => {
    const { call, output } = hosted({ maxEnvironments: 1 });
    const one = body(`if (event.later) { ${later} } return 'fine';`);
    expect(await call(one, { later: true })).toBe('fine');
    await until(() => output.some(({ level, text }) => level === 'ERROR' && /late|exit code 1/.test(text)));
    expect(await call(one)).toBe('fine');
  });

  test('a rejection at the very end belongs to the invocation that made it, not to the next', async () => {
    const { host, call, invoke } = hosted({ maxEnvironments: 1 });
    const one = body('if (event.bad) { Promise.reject(new Error("mine")); } return 1;');
    await host.prepare(one);
    for (let round = 0; round < 20; round++) {
      await call(one);
    }
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => invoke(one, { bad: index === 5 })));
    expect(results.map(({ kind }) => kind)).toEqual(Array.from({ length: 20 }, () => 'result'));
  });

  test('a loop that goes on after the result costs the next one its time, as in the service', async () => {
    const { call, invoke, texts } = hosted({ maxEnvironments: 1 });
    const one = body('if (event.later) { setTimeout(() => { console.log("looping"); for (;;); }, 1); } return 1;', { timeoutMillis: 300 });
    expect(await call(one, { later: true })).toBe(1);
    await until(() => texts().includes('looping'));
    expect(await invoke(one)).toEqual({ kind: 'timeout', millis: 300 });
    expect(await call(one)).toBe(1);
  });

  test('buffers count as memory', async () => {
    const { call, texts } = hosted({ maxEnvironments: 1 });
    const one = body(
      'globalThis.all ??= []; if (event.leak) { globalThis.all.push(Buffer.alloc(40e6, 1)); } return globalThis.all.length;',
    );
    for (let leaked = 0; leaked < 8 && !texts().some((text) => text.includes('128 MB of memory')); leaked++) {
      await call(one, { leak: true });
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    expect(texts()).toContain('it holds more than its 128 MB of memory');
    // The last leak may have come while the thread ended, and so be the new one's first.
    expect([0, 1]).toContain(await call(one));
  });

  test('processes of a handler end with its environment', async () => {
    const { invoke, texts, host } = hosted();
    const one = inline(
      `exports.handler = async () => {
      const child = require('node:child_process').spawn('sleep', ['60']); console.log(child.pid);
      require('node:child_process').spawn('true').on('exit', () => console.log('true is over'));
      await new Promise((resolve) => setTimeout(resolve, 60000));
    };`,
      { timeoutMillis: 500 },
    );
    expect((await invoke(one)).kind).toBe('timeout');
    expect(texts()).toContain('true is over');
    const pid = Number(texts()[0]);
    /** One that has ended and that nobody asked about is a zombie. */
    const lives = () => /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());
    await until(() => !lives());
    await host.close();
  });

  test('one that crashes each time is answered each time', async () => {
    const { invoke } = hosted({ maxEnvironments: 2 });
    const one = body('process.exit(1);');
    const results = await Promise.all(Array.from({ length: 10 }, () => invoke(one)));
    expect(results.map(({ kind }) => kind)).toEqual(Array.from({ length: 10 }, () => 'crash'));
  });

  test.each([
    'process.exit = undefined;',
    'process.on("uncaughtException", () => {});',
    'globalThis.setImmediate = undefined; globalThis.Promise = undefined;',
    'JSON.stringify = () => "x"; JSON.parse = () => 7;',
    'console.log = undefined; process.stdout.write = undefined;',
    'Object.prototype.kind = "closed"; Array.prototype.shift = () => 1;',
  ])('one that breaks its surroundings hurts itself alone: %s', async (misdeed) => {
    const { call, invoke } = hosted({ maxEnvironments: 1 });
    const one = body(misdeed, { timeoutMillis: 500 });
    expect(await call(body('return 1;'))).toBe(1);
    const { kind } = await invoke(one);
    expect(['result', 'error', 'crash', 'timeout']).toContain(kind);
    expect(await call(body('return 1;'))).toBe(1);
  });
});
