import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';

const EXPORT_ALL = /^__exportStar\(require\("(\.[^"]*)"\), exports\);$/gm;

const DEFINE_LAZILY = `const lazily = (name, load) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get() {
    const value = load();
    Object.defineProperty(exports, name, { enumerable: true, configurable: true, value });
    return value;
} });`;

/** Without this cache, Node.js searches the hundreds of entry points of aws-cdk-lib again for each module that requires one. */
const CACHE_REQUIRE =
  'const required = Object.create(null), requireUncached = require;\nrequire = (name) => required[name] ??= requireUncached(name);';

/** A class that refers to itself, which esbuild turns into `var Name = class _Name {`. Error messages show the name of a class. */
const RENAMED_CLASS = /^ *var (\w+) = class _\1 (?:extends .*)?\{$/gm;

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  legalComments: 'none',
  logLevel: 'silent',
};

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

/**
 * Bundles the compiled modules of a package into one `modules.js` beside each entry point, because Node.js takes longer
 * to find and read many small files than to run them. A module stays a function that runs when something of it is first
 * used. There is one copy of each: a later bundle takes what it shares with an earlier one from there.
 *
 * @param folder the folder of the package, whose `lib` holds what the compiler wrote
 */
export function bundleLib(folder: string): void {
  const lib = join(folder, 'lib');
  const bundles: string[] = [];
  const bundled = new Set<string>();
  const entries = entryPoints(folder);
  for (const index of indexFiles(lib)) {
    exportLazily(index);
  }
  for (const entry of entries) {
    const bundle = posix.join(posix.dirname(entry), 'modules.js');
    const external = bundles.map((name) => join(lib, name));
    const modules = modulesBehind(lib, entry, external).filter((name) => !bundled.has(name));
    const contents = modules.map((name) => `exports[${JSON.stringify(name)}] = () => require("./${name}");`).join('\n');
    const names = Object.keys(createRequire(join(lib, entry))(join(lib, entry)));
    writeBundle({ stdin: { contents, resolveDir: lib }, outfile: join(lib, bundle), external });
    for (const name of modules) {
      bundled.add(name);
      writeFileSync(join(lib, name), `module.exports = require("${relativePath(name, bundle)}")["${name}"]();\n`);
    }
    bundles.push(bundle);
    // Node.js reads from the last line which names an ES module can import; it never runs.
    const exported = `"use strict";\nmodule.exports = require("./modules")["${entry}"]();\n0 && (module.exports = { ${names.join(', ')} });\n`;
    writeFileSync(join(lib, entry), exported);
  }
  removeJavaScriptExcept(lib, [...entries, ...bundles]);
}

/** The compiled files that package.json exports, such as `index.js` and `engine/index.js`. */
function entryPoints(folder: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  return Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : [target.default.replace('./lib/', '')]));
}

/** Every index, those of folders included: a part that only its index leads to runs when something of it is first used. */
function indexFiles(lib: string): string[] {
  return readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:^|[\\/])index\.js$/.test(file))
    .sort((a, b) => b.length - a.length)
    .map((file) => join(lib, file));
}

/** Makes an index load each file when something of it is first used, as the index of aws-cdk-lib does. */
function exportLazily(index: string): void {
  const load = createRequire(index);
  const text = readFileSync(index, 'utf8');
  const lazy = text.replace(EXPORT_ALL, (_, file: string) =>
    Object.keys(load(file))
      .map((name) => `lazily("${name}", () => require("${file}").${name});`)
      .join('\n'),
  );
  writeFileSync(index, lazy.replace('"use strict";\n', `$&${DEFINE_LAZILY}\n`));
}

/** The files that a module requires, directly or through others, itself included, relative to `lib`. */
function modulesBehind(lib: string, entry: string, external: string[]): string[] {
  const options = { ...OPTIONS, entryPoints: [entry], absWorkingDir: lib, outdir: lib, external };
  const { metafile } = buildSync({ ...options, metafile: true, write: false });
  return Object.keys(metafile.inputs);
}

function writeBundle(options: BuildOptions): void {
  const { outputFiles } = buildSync({ ...OPTIONS, ...options, banner: { js: CACHE_REQUIRE }, write: false });
  for (const { path, text } of outputFiles) {
    writeFileSync(
      path,
      text.replace(RENAMED_CLASS, '$& static { Object.defineProperty(this, "name", { value: "$1", configurable: true }); }'),
    );
  }
}

function relativePath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}

function removeJavaScriptExcept(lib: string, kept: readonly string[]): void {
  for (const file of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.js') && !kept.includes(file.replaceAll('\\', '/'))) {
      rmSync(join(lib, file));
    }
  }
}

if (process.argv[1] === __filename) {
  bundleLib(process.cwd());
}
