import { describe, expect, test } from 'vitest';
import { body, folderFn, hosted, inline } from './support';

const HANDLER = 'async (event) => ({ got: event })';

describe('code and handlers of every kind', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['CommonJS', { 'index.js': `exports.handler = ${HANDLER};` }, 'index.handler'],
    ['CommonJS as .cjs', { 'index.cjs': `exports.handler = ${HANDLER};` }, 'index.handler'],
    ['an ES module', { 'index.mjs': `export const handler = ${HANDLER};` }, 'index.handler'],
    [
      'an ES module by package.json',
      { 'package.json': { type: 'module' }, 'index.js': `export const handler = ${HANDLER};` },
      'index.handler',
    ],
    [
      'a package.json further up',
      { 'package.json': { type: 'module' }, 'src/api/app.js': `export const run = ${HANDLER};` },
      'src/api/app.run',
    ],
    ['a folder', { 'src/app.js': `exports.run = ${HANDLER};` }, 'src/app.run'],
    ['members', { 'index.js': `exports.api = { v1: { run: ${HANDLER} } };` }, 'index.api.v1.run'],
    ['a file without an ending', { index: `exports.handler = ${HANDLER};` }, 'index.handler'],
    ['a package that brings the handler', { 'node_modules/wrapper/index.js': `exports.handler = ${HANDLER};` }, 'wrapper.handler'],
    ['top-level await', { 'index.mjs': `const later = await Promise.resolve(${HANDLER}); export { later as handler };` }, 'index.handler'],
    [
      'its own files',
      { 'index.js': `const run = require('./lib/run'); exports.handler = run;`, 'lib/run.js': `module.exports = ${HANDLER};` },
      'index.handler',
    ],
    [
      'files from its root',
      { 'a/index.js': `exports.handler = require('lib/run');`, 'lib/run.js': `module.exports = ${HANDLER};` },
      'a/index.handler',
    ],
    [
      'dynamic imports',
      {
        'index.js': `exports.handler = async (event) => (await import('./run.mjs')).run(event);`,
        'run.mjs': `export const run = ${HANDLER};`,
      },
      'index.handler',
    ],
    [
      'JSON files',
      { 'index.js': `const { a } = require('./data.json'); exports.handler = async () => ({ got: { a } });`, 'data.json': { a: 1 } },
      'index.handler',
    ],
  ])('%s', async (_, contents, handler) => {
    const { call } = hosted();
    expect(await call(folderFn(contents, { handler }), { a: 1 })).toEqual({ got: { a: 1 } });
  });

  test('inline code is CommonJS', async () => {
    const { call } = hosted();
    expect(await call(inline('const { basename } = require("path"); exports.handler = async () => basename(__filename);'))).toBe(
      'index.js',
    );
  });
});

