import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shapeEntryPoints } from '../tools/entry-points';

const STAR = (file: string) => `__exportStar(require("${file}"), exports);`;

/** A compiled package with two entry points, which have a module in common. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    exports: { '.': { default: './lib/index.js' }, './engine': { default: './lib/engine/index.js' }, './package.json': './package.json' },
  }),
  'lib/index.js': `"use strict";\n${STAR('./car')}\n${STAR('./boat')}\n`,
  'lib/index.d.ts': '',
  'lib/car.js': `"use strict";
// a comment
(globalThis.ran ??= []).push("car");
const engine_1 = require("./engine/motor");
const wheel_1 = require("./parts");
exports.Car = class Car { motor = new engine_1.Motor(); wheel = wheel_1.wheel; text = '…'; };
exports.separator = require("node:path").sep;
`,
  'lib/car.d.ts': '',
  'lib/boat.js': '"use strict";\n(globalThis.ran ??= []).push("boat");\nexports.boat = 1;\n',
  // Each asks for the other.
  'lib/parts/index.js': '"use strict";\nexports.wheel = "wheel";\nexports.car = () => require("../car").Car;\n',
  'lib/engine/index.js': `"use strict";
exports.fuel = void 0;
${STAR('./motor')}
var fuel_1 = require("./fuel");
Object.defineProperty(exports, "fuel", { enumerable: true, get: function () { return fuel_1.fuel; } });
`,
  'lib/engine/motor.js': '"use strict";\n(globalThis.ran ??= []).push("motor");\nexports.Motor = class Motor {};\n',
  'lib/engine/fuel.js': '"use strict";\nexports.fuel = new (require("./motor").Motor)();\n',
  'lib/types.js': '"use strict";\n',
};

let folder: string;
const shape = () => shapeEntryPoints(folder);
const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).trim();
const printed = (script: string) => JSON.parse(run('-e', `console.log(JSON.stringify((() => { ${script} })()))`));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modules-'));
  for (const [name, text] of Object.entries(FILES)) {
    write(name, text);
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

test('entry points and declarations stay, and what they need is in a file beside each', () => {
  shape();
  const files = readdirSync(join(folder, 'lib'), { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));

  expect(files.sort()).toEqual(['car.d.ts', 'engine/index.js', 'engine/modules.js', 'index.d.ts', 'index.js', 'modules.js']);
});

test('a module runs when something of it is first asked for, and once', () => {
  shape();
  const script = `
    const index = require('./lib/index.js');
    const before = globalThis.ran ?? [];
    const { Car, separator } = index;
    const { wheel, text } = new Car();
    return [before, globalThis.ran, wheel, text, separator.length, Object.keys(index)];`;

  expect(printed(script)).toEqual([[], ['car', 'motor'], 'wheel', '…', 1, ['Car', 'separator', 'boat']]);
});

test('there is one copy of what two entry points share, whichever comes first', () => {
  shape();
  const same = 'return [new index.Car().motor instanceof engine.Motor, engine.fuel instanceof engine.Motor, globalThis.ran]';

  expect(printed(`const index = require('./lib'), engine = require('./lib/engine'); ${same}`)).toEqual([true, true, ['motor', 'car']]);
  expect(printed(`const engine = require('./lib/engine'), index = require('./lib'); ${same}`)).toEqual([true, true, ['motor', 'car']]);
});

test('modules that ask for one another find one another', () => {
  shape();

  expect(printed(`const { load } = require('./lib/modules'); return load('./parts/index').car() === require('./lib').Car`)).toBe(true);
});

test('an ES module finds every name', () => {
  shape();
  const script = `import { Car, boat } from './lib/index.js'; import { fuel, Motor } from './lib/engine/index.js';
    console.log(new Car().motor instanceof Motor, fuel instanceof Motor, boat)`;

  expect(run('--input-type=module', '-e', script)).toBe('true true 1');
});

test('comments are left to the declarations, and no character takes two bytes', () => {
  shape();
  const text = readFileSync(join(folder, 'lib/modules.js'), 'utf8');

  expect(text).not.toContain('a comment');
  expect(text).toMatch(/^[\0-\xff]*$/);
});

test('a file that is not there is an error', () => {
  write('lib/boat.js', '"use strict";\nexports.sail = 1; exports.hull = () => require("./hull");\n');

  expect(shape).toThrow('./boat requires ./hull, which is not there');
});
