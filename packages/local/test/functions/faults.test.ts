import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { body, hosted, lives, until } from './support';

const SLEEP = 'await new Promise((resolve) => setTimeout(resolve, 60000));';
const FS = 'const fs = require("node:fs");';
const CHILD = 'const { spawn, fork, execFileSync } = require("node:child_process");';

/** What was done, the code that does it, what the caller gets, and its reason. */
type Fault = readonly [name: string, code: string, kind: 'crash' | 'timeout' | 'error', reason: RegExp];

const TIMEOUT = /Task timed out after 0\.50 seconds/;
const MEMORY = /it (?:used more than|ran out of) its 128 MB of memory/;

const FAULTS: readonly Fault[] = [
  ['exits', 'process.exit(3);', 'crash', /its process exited with code 3/],
  ['exits in good order', 'process.exit();', 'crash', /its process exited with code 0/],
  ['exits later', `setTimeout(() => process.exit(5), 10); ${SLEEP}`, 'crash', /its process exited with code 5/],
  ['kills itself', `process.kill(process.pid, "SIGKILL"); ${SLEEP}`, 'crash', /its process was ended by SIGKILL/],
  ['sends itself SIGTERM', `process.kill(process.pid); ${SLEEP}`, 'crash', /its process was ended by SIGTERM/],
  ['aborts', 'process.abort();', 'crash', /its process was ended by SIGABRT/],
  [
    'throws where nobody catches',
    `setTimeout(() => { throw new RangeError("r"); }); ${SLEEP}`,
    'crash',
    /uncaught exception: RangeError: r/,
  ],
  ['forgets a rejection', `Promise.reject(new Error("p")); ${SLEEP}`, 'crash', /unhandled rejection: Error: p/],
  [
    'throws what is no error where nobody catches',
    `setTimeout(() => { throw undefined; }); ${SLEEP}`,
    'crash',
    /uncaught exception: undefined/,
  ],
  ['hangs', SLEEP, 'timeout', TIMEOUT],
  ['waits for a promise that nothing settles', 'await new Promise(() => {});', 'error', /Runtime.NodeJsExit/],
  ['loops', 'for (;;);', 'timeout', TIMEOUT],
  ['spins in microtasks', 'const spin = () => queueMicrotask(spin); spin(); await new Promise(() => {});', 'timeout', TIMEOUT],
  ['waits in its thread', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);', 'timeout', TIMEOUT],
  ['blocks in a child process', `${CHILD} execFileSync("sleep", ["60"]);`, 'timeout', TIMEOUT],
  ['blocks in native code', 'require("node:crypto").pbkdf2Sync("a", "b", 1e9, 64, "sha512");', 'timeout', TIMEOUT],
  [
    'blocks on a FIFO',
    `${CHILD} ${FS} const path = require("node:os").tmpdir() + "/fifo"; execFileSync("mkfifo", [path]); fs.openSync(path, "r");`,
    'timeout',
    TIMEOUT,
  ],
  [
    'handles every signal and loops',
    'for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) { process.on(name, () => {}); } for (;;);',
    'timeout',
    TIMEOUT,
  ],
  ['floods the console', 'for (;;) { console.log("x".repeat(100)); }', 'timeout', TIMEOUT],
  ['floods the console with long lines', 'const line = "x".repeat(1e6); for (;;) { console.log(line); }', 'timeout', TIMEOUT],
  ['floods its standard output', `${FS} const chunk = Buffer.alloc(1e6, 120); for (;;) { fs.writeSync(1, chunk); }`, 'timeout', TIMEOUT],
  ['floods its standard error without a line break', 'for (;;) { process.stderr.write("."); }', 'timeout', TIMEOUT],
  ['allocates on the heap', 'const all = []; for (;;) { all.push(new Array(1000).fill({})); }', 'crash', MEMORY],
  ['fills a Map', 'const all = new Map(); for (let i = 0; i < 1e8; i++) { all.set(i, { i }); }', 'crash', MEMORY],
  ['spreads a large array', 'const all = []; for (;;) { all.push([...new Array(1e5).fill(1)]); }', 'crash', MEMORY],
  ['allocates buffers', 'const all = []; for (;;) { all.push(Buffer.alloc(1e6, 1)); }', 'crash', MEMORY],
  [
    'allocates shared memory',
    'const all = []; for (;;) { all.push(new Uint8Array(new SharedArrayBuffer(1e6)).fill(1)); }',
    'crash',
    MEMORY,
  ],
  [
    'grows WebAssembly memory',
    'const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 }); for (;;) { memory.grow(16); new Uint8Array(memory.buffer).fill(1); }',
    'crash',
    MEMORY,
  ],
  ['returns 6 MB and more', 'return "x".repeat(7e6);', 'error', /Function\.ResponseSizeTooLarge/],
  [
    'leaves children and detached grandchildren',
    `${CHILD}
     spawn("sleep", ["61"]); spawn("sleep", ["62"], { detached: true, stdio: "ignore" }).unref();
     const far = "require('child_process').spawn('sleep', ['63'], { detached: true, stdio: 'ignore' }).unref()";
     spawn(process.execPath, ["-e", far], { detached: true, stdio: "ignore" }).unref();
     await new Promise((resolve) => setTimeout(resolve, 300)); process.exit(7);`,
    'crash',
    /its process exited with code 7/,
  ],
  ['closes the pipe that it gets events by', `${FS} fs.closeSync(3); ${SLEEP}`, 'crash', /its pipe to the gateway is closed/],
  ['closes the pipe that it answers by', `${FS} fs.closeSync(4); ${SLEEP}`, 'crash', /its pipe to the gateway is closed/],
  [
    'writes garbage to the pipe',
    `${FS} fs.writeSync(4, "garbage\\n"); ${SLEEP}`,
    'crash',
    /something other than the runtime wrote to its pipe/,
  ],
  [
    'writes half a message to the pipe',
    `${FS} fs.writeSync(4, '!{"a'); return 1;`,
    'crash',
    /something other than the runtime wrote to its pipe/,
  ],
  ['writes a message without end', `${FS} const chunk = Buffer.alloc(1e6, 61); for (;;) { fs.writeSync(4, chunk); }`, 'timeout', TIMEOUT],
  ['answers twice', `${FS} fs.writeSync(4, "=1\\n=2\\n"); ${SLEEP}`, 'crash', /^$/],
];