describe('styles of handlers', () => {
  test.each([
    ['async', 'async () => 1', 1],
    ['a promise', '() => Promise.resolve(2)', 2],
    ['anything with then', '() => ({ then: (done) => done(3) })', 3],
    ['a callback', '(event, context, callback) => callback(null, 4)', 4],
    ['a callback later', '(event, context, callback) => { setTimeout(() => callback(null, 5), 5); }', 5],
    ['context.succeed', '(event, context) => context.succeed(6)', 6],
    ['context.done', '(event, context) => context.done(null, 7)', 7],
    ['the first callback alone', '(event, context, callback) => { callback(null, 8); callback(null, 9); context.succeed(10); }', 8],
    ['nothing at all', '() => {}', null],
    ['nothing, and timers left', '() => { setTimeout(() => {}, 10); }', null],
  ])('%s', async (_, handler, result) => {
    const { call } = hosted();
    expect(await call(inline(`exports.handler = ${handler};`))).toBe(result);
  });

  test('a callback waits for what is left to do', async () => {
    const { call } = hosted();
    const code = `let done = []; exports.handler = (event, context, callback) => {
      if (event.read) { return callback(null, done); }
      setTimeout(() => done.push('timer'), 30);
      callback(null, done);
    };`;
    const waiting = inline(code);
    expect(await call(waiting)).toEqual(['timer']);
  });

  test('a callback does not wait if callbackWaitsForEmptyEventLoop is false', async () => {
    const { call } = hosted();
    const code = `exports.handler = (event, context, callback) => {
      const before = context.callbackWaitsForEmptyEventLoop;
      context.callbackWaitsForEmptyEventLoop = false;
      setInterval(() => {}, 1000);
      callback(null, before);
    };`;
    expect(await call(inline(code))).toBe(true);
  });

  test.each([
    ['an error', 'throw new TypeError("no");', { errorType: 'TypeError', errorMessage: 'no' }],
    ['an error of its own', 'class Gone extends Error { name = "Gone"; } throw new Gone("x");', { errorType: 'Gone', errorMessage: 'x' }],
    ['a text', 'throw "no";', { errorType: 'string', errorMessage: 'no' }],
    ['a number', 'throw 7;', { errorType: 'number', errorMessage: '7' }],
    ['nothing', 'throw undefined;', { errorType: 'string', errorMessage: 'handled' }],
    ['null', 'throw null;', { errorType: 'string', errorMessage: 'handled' }],
    ['an object', 'throw { a: 1 };', { errorType: 'object', errorMessage: '[object Object]' }],
    ['what looks like an error', 'throw { name: "N", message: "m", stack: "s" };', { errorType: 'N', errorMessage: 'm' }],
    ['what cannot be read', 'throw { get name() { throw 1; } };', { errorType: 'handled' }],
    ['a symbol', 'throw Symbol("s");', { errorType: 'symbol', errorMessage: 'Symbol(s)' }],
    ['an object without a prototype', 'throw Object.create(null);', { errorType: 'handled' }],
    ['a BigInt as result', 'return 1n;', { errorType: 'Error', errorMessage: expect.stringContaining('BigInt') }],
    ['a circle as result', 'const a = {}; a.a = a; return a;', { errorMessage: expect.stringContaining('circular') }],
    ['a toJSON that throws', 'return { toJSON() { throw new Error("t"); } };', { errorMessage: expect.stringContaining('t') }],
    ['context.fail', 'context.fail(new Error("f")); await new Promise(() => {});', { errorType: 'Error', errorMessage: 'f' }],
    ['context.fail with nothing', 'context.fail(); await new Promise(() => {});', { errorMessage: 'handled' }],
    ['a promise that nothing settles', 'await new Promise(() => {});', { errorType: 'Runtime.NodeJsExit' }],
  ])('%s is a function error, and the environment goes on', async (_, code, error) => {
    const { invoke, call } = hosted();
    const one = body(`if (event.bad) { ${code} } return process.pid + ':' + (globalThis.count = (globalThis.count ?? 0) + 1);`);
    const before = await call(one);
    expect(await invoke(one, { bad: true })).toEqual({
      kind: 'error',
      error: {
        trace: expect.any(Array),
        ...error,
        ...('errorMessage' in error ? {} : { errorMessage: expect.any(String) }),
        ...('errorType' in error ? {} : { errorType: expect.any(String) }),
      },
    });
    expect(await call(one)).toBe(String(before).replace(/1$/, '2'));
  });

  test.each([
    'exports.handler = () => { throw new Error("sync"); };',
    'exports.handler = (e, c, callback) => callback(new Error("sync"));',
  ])('errors outside of promises: %s', async (code) => {
    const { invoke } = hosted();
    expect(await invoke(inline(code))).toMatchObject({ kind: 'error', error: { errorMessage: 'sync' } });
  });

  test('the stack is the handler’s, and is written as output', async () => {
    const { invoke, output } = hosted();
    const code = `function inner() { throw Object.assign(new Error('deep'), { code: 'E1' }); }\nexports.handler = async () => inner();`;
    const result = await invoke(inline(code));
    const trace = result.kind === 'error' ? result.error.trace : [];
    expect(trace).toHaveLength(3);
    expect(trace[1]).toMatch(/inner .*index\.js:1:/);
    expect(output()).toMatchObject([
      {
        level: 'ERROR',
        requestId: 'r-1',
        text: expect.stringMatching(/^Error: deep\n.*index\.js:1.*\n.*index\.js:2.* \{\n {2}code: 'E1'\n\}$/),
      },
    ]);
  });
});

