import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

const RELATIVE = /\brequire\("(\.[^"]*)"\)/g;

/** What Node.js does, for the modules of one package. */
const LOADER = `const modules = Object.create(null);
const loaded = Object.create(null);
function load(name) {
    let module = loaded[name];
    if (module === undefined) {
        module = loaded[name] = { exports: {} };
        const run = modules[name];
        if (run === undefined) {
            module.exports = require(name);
        }
        else {
            run.call(module.exports, module.exports, load, module);
        }
    }
    return module.exports;
}
module.exports = { load, modules };
`;

/**
 * Puts the modules of a compiled package into one file beside each entry point, as functions that are called when they
 * are first asked for. To find and read many small files takes Node.js longer than to run them, and longer still to
 * find aws-cdk-lib anew from each. There remains one copy of each module.
 *
 * @param lib the folder of the compiled files: what is left of its JavaScript are the entry points and these files
 * @param entries the entry points, as `index` and `engine/index`; a module goes to the first that reaches it
 */
export function joinModules(lib: string, entries: readonly string[]): void {
  const compiled = new Map(javaScriptIn(lib).map((name) => [`./${name}`, readFileSync(join(lib, `${name}.js`), 'utf8')]));
  const reached = new Set(entries.map((entry) => `./${entry}`));
  const written = entries.flatMap((entry) => {
    const beside = posix.join(posix.dirname(entry), 'modules');
    const names = reachedFrom(`./${entry}`, compiled, reached);
    const functions = names.map((name) => functionOf(name, compiled));
    const upward = posix.relative(posix.dirname(beside), 'modules');
    const head = entry === entries[0] ? LOADER : `module.exports = require("${upward}");\nconst { modules } = module.exports;\n`;
    writeFileSync(join(lib, `${beside}.js`), inLatin1(`"use strict";\n${head}${functions.join('')}`));
    writeFileSync(join(lib, `${entry}.js`), loading(`./${entry}`, compiled));
    return [entry, beside];
  });
  for (const name of javaScriptIn(lib).filter((name) => !written.includes(name))) {
    rmSync(join(lib, `${name}.js`));
  }
}

function javaScriptIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  return files.map((file) => file.replaceAll('\\', '/').slice(0, -'.js'.length)).sort();
}

/** The modules behind one, without those that are reached already. */
function reachedFrom(from: string, compiled: ReadonlyMap<string, string>, reached: Set<string>): string[] {
  const names = [...(compiled.get(from) ?? '').matchAll(RELATIVE)].map(([, specifier]) => resolved(from, specifier, compiled));
  return names.flatMap((name) => {
    if (reached.has(name)) {
      return [];
    }
    reached.add(name);
    return [name, ...reachedFrom(name, compiled, reached)];
  });
}

function resolved(from: string, specifier: string, compiled: ReadonlyMap<string, string>): string {
  const path = `./${posix.join(posix.dirname(from), specifier)}`;
  const name = [path, `${path}/index`].find((candidate) => compiled.has(candidate));
  if (name === undefined) {
    throw new Error(`${from} requires ${specifier}, which is not there: compile the package anew, from an empty folder`);
  }
  return name;
}

function functionOf(name: string, compiled: ReadonlyMap<string, string>): string {
  return `modules["${name}"] = function (exports, require, module) {\n${withoutComments(named(name, compiled))}};\n`;
}

/** The text of a module, which asks for others of the package by their names in it. */
function named(from: string, compiled: ReadonlyMap<string, string>): string {
  return (compiled.get(from) ?? '').replace(RELATIVE, (_, specifier: string) => `require("${resolved(from, specifier, compiled)}")`);
}

/** The same for an entry point. */
function loading(entry: string, compiled: ReadonlyMap<string, string>): string {
  const text = named(entry, compiled).replace(/\brequire\("(\.\/[^"]*)"\)/g, 'load("$1")');
  return text.replace(/^"use strict";\n/, '$&const { load } = require("./modules");\n');
}

/** They are in the declarations, where editors read them. */
function withoutComments(text: string): string {
  const options = { removeComments: true, target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS };
  return ts.transpileModule(text, { compilerOptions: options }).outputText.replace(/^"use strict";\n/, '');
}

/** The engine keeps a text that has any other character in twice the room, and reads it more slowly. */
function inLatin1(text: string): string {
  return text.replace(/[^\0-\xff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
