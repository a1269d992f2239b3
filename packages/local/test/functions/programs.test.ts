import { chmodSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findProgram, isProgram, resolveProgram, splitCommand } from '../../src/functions/runtimes/programs';
import { chooseRuntime } from '../../src/functions/runtimes/runtimes';
import type { LogEntry } from '../../src/gateway/log-entry';
import { LocalGateway } from '../../src/index';
import { handwritten } from '../serve/app';
import { files, integration, route } from '../support';

/** A folder with these programs is the whole `PATH`. */
function onPath(programs: Readonly<Record<string, string>>) {
  const folder = files({ 'plain.txt': '', ...programs });
  for (const name of Object.keys(programs)) {
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', ['', join(folder, 'nowhere'), folder].join(delimiter));
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

describe('splitCommand', () => {
  test.each<[string, readonly string[]]>([
    ['java -jar app.jar', ['java', '-jar', 'app.jar']],
    ['  a \t b\n', ['a', 'b']],
    [`'/Program Files/java' "-Da=b c" d`, ['/Program Files/java', '-Da=b c', 'd']],
    [`a'b'"c"d`, ['abcd']],
    [`a '' ""`, ['a', '', '']],
    ['a\\ b \\"c\\" \\\\', ['a b', '"c"', '\\']],
    ['"a \\"b\\" \\\\ \\n"', ['a "b" \\ \\n']],
    [`'a\\'`, ['a\\']],
    ['C:\\tools\\java.exe -x', ['C:\\tools\\java.exe', '-x']],
    ['a\\', ['a\\']],
    ['a; rm -rf $HOME `b` && c > d | *', ['a;', 'rm', '-rf', '$HOME', '`b`', '&&', 'c', '>', 'd', '|', '*']],
  ])('%s', (command, words) => {
    expect(splitCommand(command)).toEqual(words);
  });

  test.each([
    ['a "b', /a quote " that is not closed/],
    ["a 'b", /a quote ' that is not closed/],
    ['', /the command is empty/],
    ['  ', /the command is empty/],
    ['"" a', /the command is empty/],
  ])('refuses %j', (command, message) => {
    expect(() => splitCommand(command)).toThrow(message);
  });
});

describe('programs', () => {
  test('are files that can be run', () => {
    const folder = onPath({ a: '' });
    expect([join(folder, 'a'), join(folder, 'plain.txt'), folder, join(folder, 'b')].map(isProgram)).toEqual([true, false, false, false]);
  });

  test('are found on the PATH, the earlier names first', () => {
    const folder = onPath({ a: '', b: '' });
    expect(findProgram(['c', 'b', 'a'])).toBe(join(folder, 'b'));
    expect(findProgram(['c'])).toBeUndefined();
    expect(findProgram(['plain.txt'])).toBeUndefined();
  });

  test('with a separator are relative to the current folder', () => {
    onPath({ a: '' });
    expect(resolveProgram('.venv/bin/python')).toBe(resolve('.venv/bin/python'));
    expect(resolveProgram('nowhere')).toBe('nowhere');
  });
});

describe('a gateway', () => {
  const python = (Runtime: string) => ({
    Type: 'AWS::Lambda::Function',
    Properties: { Runtime, Handler: 'index.handler', Code: { ZipFile: 'x = 1' } },
  });

  test('reports a runtime that is newer than the Python on the PATH once', async () => {
    onPath({ python3: "#!/bin/sh\necho '3.11.7 /real/python3'\n" });
    const more = { Other: python('python3.13'), OtherInt: integration({ IntegrationUri: { 'Fn::GetAtt': ['Other', 'Arn'] } }) };
    const routes = { OtherRoute: route('GET /other', { Target: { 'Fn::Sub': 'integrations/${OtherInt}' } }) };
    const path = handwritten({ function: python('python3.13').Properties, more: { ...more, ...routes } });
    const gateway = await LocalGateway.load(path);
    onTestFinished(() => gateway.close());
    expect(gateway.diagnostics.map(({ text }) => text).filter((text) => text.includes('asks for'))).toEqual([
      'asks for python3.13, and Python 3.11.7 runs it: pass --runtime python3.13=<path of a Python> for another one',
    ]);
    const older = await LocalGateway.load(handwritten({ function: python('python3.11').Properties }));
    onTestFinished(() => older.close());
    expect(older.diagnostics.filter(({ text }) => text.includes('asks for'))).toEqual([]);
  });

  test('answers 501 with the words that it reports where there is no Python', async () => {
    onPath({});
    const entries: LogEntry[] = [];
    const log = (entry: LogEntry) => void entries.push(entry);
    const gateway = await LocalGateway.load(handwritten({ function: python('python3.13').Properties }), { log });
    onTestFinished(() => gateway.close());
    const reason =
      'its runtime is python3.13, and there is no python3 on the PATH: install it, or pass --runtime python3.13=<path of a Python>';
    expect(gateway.diagnostics).toContainEqual(expect.objectContaining({ text: `Fn cannot run here: ${reason}` }));
    const response = await gateway.inject({ path: '/' });
    expect([response.statusCode, response.text()]).toEqual([501, expect.stringContaining(reason)]);
    expect(entries).toContainEqual(expect.objectContaining({ kind: 'request', status: 501 }));
  });

  test('refuses a program that is none', async () => {
    const load = LocalGateway.load(handwritten({ function: python('python3.13').Properties }), {
      runtimes: { 'python3.13': 'nowhere/python' },
    });
    await expect(load).rejects.toThrow('--runtime python3.13: nowhere/python is not a program that can be run');
  });
});

describe('chooseRuntime', () => {
  test('Python is the first on the PATH that says that it is Python 3, of its own version if there is one', () => {
    const says = (answer: string) => `#!/bin/sh\necho '${answer}'\n`;
    const found = onPath({
      'python3.13': 'exit 1',
      python3: says('3.11.7 /real/python3'),
      python: says('2.7.18 /real/python'),
    });
    expect(chooseRuntime('python3.13', {})).toEqual({ kind: 'python', program: '/real/python3', version: '3.11.7' });
    const own = onPath({ 'python3.13': says('3.13.1 /real/python3.13'), python3: says('3.11.7 /real/python3') });
    expect(chooseRuntime('python3.13', {})).toEqual({ kind: 'python', program: '/real/python3.13', version: '3.13.1' });
    expect(chooseRuntime('python3.13', { 'python3.13': 'python3' })).toEqual({
      kind: 'python',
      program: '/real/python3',
      version: '3.11.7',
    });
    expect(chooseRuntime('python3.13', { 'python3.13': join(found, 'python3.13') })).toEqual({
      kind: 'python',
      program: join(found, 'python3.13'),
    });
    expect(own).not.toBe(found);
  });

  test('no Python is a runtime that is not available, with the flag that names one', () => {
    onPath({ python: '#!/bin/sh\necho 2.7.18 /real/python\n' });
    expect(chooseRuntime('python3.13', {})).toEqual({
      kind: 'unavailable',
      reason: expect.stringMatching(/there is no python3 on the PATH: install it, or pass --runtime python3.13=<path of a Python>/),
    });
  });

  test('Node.js is the one that runs the gateway, unless another one is named', () => {
    expect(chooseRuntime('nodejs22.x', {})).toEqual({ kind: 'node', program: process.execPath });
    expect(chooseRuntime('nodejs22.x', { 'nodejs22.x': 'bin/node' })).toEqual({ kind: 'node', program: resolve('bin/node') });
  });
});
