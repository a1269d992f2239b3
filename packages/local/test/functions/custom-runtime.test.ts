import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FunctionPlan } from '../../src/definitions/function';
import { checkRuntimes } from '../../src/functions/runtimes/check-runtimes';
import { findBootstrap } from '../../src/functions/runtimes/runtime-api/bootstrap';
import { chooseRuntime, runtimeProblem } from '../../src/functions/runtimes/runtimes';
import { files, folder } from '../support';
import { fn, hosted, lives, until } from './support';

/** A client of the Runtime API: `act` gets an event, with what it needs to answer in another way. */
const CLIENT = `
  const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/';
  const post = (path, body, headers = {}) => fetch(base + path, { method: 'POST', body, headers });
  const headersOf = (response) => Object.fromEntries(response.headers);
  (async () => {
    await initialize({ post });
    for (let calls = 1; ; calls++) {
      const response = await fetch(base + 'invocation/next');
      const headers = headersOf(response);
      const id = headers['lambda-runtime-aws-request-id'];
      const event = await response.json();
      try {
        const result = await act(event, { headers, calls, post, id });
        if (result !== undefined) { await post('invocation/' + id + '/response', JSON.stringify(result)); }
      } catch (error) {
        await post('invocation/' + id + '/error', JSON.stringify({ errorType: error.name, errorMessage: error.message, stackTrace: ['here'] }));
      }
    }
  })();
`;