describe('results are JSON', () => {
  test.each([
    ['undefined', 'undefined', null],
    ['null', 'null', null],
    ['a function', '() => 1', null],
    ['a date', 'new Date(0)', '1970-01-01T00:00:00.000Z'],
    ['a buffer', 'Buffer.from("a")', { type: 'Buffer', data: [97] }],
    ['a Map', 'new Map([[1, 2]])', {}],
    ['NaN', '[NaN, undefined]', [null, null]],
    ['text of any script', '"\\u0000 é 漢字 \\ud83d\\ude00"', '\u0000 é 漢字 😀'],
    ['half a character', '"\\ud83d"', '\ud83d'],
  ])('%s', async (_, value, result) => {
    const { call } = hosted();
    expect(await call(body(`return ${value};`))).toEqual(result);
  });

  test('names of prototypes are names like others', async () => {
    const { host } = hosted();
    const event = '{"__proto__":{"admin":true},"constructor":1,"headers":{"__proto__":"x"}}';
    const one = body('return { keys: Object.keys(event), admin: String(({}).admin), event };');
    const result = await host.invoke(one, event, { requestId: 'r', timeoutMillis: 10_000 });
    expect(result).toEqual({
      kind: 'result',
      payload: `{"keys":["__proto__","constructor","headers"],"admin":"undefined","event":${event}}`,
    });
  });

  test.each([15_000, 17_000, 6_000_000])('%d characters arrive whole', async (length) => {
    const { call } = hosted();
    expect(await call(body('return "é".repeat(event.length / 2);'), { length })).toBe('é'.repeat(length / 2));
  });

  test('what is larger than Lambda takes is a function error', async () => {
    const { invoke, call } = hosted();
    const one = body('return "a".repeat(event.length);');
    expect(((await call(one, { length: 6_291_554 })) as string).length).toBe(6_291_554);
    expect(await invoke(one, { length: 6_291_555 })).toMatchObject({
      kind: 'error',
      error: { errorType: 'Function.ResponseSizeTooLarge' },
    });
    expect(await call(one, { length: 1 })).toBe('a');
  });
});

test('the context', async () => {
  const { call } = hosted();
  const one = body(
    `const left = context.getRemainingTimeInMillis(); return { ...context, left, types: [typeof context.done, typeof context.succeed, typeof context.fail], own: Object.keys(context).sort() };`,
    { version: '7', memoryMegabytes: 256, timeoutMillis: 4000 },
  );
  const { left, own, ...context } = (await call(one)) as { left: number; own: string[] };
  expect(left).toBeGreaterThan(2000);
  expect(left).toBeLessThanOrEqual(4000);
  expect(own).toEqual(expect.arrayContaining(['clientContext', 'identity', 'callbackWaitsForEmptyEventLoop']));
  expect(context).toEqual({
    callbackWaitsForEmptyEventLoop: true,
    functionName: 'books',
    functionVersion: '7',
    memoryLimitInMB: '256',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:books',
    awsRequestId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    logGroupName: '/aws/lambda/books',
    logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[7\][0-9a-f]{32}$/),
    types: ['function', 'function', 'function'],
  });
});

test('the trace id is that of the request', async () => {
  const { invoke } = hosted();
  const one = body('return String(process.env._X_AMZN_TRACE_ID);');
  expect(await invoke(one, {}, { traceId: 'Root=1-2' })).toMatchObject({ payload: '"Root=1-2"' });
  expect(await invoke(one)).toMatchObject({ payload: '"undefined"' });
});

