import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FunctionPlan } from '../../src/definitions/function';
import { findPython } from '../../src/functions/runtimes/python/python-runtime';
import { folderFn, hosted, inline } from '../functions/support';
import { files } from '../support';
import { requirePrograms } from './subjects';

beforeAll(requirePrograms);

const PYTHON = { runtime: 'python3.13' };
const python = (code: string, properties: Partial<FunctionPlan> = {}) => inline(code, { ...PYTHON, ...properties });
/** A function whose handler returns this expression. */
const returning = (expression: string, properties: Partial<FunctionPlan> = {}) =>
  python(`import collections, datetime, decimal, math, os, sys\ndef handler(event, context):\n    return ${expression}\n`, properties);

describe('handlers', () => {
  const code = {
    'app.py': 'def handler(event, context):\n    return "app"\n',
    'pkg/__init__.py': '',
    'pkg/deep/__init__.py': 'def here(event, context):\n    return "package"\n',
    'pkg/deep/module.py': 'from . import here\ndef there(event, context):\n    return ["module", here(event, context)]\n',
    'no_package/module.py': 'def handler(event, context):\n    return "namespace"\n',
    'kebab-case.py': 'def handler(event, context):\n    return "kebab"\n',
  };
  test.each<[string, unknown]>([
    ['app.handler', 'app'],
    ['pkg.deep.here', 'package'],
    ['pkg/deep/module.there', ['module', 'package']],
    ['pkg.deep.module.there', ['module', 'package']],
    ['no_package/module.handler', 'namespace'],
    ['kebab-case.handler', 'kebab'],
  ])('%s', async (handler, result) => {
    expect(await hosted().call(folderFn(code, { ...PYTHON, handler }))).toEqual(result);
  });

  test.each<[string, string, string]>([
    ['app.nothing', '', "Runtime.HandlerNotFound: Handler 'nothing' missing on module 'app'"],
    ['nowhere.handler', '', "Runtime.ImportModuleError: Unable to import module 'nowhere': No module named 'nowhere'"],
    [
      'broken.handler',
      'import numpy_of_nobody',
      "Runtime.ImportModuleError: Unable to import module 'broken': No module named 'numpy_of_nobody'",
    ],
    ['broken.handler', 'x = = 1', "Runtime.UserCodeSyntaxError: Syntax error in module 'broken': invalid syntax (broken.py, line 1)"],
    ['sys.exit', '', 'Runtime.BuiltInModuleConflict: Cannot use built-in module sys as a handler module'],
    ['handler', '', "Runtime.MalformedHandlerName: Bad handler 'handler'"],
    ['broken.handler', 'x = 1\nraise KeyError("no")', "KeyError: 'no' ("],
    ['broken.handler', 'import sys\nsys.exit(4)', 'its process exited with code 4'],
  ])('%s of a broken module does not load (%j)', async (handler, broken, reason) => {
    const { invoke, output } = hosted();
    const result = await invoke(folderFn({ ...code, 'broken.py': broken }, { ...PYTHON, handler }));
    expect(result).toEqual({ kind: 'init-error', reason: expect.stringContaining(`(handler ${handler}): ${reason}`) });
    if (reason.startsWith('Runtime.')) {
      const [first = ''] =
        output()
          .find(({ level }) => level === 'ERROR')
          ?.text.split('\n') ?? [];
      expect(first).toContain(`[ERROR] ${reason}`);
    }
  });

  test('have the code first on the path of modules, and nothing of the gateway', async () => {
    const one = folderFn(
      { 'index.py': 'import sys, main\ndef handler(event, context):\n    return [sys.path[0], main.name]\n', 'main.py': 'name = "mine"\n' },
      PYTHON,
    );
    expect(await hosted().call(one)).toEqual([expect.any(String), 'mine']);
    const names = await hosted().invoke(python('import apigwv2_local_nothing\n'));
    expect(names).toMatchObject({ kind: 'init-error' });
    expect(JSON.stringify(await hosted().call(returning('sys.path')))).not.toContain('bootstrap');
  });

  test('write no bytecode into the folder of the code', async () => {
    const one = folderFn({ 'index.py': 'import other\ndef handler(event, context):\n    return 1\n', 'other.py': '' }, PYTHON);
    await hosted().call(one);
    expect('path' in one.code ? readdirSync(one.code.path).sort() : []).toEqual(['index.py', 'other.py']);
  });
});