/** Makes a file a program. */
function executable(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

/** Files of a function whose \`bootstrap\` is a shell script. The PATH of a function need not lead to this Node.js. */
function code(act: string, initialize = ''): string {
  const root = files({
    'client.js': `const initialize = async ({ post }) => { ${initialize} };\nconst act = async (event, { headers, calls, post, id }) => { ${act} };\n${CLIENT}`,
  });
  executable(join(root, 'bootstrap'), `#!/bin/sh\nset -eu\nexec '${process.execPath}' client.js "$@"\n`);
  return root;
}

const custom = (root: string, properties: Partial<FunctionPlan> = {}) =>
  fn({ runtime: 'provided.al2023', handler: 'any', code: { kind: 'folder', path: root }, ...properties });

describe('a bootstrap of the function', () => {
  test('gets each event with its headers, and gives results', async () => {
    const { call } = hosted({ maxEnvironments: 1 });
    const one = custom(code('return { event, headers, calls, pid: process.pid };'), { timeoutMillis: 5000 });
    const first = (await call(one, { title: 'Zoë' })) as { headers: Record<string, string>; pid: number };
    const left = Number(first.headers['lambda-runtime-deadline-ms']) - Date.now();
    expect(first).toMatchObject({
      event: { title: 'Zoë' },
      headers: {
        'lambda-runtime-aws-request-id': expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        'lambda-runtime-invoked-function-arn': one.arn,
      },
      calls: 1,
    });
    expect(left).toBeGreaterThan(1000);
    expect(left).toBeLessThanOrEqual(5000);
    expect(await call(one)).toMatchObject({ event: {}, calls: 2, pid: first.pid });
  });

  test('gets the trace id', async () => {
    const { invoke } = hosted();
    const one = custom(code('return headers["lambda-runtime-trace-id"];'));
    expect(await invoke(one, {}, { traceId: 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700' })).toEqual({
      kind: 'result',
      payload: '"Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700"',
    });
  });

  test('runs in the folder of the code, with the variables of the service and no others', async () => {
    vi.stubEnv('GITHUB_TOKEN', 'planted-secret');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { call } = hosted();
    const root = code('return { variables: process.env, folder: process.cwd(), argv: process.argv.slice(2) };');
    const seen = await call(custom(root, { handler: 'books.list', environment: { TABLE: 'books', AWS_LAMBDA_RUNTIME_API: 'x' } }));
    expect(seen).toMatchObject({
      variables: {
        _HANDLER: 'books.list',
        LAMBDA_TASK_ROOT: root,
        TABLE: 'books',
        AWS_REGION: 'eu-west-1',
        AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      },
      folder: root,
      argv: [],
    });
    expect((seen as { variables: object }).variables).not.toHaveProperty('AWS_EXECUTION_ENV');
    expect(JSON.stringify(seen)).not.toContain('planted-secret');
  });

  test('writes to the log with the request', async () => {
    const { call, output, texts } = hosted();
    await call(custom(code('console.log("a"); console.error("b"); return 1;', 'console.log("loading");')));
    await until(() => texts().length === 3);
    expect(output().map(({ level, text, requestId }) => [level, text, requestId])).toEqual(
      expect.arrayContaining([
        ['stdout', 'loading', undefined],
        ['stdout', 'a', 'r-1'],
        ['stderr', 'b', 'r-1'],
      ]),
    );
  });

  test('has written its output before its result, also what does not end with a line break', async () => {
    const { call, output } = hosted({ maxEnvironments: 1 });
    const one = custom(code('process.stdout.write("line " + calls + "\\nopen"); return 1;'));
    for (let round = 1; round <= 3; round++) {
      await call(one);
      expect(output().slice(-2)).toMatchObject([
        { requestId: `r-${round}`, level: 'stdout', text: `line ${round}` },
        { requestId: `r-${round}`, level: 'stdout', text: 'open' },
      ]);
    }
  });

  test('reports errors', async () => {
    const { invoke } = hosted();
    expect(await invoke(custom(code('throw new RangeError("no such book");')))).toEqual({
      kind: 'error',
      error: { errorType: 'RangeError', errorMessage: 'no such book', trace: ['here'] },
    });
  });

  test.each<[string, string, RegExp]>([
    ['exits', 'process.exit(3);', /^Runtime\.ExitError: Runtime exited with error: exit status 3$/],
    ['exits in good order', 'process.exit(0);', /^Runtime\.ExitError: Runtime exited without providing a reason$/],
    ['is ended by a signal', 'process.kill(process.pid, "SIGKILL");', /^Runtime\.ExitError: Runtime exited with error: signal: SIGKILL$/],
    ['uses too much memory', 'const kept = []; for (;;) { kept.push(Buffer.alloc(1e7, 1)); }', /used more than its 128 MB of memory/],
  ])('that %s during an invocation is replaced', async (_, act, reason) => {
    const { invoke, call } = hosted({ maxEnvironments: 1 });
    const one = custom(code(`if (event.bad) { ${act} } return process.pid;`));
    const pid = (await call(one)) as number;
    expect(await invoke(one, { bad: true })).toEqual({ kind: 'crash', reason: expect.stringMatching(reason) });
    expect(await call(one)).not.toBe(pid);
    expect(lives(pid)).toBe(false);
  });

  test('that does not answer is ended at the timeout of the function', async () => {
    const { invoke, call } = hosted({ maxEnvironments: 1 });
    const one = custom(code('if (event.bad) { return; } return process.pid;'), { timeoutMillis: 1000 });
    const pid = (await call(one)) as number;
    expect(await invoke(one, { bad: true })).toEqual({ kind: 'timeout', millis: 1000 });
    await until(() => !lives(pid));
    expect(await call(one)).not.toBe(pid);
  });

  test('that exits before it asks for the invocation gets another environment, and nothing runs twice', async () => {
    const { call } = hosted({ maxEnvironments: 1 });
    const marks = folder();
    const act = `
      require('node:fs').appendFileSync(${JSON.stringify(join(marks, 'calls'))}, 'x');
      await post('invocation/' + id + '/response', String(event.n));
      setTimeout(() => process.exit(1), 100);
      return new Promise(() => {});
    `;
    const one = custom(code(act));
    expect([await call(one, { n: 1 }), await call(one, { n: 2 })]).toEqual([1, 2]);
  });

  test('whose response is not for the current invocation waits for the right one', async () => {
    const { invoke } = hosted();
    const one = custom(code('const refused = await post("invocation/other/response", "1"); return refused.status;'));
    expect(await invoke(one)).toEqual({ kind: 'result', payload: '400' });
  });
});

describe('a bootstrap that does not start', () => {
  const LINUX = process.platform === 'linux';

  test.each<[string, string, RegExp]>([
    [
      'reports why',
      'await post("init/error", JSON.stringify({ errorType: "Runtime.ImportModuleError", errorMessage: "no module books" })); process.exit(1);',
      /^books does not load \(handler any\): Runtime\.ImportModuleError: no module books$/,
    ],
    [
      'reports why and stays',
      'await post("init/error", JSON.stringify({ errorMessage: "no module books" })); await new Promise((resolve) => setTimeout(resolve, 60000));',
      /Runtime\.Unknown: no module books$/,
    ],
    ['exits', 'process.exit(2);', /Runtime\.ExitError: Runtime exited with error: exit status 2$/],
  ])('because it %s', async (_, initialize, reason) => {
    const { invoke } = hosted();
    expect(await invoke(custom(code('return 1;', initialize)))).toEqual({ kind: 'init-error', reason: expect.stringMatching(reason) });
  });

  /** An ELF header for this machine, as far as it is looked at. */
  const elf = (machine: number) =>
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, ...Array.from({ length: 12 }, () => 0), machine & 0xff, machine >> 8]);
  const foreign = process.arch === 'arm64' ? { machine: 62, name: 'x64' } : { machine: 183, name: 'arm64' };

  test.each<[string, string | Buffer | undefined, number, RegExp]>([
    [
      'is missing',
      undefined,
      0,
      /Couldn't find valid bootstrap\(s\): \[.*\/bootstrap .*\/bootstrap\]: the code, or a layer, needs an executable file/,
    ],
    ['may not be executed', '#!/bin/sh\n', 0o644, /fork\/exec .*\/bootstrap: permission denied: make it executable/],
    [
      'names an interpreter that is missing',
      '#!/nowhere/ruby -w\n',
      0o755,
      /bootstrap: no such file or directory: its first line names \/nowhere\/ruby, which/,
    ],
    ['names no interpreter', '#!\n', 0o755, /its first line names no interpreter, which/],
  ])('because it %s', (_, content, mode, reason) => {
    const root = folder();
    if (content !== undefined) {
      executable(join(root, 'bootstrap'), content as string);
      chmodSync(join(root, 'bootstrap'), mode);
    }
    expect(() => findBootstrap(root, folder(), 'REMEDY')).toThrow(/^Runtime\.InvalidEntrypoint: /);
    expect(() => findBootstrap(root, folder(), 'REMEDY')).toThrow(reason);
  });

  // The gateway reads the architecture from ELF headers, which only Linux programs have.
  test.runIf(LINUX).each<[string, string | Buffer, RegExp]>([
    [
      'is built for another architecture',
      elf(foreign.machine),
      new RegExp(
        `exec format error: it is built for linux on ${foreign.name}, and this machine is linux on ${process.arch}: build it for this one, or REMEDY$`,
      ),
    ],
    ['is built for an unknown architecture', elf(243), /it is built for linux on another architecture, and/],
    ['is cut off', elf(62).subarray(0, 10), /it is built for linux on another architecture, and/],
    ['is built for a big-endian machine', Buffer.from(elf(62).fill(2, 5, 6)), /built for linux on another architecture, and/],
    ['is no program', 'echo hello\n', /exec format error: it is neither a program for Linux nor a script/],
    ['is empty', '', /exec format error/],
  ])('because it %s', (_, content, reason) => {
    const root = folder();
    executable(join(root, 'bootstrap'), content as string);
    expect(() => findBootstrap(root, undefined, 'REMEDY')).toThrow(reason);
  });

  test('because it is built for Linux, and this is another system', () => {
    const root = folder();
    executable(join(root, 'bootstrap'), elf(62) as unknown as string);
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
    onTestFinished(() => platform.mockRestore());
    expect(() => findBootstrap(root, undefined, 'REMEDY')).toThrow(/this machine is darwin on/);
  });

  test('is reported at the start where it is known then', () => {
    const [root, good] = [folder(), folder()];
    executable(join(good, 'bootstrap'), '#!/bin/sh\n');
    const texts = (fns: FunctionPlan[], programs = {}) => checkRuntimes(programs, fns).map(({ text }) => text);
    expect(texts([custom(root), custom(good)])).toEqual([
      expect.stringMatching(
        /^does not start: Runtime\.InvalidEntrypoint: Couldn't find valid bootstrap\(s\): \[.*\/bootstrap\]: the code, or a layer/,
      ),
    ]);
    expect(texts([custom(root, { layers: [{ kind: 'folder', path: good }] })])).toEqual([]);
    expect(texts([custom(root, { code: { kind: 'zip', path: 'code.zip' } })])).toEqual([]);
    expect(texts([custom(root)], { 'provided.al2023': 'sh' })).toEqual([]);
  });

  test('is reported with the flag that invokes the function elsewhere', async () => {
    const { invoke } = hosted();
    const root = folder();
    executable(join(root, 'bootstrap'), elf(243) as unknown as string);
    expect(await invoke(custom(root))).toMatchObject({
      kind: 'init-error',
      reason: expect.stringMatching(/or run it elsewhere and pass --function Stack\/Books=http:\/\/127\.0\.0\.1:<port>$/),
    });
  });
});

