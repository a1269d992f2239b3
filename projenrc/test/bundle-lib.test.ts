import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bundleLib } from '../tools/bundle-lib';

const exportStar = (file: string) => `__exportStar(require("${file}"), exports);`;
const recordRun = (name: string) => `(globalThis.ran ??= []).push("${name}");`;

/** A compiled package with two entry points, which have a module in common. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    exports: { '.': { default: './lib/index.js' }, './engine': { default: './lib/engine/index.js' }, './package.json': './package.json' },
  }),
  'lib/index.js': `"use strict";\n${exportStar('./car')}\n${exportStar('./boat')}\n`,
  'lib/index.d.ts': '',
  'lib/car.js': `"use strict";
// a comment
${recordRun('car')}
const engine_1 = require("./engine/motor");
const wheel_1 = require("./parts");
class Car { motor = new engine_1.Motor(); wheel = wheel_1.wheel; text = '…'; static DEFAULT = new Car(); }
exports.Car = Car;
exports.separator = require("node:path").sep;
`,
  'lib/car.d.ts': '',
  'lib/boat.js': `"use strict";\n${recordRun('boat')}\nexports.boat = 1;\n`,
  // parts and car require each other.
  'lib/parts/index.js': '"use strict";\nexports.wheel = "wheel";\nexports.car = () => require("../car").Car;\n',
  'lib/engine/index.js': `"use strict";
exports.fuel = void 0;
${exportStar('./motor')}
var fuel_1 = require("./fuel");
Object.defineProperty(exports, "fuel", { enumerable: true, get: function () { return fuel_1.fuel; } });
`,
  'lib/engine/motor.js': `"use strict";\n${recordRun('motor')}\nexports.Motor = class Motor {};\n`,
  'lib/engine/fuel.js': '"use strict";\nexports.fuel = new (require("./motor").Motor)();\n',
  'lib/types.js': '"use strict";\n',
};

let folder: string;
const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trim();
const resultOf = (script: string) => JSON.parse(run('-e', `console.log(JSON.stringify((() => { ${script} })()))`));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  for (const [name, text] of Object.entries(FILES)) {
    write(name, text);
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

test('leaves the entry points, a bundle beside each, and the declarations', () => {
  bundleLib(folder);
  const files = readdirSync(join(folder, 'lib'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));

  expect(files.sort()).toEqual(['car.d.ts', 'engine/index.js', 'engine/modules.js', 'index.d.ts', 'index.js', 'modules.js']);
});

test('runs a module once, when one of its exports is first used', () => {
  bundleLib(folder);
  const script = `
    const index = require('./lib/index.js');
    const before = globalThis.ran ?? [];
    const { Car, separator } = index;
    const { wheel, text } = new Car();
    return [before, globalThis.ran, wheel, text, separator.length, Object.keys(index)];`;

  expect(resultOf(script)).toEqual([[], ['car', 'motor'], 'wheel', '…', 1, ['Car', 'separator', 'boat']]);
});

test('runs what only the index of a folder leads to when something of it is first used', () => {
  write('lib/car.js', `"use strict";\nconst tools_1 = require("./tools");\nexports.Car = class { repair() { return tools_1.jack; } };\n`);
  write('lib/tools/index.js', `"use strict";\n${exportStar('./jack')}\n`);
  write('lib/tools/jack.js', `"use strict";\n${recordRun('jack')}\nexports.jack = "jack";\n`);

  bundleLib(folder);

  const script = `const car = new (require('./lib').Car)(); const before = globalThis.ran ?? []; return [before, car.repair(), globalThis.ran];`;
  expect(resultOf(script)).toEqual([[], 'jack', ['jack']]);
});

test('keeps one copy of a module that two entry points share, whichever is loaded first', () => {
  bundleLib(folder);
  const same = 'return [new index.Car().motor instanceof engine.Motor, engine.fuel instanceof engine.Motor, globalThis.ran]';

  expect(resultOf(`const index = require('./lib'), engine = require('./lib/engine'); ${same}`)).toEqual([true, true, ['motor', 'car']]);
  expect(resultOf(`const engine = require('./lib/engine'), index = require('./lib'); ${same}`)).toEqual([true, true, ['motor', 'car']]);
});

test('resolves modules that require each other', () => {
  bundleLib(folder);
  const script = `return require('./lib/modules')['parts/index.js']().car() === require('./lib').Car`;

  expect(resultOf(script)).toBe(true);
});

test('resolves the modules of another package once', () => {
  write('lib/boat.js', '"use strict";\nexports.boat = require("other").name;\n');
  write('lib/car.js', '"use strict";\nexports.Car = require("other").name;\n');
  write('node_modules/other/index.js', 'exports.name = "other";');
  bundleLib(folder);
  const script = `
    const Module = require('node:module'), load = Module._load;
    let count = 0;
    Module._load = function (name) { count += name === 'other' ? 1 : 0; return load.apply(this, arguments); };
    const { boat, Car } = require('./lib');
    return [boat, Car, count];`;

  expect(resultOf(script)).toEqual(['other', 'other', 1]);
});

test('keeps the name of a class that refers to itself', () => {
  bundleLib(folder);

  expect(resultOf(`return require('./lib').Car.DEFAULT.constructor.name`)).toBe('Car');
});

test('lets an ES module import every name', () => {
  bundleLib(folder);
  const script = `import { Car, boat } from './lib/index.js'; import { fuel, Motor } from './lib/engine/index.js';
    console.log(new Car().motor instanceof Motor, fuel instanceof Motor, boat)`;

  expect(run('--input-type=module', '-e', script)).toBe('true true 1');
});

test('writes no comments, and no character that takes V8 two bytes', () => {
  bundleLib(folder);
  const text = readFileSync(join(folder, 'lib/modules.js'), 'utf8');

  expect(text).not.toContain('a comment');
  expect(text).toMatch(/^[\0-\xff]*$/);
});

test('refuses a module that requires a missing file', () => {
  write('lib/boat.js', '"use strict";\nexports.sail = 1; exports.hull = () => require("./hull");\n');

  expect(() => bundleLib(folder)).toThrow('Could not resolve "./hull"');
});