describe('layers', () => {
  const layer = (contents: Readonly<Record<string, unknown>>) => ({ kind: 'folder', path: files(contents) }) as const;
  const layers = () => [
    layer({
      'python/helpers/__init__.py': 'name = "first"',
      'python/lib/python3.13/site-packages/packaged.py': 'name = "site-packages"',
      'python/lib/python3.12/site-packages/older.py': '',
      'python/both.py': 'name = "python"',
    }),
    layer({
      'python/helpers/__init__.py': 'name = "last"',
      'python/helpers/more.py': 'name = "more"',
      'python/lib/python3.13/site-packages/both.py': 'name = "site-packages"',
      'python/lib/python3.13/site-packages/extra.pth': '../../../elsewhere\n',
      'python/elsewhere/by_pth.py': 'name = "pth"',
    }),
  ];
  const code = (names: string) =>
    `import importlib, subprocess, sys\ndef handler(event, context):\n    return [importlib.import_module(name).name for name in ${names}]\n`;

  test('are on the path of modules, merged as the service merges them', async () => {
    const one = python(code('("helpers", "helpers.more", "packaged", "both", "by_pth")'), { layers: layers() });
    expect(await hosted().call(one)).toEqual(['last', 'more', 'site-packages', 'site-packages', 'pth']);
    expect(await hosted().invoke(python(code('("older",)'), { layers: layers() }))).toMatchObject({
      error: { errorType: 'ModuleNotFoundError' },
    });
  });

  test('come after the code, and reach other processes of Python', async () => {
    const source = `import both, subprocess, sys
def handler(event, context):
    return [both.name, subprocess.check_output([sys.executable, "-c", "import helpers; print(helpers.name)"], text=True)]
`;
    const one = folderFn({ 'index.py': source, 'both.py': 'name = "code"' }, { ...PYTHON, layers: layers() });
    expect(await hosted().call(one)).toEqual(['code', 'last\n']);
  });

  test('can have the handler', async () => {
    const withHandler = layer({ 'python/wrapper/main.py': 'def handler(event, context):\n    return "wrapped"\n' });
    const one = python('', { layers: [...layers(), withHandler], handler: 'wrapper.main.handler' });
    expect(await hosted().call(one)).toBe('wrapped');
  });
});

describe('results', () => {
  test.each<[string, string]>([
    ['{"a": 1, "b": [True, None, 1.5]}', '{"a": 1, "b": [true, null, 1.5]}'],
    ['decimal.Decimal("10.50")', '10.50'],
    ['[decimal.Decimal("1"), decimal.Decimal("-0.001")]', '[1, -0.001]'],
    ['(1, 2)', '[1, 2]'],
    ['collections.namedtuple("Book", "id title")(1, "T")', '{"id": 1, "title": "T"}'],
    ['{1: "a", True: "b", None: "c", 1.5: "d"}', '{"1": "b", "null": "c", "1.5": "d"}'],
    ['{"body": b"bytes"}', '{"body": "bytes"}'],
    ['b\'{"raw": 1}\'', '{"raw": 1}'],
    ['collections.OrderedDict(b=1, a=2)', '{"b": 1, "a": 2}'],
    ['[math.nan, math.inf, -math.inf, decimal.Decimal("NaN")]', '[NaN, Infinity, -Infinity, NaN]'],
    ['10 ** 30', '1000000000000000000000000000000'],
    ['"Zoë 🎉"', '"Zoë 🎉"'],
  ])('%s', async (expression, payload) => {
    expect(await hosted().invoke(returning(expression))).toEqual({ kind: 'result', payload });
  });

  test('escape characters outside of ASCII before Python 3.12', async () => {
    const one = returning('{"ü": "🎉"}', { runtime: 'python3.11' });
    expect(await hosted().invoke(one)).toEqual({ kind: 'result', payload: '{"\\u00fc": "\\ud83c\\udf89"}' });
  });

  test.each<[string, string]>([
    ['datetime.datetime.now()', 'Object of type datetime is not JSON serializable'],
    ['{"a": {1, 2}}', 'Object of type set is not JSON serializable'],
    ['{(1, 2): 3}', 'keys must be str, int, float, bool or None, not tuple'],
    ['(lambda items: items.append(items) or items)([])', 'Circular reference detected'],
  ])('%s cannot be sent', async (expression, reason) => {
    expect(await hosted().invoke(returning(expression))).toMatchObject({
      kind: 'error',
      error: { errorType: 'Runtime.MarshalError', errorMessage: `Unable to marshal response: ${reason}` },
    });
  });

  test('of a coroutine cannot be sent, as in the service', async () => {
    expect(await hosted().invoke(python('async def handler(event, context):\n    return 1\n'))).toMatchObject({
      error: { errorMessage: 'Unable to marshal response: Object of type coroutine is not JSON serializable' },
    });
  });
});