/** Processes whose environment has this in it. */
function processesWith(marker: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'latin1').includes(marker);
    } catch {
      return false;
    }
  });
}

describe('a function that fails badly is answered, the next request gets a working environment, and nothing is left', () => {
  test.each(FAULTS.filter(([name]) => name !== 'answers twice'))('one that %s', async (_, code, kind, reason) => {
    const { call, invoke, texts } = hosted({ maxEnvironments: 1 });
    const one = body(
      `if (event.bad) { ${code} } globalThis.count = (globalThis.count ?? 0) + 1; return { count: globalThis.count, pid: process.pid, marker: context.logStreamName };`,
      { timeoutMillis: kind === 'timeout' ? 500 : 20_000 },
    );
    const first = (await call(one)) as { count: number; pid: number; marker: string };
    const result = await invoke(one, { bad: true });
    expect(result.kind).toBe(kind);
    expect(texts().join('\n')).toMatch(reason);
    expect(texts().join('').length).toBeLessThan(20e6);
    const next = (await call(one)) as { count: number; pid: number };
    if (kind === 'error') {
      expect(next).toMatchObject({ count: 2, pid: first.pid });
    } else {
      expect(next.count).toBe(1);
      await until(() => !lives(first.pid) && processesWith(first.marker).length === 0);
    }
  });

  test('one that answers for itself, twice', async () => {
    const { invoke, call } = hosted({ maxEnvironments: 1 });
    const one = body(`if (event.bad) { ${FAULTS.at(-1)?.[1]} } return 3;`);
    expect(await invoke(one, { bad: true })).toEqual({ kind: 'result', payload: '1' });
    expect(await call(one)).toBe(3);
  });

  test.each<[string, string]>([
    ['an error', 'setTimeout(() => { throw new Error("late"); }, 20);'],
    ['a rejection', 'setTimeout(() => Promise.reject(new Error("late")), 20);'],
    ['the end', 'setTimeout(() => process.exit(1), 20);'],
  ])('%s after the result changes neither this result nor the next one', async (_, later) => {
    const { call, output } = hosted({ maxEnvironments: 1 });
    const one = body(`if (event.later) { ${later} } return 'fine';`);
    expect(await call(one, { later: true })).toBe('fine');
    await until(() => output().some(({ level, text }) => level === 'ERROR' && /late|exited with code 1/.test(text)));
    expect(await call(one)).toBe('fine');
  });

  test('a rejection at the very end belongs to the invocation that made it, not to the next', async () => {
    const { host, call, invoke } = hosted({ maxEnvironments: 1 });
    const one = body('if (event.bad) { Promise.reject(new Error("mine")); } return 1;');
    await host.prepare([one]);
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
    'Object.prototype.kind = "shutdown"; Array.prototype.shift = () => 1;',
    'Buffer.from = () => 7; require("node:fs").writeSync = () => 1;',
  ])('one that breaks its surroundings hurts itself alone: %s', async (misdeed) => {
    const { call, invoke } = hosted({ maxEnvironments: 1 });
    const one = body(misdeed, { timeoutMillis: 500 });
    expect(await call(body('return 1;'))).toBe(1);
    const { kind } = await invoke(one);
    expect(['result', 'error', 'crash', 'timeout']).toContain(kind);
    expect(await call(body('return 1;'))).toBe(1);
  });
});