test('a bootstrap of a layer runs the code of the function', async () => {
  const layer = folder();
  executable(join(layer, 'bootstrap'), `#!/bin/sh\nexec '${process.execPath}' client.js layer\n`);
  const act = 'return { argv: process.argv.slice(2), folder: process.cwd() };';
  const root = files({ 'client.js': `const initialize = async () => {}; const act = async () => { ${act} }; ${CLIENT}` });
  const { call } = hosted();
  expect(await call(custom(root, { layers: [{ kind: 'folder', path: layer }] }))).toEqual({ argv: ['layer'], folder: root });
});

test('a bootstrap of the code takes precedence over one of a layer', () => {
  const [root, layers] = [folder(), folder()];
  executable(join(layers, 'bootstrap'), '#!/bin/sh\n');
  mkdirSync(join(root, 'bootstrap'));
  expect(findBootstrap(root, layers, '')).toBe(join(layers, 'bootstrap'));
  const both = folder();
  executable(join(both, 'bootstrap'), '#!/bin/sh\n');
  expect(findBootstrap(both, layers, '')).toBe(join(both, 'bootstrap'));
});

describe('a command', () => {
  const java = (command: string) => ({ runtimes: { java21: command } });
  const NODE = `'${process.execPath}'`;

  test('runs every other runtime, with the handler where it is asked for, and without a shell', async () => {
    const root = code('return { argv: process.argv.slice(2), folder: process.cwd(), runtime: process.env.AWS_EXECUTION_ENV };');
    const { call } = hosted(java(`${NODE} client.js -cp lib/* "$HOME; exit" '{handler}' x={handler}`));
    expect(await call(custom(root, { runtime: 'java21', handler: 'books.List::handle$&' }))).toEqual({
      argv: ['-cp', 'lib/*', '$HOME; exit', 'books.List::handle$&', 'x=books.List::handle$&'],
      folder: root,
      runtime: 'AWS_Lambda_java21',
    });
  });

  test('can name the folders of its environment', async () => {
    const act = 'return { argv: process.argv.slice(2), env: [process.env.HOME, process.env.TMPDIR] };';
    const { call } = hosted(java(`${NODE} client.js {home} {tmp} {other}`));
    const { argv, env } = (await call(custom(code(act), { runtime: 'java21' }))) as { argv: string[]; env: string[] };
    expect(argv).toEqual([...env, '{other}']);
  });

  test('can take the place of the bootstrap', async () => {
    const root = files({ 'client.js': `const initialize = async () => {}; const act = async () => 'command'; ${CLIENT}` });
    const { call } = hosted({ runtimes: { 'provided.al2023': `${NODE} client.js` } });
    expect(await call(custom(root))).toBe('command');
  });

  test('is found on the PATH, and must be a program', () => {
    expect(chooseRuntime('java21', { java21: 'sh -c x' })).toEqual({
      kind: 'command',
      program: expect.stringMatching(/^\/.*\/sh$/),
      args: ['-c', 'x'],
    });
    const functions = [custom('', { runtime: 'java21' })];
    expect(checkRuntimes({ java21: 'sh' }, functions)).toEqual([]);
    expect(() => checkRuntimes({ java21: '/nowhere/java -jar x' }, functions)).toThrow(
      '--runtime java21: /nowhere/java -jar x is not a program that can be run',
    );
  });

  test('is asked for where a runtime has none', () => {
    expect(runtimeProblem('ruby3.3', {})).toBe(
      "its runtime is ruby3.3, and no program is named that runs it: pass --runtime ruby3.3='<program> <arguments>' with a client of the Lambda Runtime API, or --function <function>=http://127.0.0.1:9001 if it runs elsewhere",
    );
    expect(runtimeProblem('ruby3.3', { 'ruby3.3': 'sh' })).toBeUndefined();
    expect(runtimeProblem('provided.al2023', {})).toBeUndefined();
  });

  test('is asked for on Windows, where no bootstrap runs', () => {
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    onTestFinished(() => platform.mockRestore());
    expect(runtimeProblem('provided.al2023', {})).toMatch(
      /^its runtime is provided\.al2023, whose programs are for Linux: pass --runtime provided\.al2023=/,
    );
  });
});

test('nothing is left when the gateway closes', async () => {
  const { host, call } = hosted();
  const { pid, address, home } = (await call(
    custom(code('return { pid: process.pid, address: process.env.AWS_LAMBDA_RUNTIME_API, home: process.env.HOME };')),
  )) as { pid: number; address: string; home: string };
  await host.close();
  expect(lives(pid)).toBe(false);
  await expect(fetch(`http://${address}/`)).rejects.toThrow('fetch failed');
  expect(() => chmodSync(home, 0o700)).toThrow('ENOENT');
});