describe('output', () => {
  test('by logging has level, time and request id; by print it is as it was written', async () => {
    const { call, output } = hosted();
    const one = python(`
import logging, sys
logging.getLogger().setLevel(logging.DEBUG)
def handler(event, context):
    print("plain")
    print("to stderr", file=sys.stderr)
    for level in ("debug", "info", "warning", "error"):
        getattr(logging.getLogger("books"), level)("%s of\\ntwo lines", level)
    try:
        1 / 0
    except ZeroDivisionError:
        logging.exception("caught")
    context.log("by the context")
    return context.aws_request_id
`);
    const id = await call(one);
    const stamp = `\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\t${id}`;
    expect(output().map(({ level, text }) => [level, text])).toEqual([
      ['stdout', 'plain'],
      ['stderr', 'to stderr'],
      ['DEBUG', expect.stringMatching(new RegExp(`^\\[DEBUG\\]\t${stamp}\tdebug of\ntwo lines$`))],
      ['INFO', expect.stringMatching(new RegExp(`^\\[INFO\\]\t${stamp}\tinfo of\ntwo lines$`))],
      ['WARN', expect.stringMatching(new RegExp(`^\\[WARNING\\]\t${stamp}\twarning of\ntwo lines$`))],
      ['ERROR', expect.stringMatching(new RegExp(`^\\[ERROR\\]\t${stamp}\terror of\ntwo lines$`))],
      [
        'ERROR',
        expect.stringMatching(
          /^\[ERROR\]\t.*\tcaught\nTraceback \(most recent call last\):\n {2}File "[^\n]*index\.py", line 10, in handler\n/,
        ),
      ],
      ['stdout', 'by the context'],
    ]);
  });

  test('by logging is that of warnings and errors unless the code changes it, and has no request id while the code loads', async () => {
    const { call, texts } = hosted();
    const code = 'import logging\nlogging.info("no")\nlogging.warning("loading")\ndef handler(event, context):\n    logging.info("no")\n';
    await call(python(code));
    expect(texts()).toEqual([expect.stringMatching(/^\[WARNING\]\t[^\t]*Z\t\tloading$/)]);
  });

  test('of bytes, of child processes and of several threads arrives', async () => {
    const { call, output } = hosted();
    const one = python(`
import concurrent.futures, os, subprocess, sys
def handler(event, context):
    sys.stdout.buffer.write(b"bytes \\xff\\n")
    subprocess.run(["echo", "child"], stdout=sys.stdout)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: print("thread " + str(number)), range(50)))
    pid = os.fork()
    if pid == 0:
        print("forked")
        sys.exit(9)
    return os.waitpid(pid, 0)[1] >> 8
`);
    expect(await call(one)).toBe(9);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const texts = output().map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['bytes �', 'child', 'forked', ...Array.from({ length: 50 }, (_, at) => `thread ${at}`)]));
    expect(await call(one)).toBe(9);
  });
});

test('lines that threads print at the same time arrive whole, once each', async () => {
  const { call, output } = hosted();
  const one = python(`
import sys, threading
sys.setswitchinterval(1e-6)
def lines(name):
    for number in range(200):
        print(name, number, sep=":", end=";")
        print("end")
def handler(event, context):
    threads = [threading.Thread(target=lines, args=(name,)) for name in "abcdefgh"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
`);
  await call(one);
  const expected = [...'abcdefgh'].flatMap((name) => Array.from({ length: 200 }, (_, number) => `${name}:${number};end`));
  expect(
    output()
      .map(({ text }) => text)
      .sort(),
  ).toEqual(expected.sort());
});

test('a handler that forks answers once', async () => {
  const { call } = hosted({ maxEnvironments: 1 });
  const one = python(
    'import os\ndef handler(event, context):\n    pid = os.fork()\n    if pid:\n        os.waitpid(pid, 0)\n    return os.getpid()\n',
    { timeoutMillis: 3000 },
  );
  const pid = await call(one);
  expect([await call(one), await call(one)]).toEqual([pid, pid]);
});