describe('an error of loading names file and handler', () => {
  test.each<[string, Record<string, unknown>, string, RegExp]>([
    ['no file', { 'other.js': '' }, 'index.handler', /there is no index\.js, index\.mjs or index\.cjs in \//],
    ['a TypeScript file', { 'index.ts': '' }, 'index.handler', /but a TypeScript file: bundle it/],
    [
      'no export',
      { 'index.mjs': 'export const main = () => {}; export const b = 1;' },
      'index.handler',
      /handler of index\.mjs is not exported; the file exports b, main/,
    ],
    ['no exports at all', { 'index.js': '' }, 'index.handler', /the file exports nothing/],
    ['no function', { 'index.js': 'exports.handler = 7;' }, 'index.handler', /handler of index\.js is not a function/],
    ['a member of nothing', { 'index.js': '' }, 'index.a.b.c', /a\.b\.c of index\.js is not exported/],
    [
      'a syntax error in CommonJS',
      { 'src/index.js': 'exports.handler = ;' },
      'src/index.handler',
      /src\/index\.js does not load: SyntaxError: Unexpected token ';' \(.*src\/index\.js:1\)/,
    ],
    [
      'a syntax error in an ES module',
      { 'index.mjs': '\nexport const handler = ;' },
      'index.handler',
      /index\.mjs does not load: SyntaxError: Unexpected token ';' \(.*index\.mjs:2\)/,
    ],
    [
      'a missing package in CommonJS',
      { 'index.js': 'require("nowhere");' },
      'index.handler',
      /index\.js does not load: Error: Cannot find module 'nowhere'/,
    ],
    [
      'a missing package in an ES module',
      { 'index.mjs': 'import "nowhere";' },
      'index.handler',
      /index\.mjs does not load: Error: Cannot find package 'nowhere' imported from/,
    ],
    [
      'an error at the top',
      { 'index.mjs': '\n\nthrow new Error("TABLE is not set");' },
      'index.handler',
      /Error: TABLE is not set \(.*index\.mjs:3:7\)/,
    ],
    ['anything thrown at the top', { 'index.js': 'throw 7;' }, 'index.handler', /index\.js does not load: it threw 7/],
    ['process.exit at the top', { 'index.js': 'process.exit(4);' }, 'index.handler', /exited with code 4/],
    [
      'an error out of nowhere',
      { 'index.mjs': 'setTimeout(() => { throw new Error("late"); }); await new Promise((r) => setTimeout(r, 1000));' },
      'index.handler',
      /uncaught exception: Error: late/,
    ],
    [
      'an await without end',
      { 'index.mjs': 'await new Promise(() => {}); export const handler = 1;' },
      'index.handler',
      /waits at its top level for a promise/,
    ],
    ['a handler without a dot', { 'index.js': '' }, 'index', /the handler index has no export/],
    ['a handler that leads out', { 'index.js': '' }, '../index.handler', /is outside of the function's code/],
    ['a handler anywhere', { 'index.js': '' }, '/etc/index.handler', /is outside of the function's code/],
    [
      'a streaming handler',
      { 'index.js': 'exports.handler = awslambda.streamifyResponse(async () => {});' },
      'index.handler',
      /handler of index\.js streams its response/,
    ],
  ])('%s', async (_, contents, handler, reason) => {
    const { host, invoke } = hosted();
    const one = folderFn(contents, { handler });
    await expect(host.prepare([one])).rejects.toThrow(reason);
    expect(await invoke(one)).toEqual({ kind: 'init-error', reason: expect.stringMatching(reason) });
    expect(await invoke(one)).toMatchObject({
      kind: 'init-error',
      reason: expect.stringContaining(`books does not load (handler ${handler})`),
    });
  });

  test('a missing folder', async () => {
    const { host, invoke } = hosted();
    const one = folderFn({}, { code: { kind: 'folder', path: '/nowhere/asset' } });
    await expect(host.prepare([one])).rejects.toThrow('there is no folder /nowhere/asset');
    expect(await invoke(one)).toMatchObject({ kind: 'init-error' });
  });

  test('callbacks where the runtime has none', async () => {
    const { host, call } = hosted();
    const code = 'exports.handler = (event, context, callback) => callback(null, 1);';
    await expect(host.prepare([inline(code, { runtime: 'nodejs24.x' })])).rejects.toThrow(
      /takes a callback, which nodejs24\.x no longer has/,
    );
    expect(await call(inline('exports.handler = async (event, context, callback) => 2;', { runtime: 'nodejs24.x' }))).toBe(2);
  });

  test('code that is mended loads with the next request', async () => {
    const { invoke } = hosted();
    const one = folderFn({ 'index.js': 'exports.handler = ;' });
    expect(await invoke(one)).toMatchObject({ kind: 'init-error' });
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${(one.code as { path: string }).path}/index.js`, 'exports.handler = async () => 1;');
    expect(await invoke(one)).toEqual({ kind: 'result', payload: '1' });
  });
});

test('an error whose message is longer than a message to the gateway is cut', async () => {
  const result = await hosted().invoke(body('throw new Error("x".repeat(9 * 1024 * 1024));'));
  expect(result).toMatchObject({ kind: 'error', error: { errorMessage: 'x'.repeat(256 * 1024) } });
});
