import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeLazy } from '../tools/lazy-exports';

let folder: string;
const at = (name: string) => join(folder, name);
const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lazy-'));
  writeFileSync(at('one.js'), 'globalThis.loaded = ["one"]; class One {} exports.One = One; exports.first = () => 1;');
  writeFileSync(at('two.js'), '(globalThis.loaded ??= []).push("two"); exports.two = 2;');
  writeFileSync(at('index.js'), '"use strict";\n__exportStar(require("./one"), exports);\n__exportStar(require("./two"), exports);\n');
  makeLazy(at('index.js'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a file is loaded when something of it is first asked for', () => {
  const script = `
    const index = require('./index.js');
    const before = globalThis.loaded;
    const found = index.two + index.two;
    console.log(JSON.stringify([before ?? null, found, globalThis.loaded, Object.keys(index)]))`;

  expect(JSON.parse(run('-e', script))).toEqual([null, 4, ['two'], ['One', 'first', 'two']]);
});

test('an ES module finds every name', () => {
  const script = `import { One, first, two } from './index.js'; console.log(new One() instanceof One, first(), two)`;

  expect(run('--input-type=module', '-e', script).trim()).toBe('true 1 2');
});

test('what is done already stays as it is', () => {
  const before = readFileSync(at('index.js'), 'utf8');
  makeLazy(at('index.js'));

  expect(readFileSync(at('index.js'), 'utf8')).toBe(before);
});