describe('errors', () => {
  const code = 'def inner():\n    raise LookupError("no bøøk")\n\ndef handler(event, context):\n    inner()\n';

  test('have the frames of the function alone, as the service formats them', async () => {
    const { invoke, output } = hosted();
    const result = await invoke(folderFn({ 'index.py': code }, PYTHON));
    const trace = [
      expect.stringMatching(/^ {2}File "[^"]*\/index\.py", line 5, in handler\n {4}inner\(\)\n$/),
      expect.stringMatching(/^ {2}File "[^"]*\/index\.py", line 2, in inner\n {4}raise LookupError\("no bøøk"\)\n$/),
    ];
    expect(result).toEqual({
      kind: 'error',
      error: { errorType: 'LookupError', errorMessage: 'no bøøk', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), trace },
    });
    const lines =
      output()
        .find(({ level }) => level === 'ERROR')
        ?.text.split('\n') ?? [];
    expect(lines.map((line) => line.replace(/"[^"]*\/index/, '"index'))).toEqual([
      '[ERROR] LookupError: no bøøk',
      'Traceback (most recent call last):',
      '\u00a0\u00a0File "index.py", line 5, in handler',
      '\u00a0\u00a0\u00a0\u00a0inner()',
      '\u00a0\u00a0File "index.py", line 2, in inner',
      '\u00a0\u00a0\u00a0\u00a0raise LookupError("no bøøk")',
    ]);
  });
});

test('an error whose message is longer than a message to the gateway is cut', async () => {
  const result = await hosted().invoke(python('def handler(event, context):\n    raise ValueError("x" * 9 * 1024 * 1024)\n'));
  expect(result).toMatchObject({ kind: 'error', error: { errorType: 'ValueError', errorMessage: 'x'.repeat(256 * 1024) } });
});

test.each(['spawn', 'forkserver'])('a handler uses multiprocessing by %s', async (method) => {
  const one = python(`
import multiprocessing
def work(end):
    end.send(7)
def handler(event, context):
    methods = multiprocessing.get_context("${method}")
    here, there = methods.Pipe()
    process = methods.Process(target=work, args=(there,))
    process.start()
    process.join()
    return [here.recv() if here.poll() else None, process.exitcode]
`);
  expect(await hosted().call(one)).toEqual([7, 0]);
});

describe('an environment', () => {
  test('has the context of the service', async () => {
    const one = returning(
      '[context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id, context.client_context, context.tenant_id, context.memory_limit_in_mb, repr(context).startswith("LambdaContext([aws_request_id=")]',
    );
    expect(await hosted().call(one)).toEqual([null, null, null, null, '128', true]);
  });

  test('reads and writes files as UTF-8, and has the time of UTC', async () => {
    const one = returning('[open.__module__, sys.getfilesystemencoding(), sys.flags.utf8_mode, __import__("time").tzname[0]]');
    expect(await hosted().call(one)).toEqual([expect.any(String), 'utf-8', 1, 'UTC']);
  });

  test('runs with the interpreter of a virtual environment that --runtime names', async () => {
    const folder = files({});
    const made = spawnSync(findPython('python3')?.program ?? '', ['-m', 'venv', '--without-pip', join(folder, 'venv')]);
    expect(made.status).toBe(0);
    const program = join(folder, 'venv/bin/python');
    const { call } = hosted({ runtimes: { 'python3.13': program } });
    const [prefix, path] = (await call(returning('[sys.prefix, os.environ["PATH"]]'))) as readonly [string, string];
    expect(prefix).toBe(join(folder, 'venv'));
    expect(path.split(':')[0]).toBe(join(folder, 'venv/bin'));
  });

  test('is started by a link as well', async () => {
    const link = join(files({}), 'python');
    symlinkSync(findPython('python3')?.program ?? '', link);
    expect(await hosted({ runtimes: { 'python3.13': link } }).call(returning('1'))).toBe(1);
    expect(existsSync(link)).toBe(true);
  });

  test('that a thread ends between two invocations fails none', async () => {
    const { call, output } = hosted({ maxEnvironments: 1 });
    const one = python(`
import os, threading, time
def handler(event, context):
    if event.get("later"):
        threading.Timer(0.05, lambda: os._exit(5)).start()
    return "fine"
`);
    expect(await call(one, { later: true })).toBe('fine');
    while (!output().some(({ text }) => /exited with code 5/.test(text))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await call(one)).toBe('fine');
  });

  test.each([
    'import json\njson.dumps = json.loads = None',
    'import os\nos.write = os.read = None',
    'import sys\nsys.stdout = sys.stderr = None',
    'import builtins\nbuiltins.len = builtins.print = None',
    'import logging\nlogging.getLogger().handlers.clear()',
  ])('that is broken by its code hurts itself alone: %j', async (misdeed) => {
    const { call, invoke } = hosted({ maxEnvironments: 1 });
    const { kind } = await invoke(python(`${misdeed}\ndef handler(event, context):\n    return 1\n`, { timeoutMillis: 500 }));
    expect(['result', 'error', 'crash', 'timeout', 'init-error']).toContain(kind);
    expect(await call(returning('1'))).toBe(1);
  });
});
