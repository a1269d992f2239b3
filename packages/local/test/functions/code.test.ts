import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FunctionCode } from '../../src/definitions/function-code';
import { CodeFolders, type CodeFoldersOptions } from '../../src/functions/code/code-folders';
import { MAX_UNPACKED_BYTES, unzip } from '../../src/functions/code/unzip';
import { TempFolders } from '../../src/functions/processes/temp-folders';
import { files, folder } from '../support';
import { fn, hosted } from './support';

const UNIX = 3;
const LINK = 0o120777;

/** A zip archive in a file of its own. */
function zip(contents: Zippable, change: (bytes: Buffer) => Buffer = (bytes) => bytes): string {
  const path = join(folder(), 'code.zip');
  writeFileSync(path, change(Buffer.from(zipSync(contents))));
  return path;
}

const text = (content: string) => strToU8(content);

/** Replaces bytes, in the directory and before each file. */
const replaced = (from: string, to: string) => (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');

describe('zip archives', () => {
  test('run as functions', async () => {
    const { call } = hosted();
    const path = zip({
      'src/index.mjs': text("import { a } from '../lib/a.mjs'; export const handler = async () => a;"),
      'lib/a.mjs': text('export const a = 1;'),
    });
    expect(await call(fn({ code: { kind: 'zip', path }, handler: 'src/index.handler' }))).toBe(1);
  });

  test('files, folders, permissions and sizes', async () => {
    const target = folder();
    const contents: Zippable = {
      'a.txt': [text('stored'), { level: 0 }],
      'deep/er/b.txt': [text('deflated'.repeat(1000)), { level: 9 }],
      'bin/run': [text('#!/bin/sh'), { os: UNIX, attrs: 0o100755 << 16 }],
      'empty/': [new Uint8Array(), { os: UNIX, attrs: 0o040755 << 16 }],
      'none.txt': new Uint8Array(),
      'ünï.txt': text('name'),
    };
    await unzip(zip(contents), target);
    expect(readFileSync(join(target, 'a.txt'), 'utf8')).toBe('stored');
    expect(readFileSync(join(target, 'deep/er/b.txt'), 'utf8')).toBe('deflated'.repeat(1000));
    expect(statSync(join(target, 'bin/run')).mode & 0o777).toBe(0o755);
    expect(statSync(join(target, 'empty')).isDirectory()).toBe(true);
    expect(statSync(join(target, 'none.txt')).size).toBe(0);
    expect(readFileSync(join(target, 'ünï.txt'), 'utf8')).toBe('name');
  });

  test('more entries than the short directory holds', async () => {
    const target = folder();
    const path = zip({ 'a.txt': text('a') }, withZip64Directory);
    await unzip(path, target);
    expect(readFileSync(join(target, 'a.txt'), 'utf8')).toBe('a');
  });

  test.each<[string, () => string, RegExp]>([
    ['a path that leads out', () => zip({ '../out.txt': text('x') }), /invalid relative path: \.\.\/out\.txt/],
    ['a path that leads out from within', () => zip({ 'a/../../out.txt': text('x') }), /invalid relative path/],
    ['an absolute path', () => zip({ '/tmp/out.txt': text('x') }), /absolute path/],
    ['a path of Windows', () => zip({ 'C:out.txt': text('x') }), /absolute path/],
    ['backslashes', () => zip({ '..\\out.txt': text('x') }), /invalid characters/],
    ['a NUL', () => zip({ 'a\0b': text('x') }), /would be outside/],
    ['a folder that leads out', () => zip({ '../out/': new Uint8Array() }), /invalid relative path/],
    ['no name', () => zip({ '': text('x') }), /would be outside/],
    ['a dot', () => zip({ './a': text('x') }), /would be outside/],
    [
      'a symbolic link',
      () => zip({ link: [text('/etc/passwd'), { os: UNIX, attrs: LINK << 16 }] }),
      /its entry link is a link or a device/,
    ],
    ['a link with a folder’s name', () => zip({ 'link/': [text('/etc'), { os: UNIX, attrs: LINK << 16 }] }), /is a link or a device/],
    ['a file through a file', () => zip({ a: text('x'), 'a/b': text('y') }), /cannot be unpacked/],
    ['one name twice', () => zip({ aaaa: text('x'), bbbb: text('y') }, replaced('bbbb', 'aaaa')), /cannot be unpacked: EEXIST/],
    ['what is larger than Lambda takes', () => zip({ big: text('x') }, sized(MAX_UNPACKED_BYTES + 1)), /larger than 262144000 bytes/],
    [
      'a bomb that lies about its size',
      () => zip({ bomb: new Uint8Array(5_000_000) }, sized(10)),
      /its entry bomb is broken: too many bytes in the stream/,
    ],
    [
      'a file shorter than announced',
      () => zip({ short: text('abc') }, sized(100)),
      /its entry short is broken: not enough bytes in the stream/,
    ],
    [
      'broken data',
      () =>
        zip({ a: text(String(Array.from({ length: 1000 }, (_, index) => Math.sqrt(index)))) }, (bytes) =>
          Buffer.from(bytes).fill(0xff, 31, 60),
        ),
      /its entry a is broken/,
    ],
    ['an encrypted file', () => zip({ a: text('a') }, (bytes) => patched(bytes, 8, 1)), /its entry a is encrypted/],
    [
      'an unknown way of packing',
      () => zip({ a: text('a') }, (bytes) => patched(bytes, 10, 99)),
      /its entry a is encrypted, or compressed by an unknown method/,
    ],
    ['a directory that points nowhere', () => zip({ a: text('a') }, (bytes) => patched(bytes, 42, 0x7fffffff)), /its entry a is broken/],
    [
      'data beyond the end',
      () => zip({ a: [text('a'), { level: 0 }] }, (bytes) => patched(bytes, 20, 0x7fffffff)),
      /size mismatch for stored file/,
    ],
    [
      'packed data beyond the end',
      () => zip({ a: [text('a'.repeat(50)), { level: 9 }] }, (bytes) => patched(bytes, 20, 0x7fffffff)),
      /its entry a is broken/,
    ],
    [
      'a cut archive',
      () => zip({ a: text('a') }, (bytes) => bytes.subarray(0, -30)),
      /End of central directory record signature not found/,
    ],
    [
      'a long directory that points nowhere',
      () => zip({ a: text('a') }, (bytes) => withZip64Directory(bytes, { offset: 2n ** 40n })),
      /cannot be unpacked/,
    ],
    [
      'a long directory with more entries than there are',
      () => zip({ a: text('a') }, (bytes) => withZip64Directory(bytes, { entries: 2n ** 40n })),
      /cannot be unpacked/,
    ],
    [
      'a long size that is too large',
      () => zip({ a: text('a') }, (bytes) => withZip64Size(bytes, 2n ** 40n)),
      /larger than 262144000 bytes/,
    ],
    ['a long size that is a lie', () => zip({ a: text('a') }, (bytes) => withZip64Size(bytes, 1000n)), /cannot be unpacked/],
    ['anything else', () => join(files({ 'code.zip': 'hello' }), 'code.zip'), /End of central directory record signature not found/],
    ['nothing', () => '/nowhere/code.zip', /\/nowhere\/code\.zip cannot be unpacked: ENOENT/],
  ])('%s is refused', async (_, archive, reason) => {
    const parent = folder();
    const target = join(parent, 'target');
    mkdirSync(target);
    await expect(unzip(archive(), target)).rejects.toThrow(reason);
    expect(readdirSync(parent)).toEqual(['target']);
    expect(existsSync('/tmp/out.txt')).toBe(false);
  });

  test('refused archives are reported like other code that does not load', async () => {
    const { host } = hosted();
    const path = zip({ '../out.txt': text('x') });
    await expect(host.prepare([fn({ code: { kind: 'zip', path } })])).rejects.toThrow(
      /^books does not load \(handler index\.handler\): the code in .*code\.zip cannot be unpacked/,
    );
  });
});

describe('folders of code', () => {
  const folders = (options: Partial<CodeFoldersOptions> = {}) => {
    const temp = new TempFolders();
    onTestFinished(() => temp.close());
    return { temp, code: new CodeFolders({ temp, ...options }) };
  };

  const rootOf = async (code: CodeFolders, of: FunctionCode, layers: readonly FunctionCode[] = []) =>
    (await code.prepare({ code: of, layers, runtime: 'nodejs22.x' })).root;

  test('are made once for the same code', async () => {
    const { code } = folders();
    const path = zip({ 'index.js': text('') });
    expect(await rootOf(code, { kind: 'zip', path })).toBe(await rootOf(code, { kind: 'zip', path }));
    expect(await rootOf(code, { kind: 'inline', text: 'a' })).toBe(await rootOf(code, { kind: 'inline', text: 'a' }));
    expect(await rootOf(code, { kind: 'inline', text: 'b' })).not.toBe(await rootOf(code, { kind: 'inline', text: 'a' }));
  });

  test('are used as they are where there is one', async () => {
    const path = folder();
    expect(await rootOf(folders().code, { kind: 'folder', path })).toBe(path);
    await expect(rootOf(folders().code, { kind: 'folder', path: join(path, 'nowhere') })).rejects.toThrow('there is no folder');
  });

  test('of an archive that is refused are removed at once, and not made again until the archive changes', async () => {
    const { temp, code } = folders();
    const made = vi.spyOn(temp, 'create');
    const path = zip({ 'large.txt': new Uint8Array(1_000_000), '../out.txt': text('x') });
    await expect(rootOf(code, { kind: 'zip', path })).rejects.toThrow(/invalid relative path/);
    await expect(rootOf(code, { kind: 'zip', path })).rejects.toThrow(/invalid relative path/);
    expect(made).toHaveBeenCalledTimes(1);
    expect(existsSync(made.mock.results[0]?.value as string)).toBe(false);
    writeFileSync(path, zipSync({ 'index.js': text('') }));
    utimesSync(path, 1, 1);
    expect(existsSync(join(await rootOf(code, { kind: 'zip', path }), 'index.js'))).toBe(true);
  });

  test.each<[string, string, boolean]>([
    ['to a file within', 'lib/a.js', true],
    ['to a folder within', 'lib', true],
    ['to nothing within', 'nowhere', true],
    ['to a file outside', '../outside/a.js', false],
    ['to a folder outside', '../outside', false],
    ['to nothing outside', '../nowhere', false],
    ['to a sibling whose name begins the same', '../code-2', false],
    ['anywhere', '/etc/hostname', false],
  ])('with a link %s', async (_, target, isAccepted) => {
    const parent = files({ 'code/lib/a.js': '', 'outside/a.js': '', 'code-2/a.js': '' });
    const path = join(parent, 'code');
    symlinkSync(target, join(path, 'link'));
    const found = rootOf(folders().code, { kind: 'folder', path });
    if (isAccepted) {
      expect(await found).toBe(path);
    } else {
      await expect(found).rejects.toThrow(/its link link leads out of .*: run cdk synth again, or pass --allow-external-links/);
      expect(await rootOf(folders({ allowExternalLinks: true }).code, { kind: 'folder', path })).toBe(path);
    }
  });

  test('with links deep within and in layers', async () => {
    const parent = files({ 'code/deep/er/a.js': '', 'layer/nodejs/node_modules/a/index.js': '', 'layer/shared/index.js': '' });
    const path = join(parent, 'code');
    const layer = { kind: 'folder', path: join(parent, 'layer') } as const;
    const modules = join(layer.path, 'nodejs/node_modules');
    symlinkSync('../../shared', join(modules, 'shared'));
    expect(await rootOf(folders().code, { kind: 'folder', path }, [layer])).toBe(path);
    symlinkSync('../../../code', join(modules, 'out'));
    await expect(rootOf(folders().code, { kind: 'folder', path }, [layer])).rejects.toThrow(/its link nodejs.node_modules.out leads/);
    symlinkSync('../../../layer', join(path, 'deep/er/out'));
    await expect(rootOf(folders().code, { kind: 'folder', path })).rejects.toThrow(/its link deep.er.out leads/);
  });

  test('find the AWS SDK that the runtime would bring', async () => {
    const modules = join(
      files({ 'node_modules/@aws-sdk/client-x/index.js': 'module.exports = "sdk";', 'node_modules/other/index.js': '' }),
      'node_modules',
    );
    const { call } = hosted({ modules });
    const code =
      'exports.handler = async () => { let other; try { require("other"); } catch (error) { other = error.code; } return [require("@aws-sdk/client-x"), (await import("@aws-sdk/client-x")).default, other]; };';
    expect(await call(fn({ code: { kind: 'inline', text: code } }))).toEqual(['sdk', 'sdk', 'MODULE_NOT_FOUND']);
  });

  test('find the modules of layers, of which the last one wins, in archives as well', async () => {
    const layers: FunctionCode[] = ['one', 'two'].map((name) => ({
      kind: 'folder',
      path: files({
        'nodejs/node_modules/shared/index.js': `module.exports = '${name}';`,
        [`nodejs/node22/node_modules/${name}/package.json`]: { main: 'm.js' },
        [`nodejs/node22/node_modules/${name}/m.js`]: 'module.exports = require("shared");',
        'nodejs/node18/node_modules/older/index.js': '',
      }),
    }));
    layers.push({ kind: 'zip', path: zip({ 'nodejs/node_modules/packed/index.js': text('module.exports = require("shared") + "!";') }) });
    const { call } = hosted();
    const code = {
      'index.mjs': `import shared from 'shared'; import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
        const none = ({ code }) => code;
        export const handler = async () => [shared, require('shared'), (await import('one')).default, require('two'), require('packed'),
          await import('older').catch(none), await import('./nowhere.mjs').catch(none)];`,
    };
    const path = files(code);
    expect(await call(fn({ code: { kind: 'folder', path }, layers }))).toEqual([
      'two',
      'two',
      'two',
      'two',
      'two!',
      'ERR_MODULE_NOT_FOUND',
      'ERR_MODULE_NOT_FOUND',
    ]);
  });

  test('find programs and libraries of layers', async () => {
    const layer = files({ 'bin/tool': '#!/bin/sh\necho from-layer\n', 'lib/x': '' });
    chmodSync(join(layer, 'bin/tool'), 0o755);
    const source =
      'exports.handler = async () => [require("node:child_process").execFileSync("tool", { encoding: "utf8" }), process.env.LD_LIBRARY_PATH, process.env.NODE_PATH];';
    const layers = [{ kind: 'folder', path: layer }] as const;
    const { call } = hosted();
    const result = await call(fn({ code: { kind: 'inline', text: source }, layers }));
    expect(result).toEqual(['from-layer\n', join(layer, 'lib'), expect.not.stringContaining('undefined')]);
  });

  test('are merged once, and not if a file of one is a folder of another', async () => {
    const { code } = folders();
    const layer = (contents: object) => ({ kind: 'folder', path: files({ ...contents }) }) as const;
    const [a, b] = [layer({ 'a/b': 'file', same: '1' }), layer({ 'a/c': 'file', same: '2' })];
    const prepared = { code: a, runtime: 'nodejs22.x', layers: [a, b] };
    const merged = await code.prepare(prepared);
    expect(merged).toEqual(await code.prepare(prepared));
    expect(readdirSync(join(merged.layers ?? '', 'a')).sort()).toEqual(['b', 'c']);
    expect(readFileSync(join(merged.layers ?? '', 'same'), 'utf8')).toBe('2');
    expect(readFileSync(join(a.path, 'same'), 'utf8')).toBe('1');
    const conflict = code.prepare({ ...prepared, layers: [a, layer({ a: 'file' })] });
    await expect(conflict).rejects.toThrow(/does not go together with the layers before it/);
  });

  test('are gone after closing, files that cannot be written included', async () => {
    const { temp, code } = folders();
    const path = await rootOf(code, { kind: 'zip', path: zip({ 'a/b': [text('x'), { os: UNIX, attrs: 0o100444 << 16 }] }) });
    chmodSync(join(path, 'a'), 0o755);
    await temp.close();
    await temp.close();
    expect(existsSync(path)).toBe(false);
    expect(mkdtempSync(join(tmpdir(), 'still-there-'))).toBeTruthy();
  });
});

/** Where the first entry of the directory begins. */
const directoryOf = (bytes: Buffer) => bytes.readUInt32LE(bytes.length - 22 + 16);

/** Writes into the directory's first entry. */
function patched(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  const location = directoryOf(copy) + at;
  if (at < 20) {
    copy.writeUInt16LE(value, location);
  } else {
    copy.writeUInt32LE(value, location);
  }
  return copy;
}

function sized(size: number) {
  return (bytes: Buffer) => patched(bytes, 24, size);
}

/** The long form of the directory's end, as archives with very many entries have it. */
function withZip64Directory(bytes: Buffer, { entries = 1n, offset = BigInt(directoryOf(bytes)) } = {}): Buffer {
  const end = bytes.subarray(bytes.length - 22);
  const long = Buffer.alloc(56);
  long.writeUInt32LE(0x06064b50, 0);
  long.writeBigUInt64LE(entries, 32);
  long.writeBigUInt64LE(offset, 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(bytes.length - 22), 8);
  const short = Buffer.from(end);
  short.writeUInt16LE(0xffff, 10);
  short.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([bytes.subarray(0, -22), long, locator, short]);
}

/** The size of the only entry in the long form, behind its name of one letter. */
function withZip64Size(bytes: Buffer, size: bigint): Buffer {
  const directory = directoryOf(bytes);
  const entry = Buffer.from(bytes.subarray(directory, -22));
  entry.writeUInt32LE(0xffffffff, 24);
  entry.writeUInt16LE(12, 30);
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(size, 4);
  const end = Buffer.from(bytes.subarray(-22));
  end.writeUInt32LE(entry.length + extra.length, 12);
  return Buffer.concat([bytes.subarray(0, directory), entry, extra, end]);
}
