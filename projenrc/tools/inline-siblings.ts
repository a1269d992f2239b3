import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, posix, resolve, sep } from 'node:path';
import { buildSync } from 'esbuild';
import { NPM_SCOPE } from '../family';

/** `@family/core/engine`, in compiled code and in declarations. */
const SIBLING = new RegExp(`(require\\(|from |import\\()(["'])(${NPM_SCOPE}/[^"']+)\\2`, 'g');

/** Modules that a construct package may load and a command-line tool must not. */
const FORBIDDEN = ['aws-cdk-lib', 'constructs'];

/**
 * Copies the code of sibling packages into the compiled package, so that it can be installed without them. Without this,
 * a command-line tool that uses the engine of core would bring aws-cdk-lib with it, the peer dependency of core.
 *
 * @param folder the folder of the package, whose `lib` holds what the compiler wrote
 */
export function inlineSiblings(folder: string): void {
  const lib = join(folder, 'lib');
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(?:js|d\.ts)$/.test(file));
  const texts = new Map(files.map((file) => [file.replaceAll(sep, '/'), readFileSync(join(lib, file), 'utf8')]));
  const { name: own } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name: string };
  const siblings = new Set([...texts.values()].flatMap((text) => [...text.matchAll(SIBLING)].map(([, , , name]) => name as string)));
  // The package names itself in the tests that it writes for its users.
  siblings.delete(own);
  const declarations = new Map([...siblings].map((name) => [name, copyDeclarations(lib, name)]));
  bundle(lib, [...siblings]);
  for (const [file, text] of texts) {
    const inlined = text.replace(SIBLING, (all, before: string, quote: string, name: string) => {
      if (name === own) {
        return all;
      }
      const target = file.endsWith('.d.ts') ? (declarations.get(name) as string) : `siblings.js`;
      const path = posix.relative(posix.dirname(file), target);
      const written = `${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
      return file.endsWith('.d.ts') ? `${before}${written}` : `require(${written})[${quote}${name}${quote}](`;
    });
    if (inlined !== text) {
      writeFileSync(join(lib, file), inlined);
    }
  }
}

/**
 * Bundles the siblings together, so that what they share is there once. Each is loaded when it is first used. The sources are
 * bundled, because the compiled entry points of a package share one bundle, which loads aws-cdk-lib.
 */
function bundle(lib: string, siblings: readonly string[]): void {
  const { metafile } = buildSync({
    stdin: {
      contents: siblings.map((name) => `exports[${JSON.stringify(name)}] = () => require(${JSON.stringify(name)});`).join('\n'),
      resolveDir: lib,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    alias: Object.fromEntries(siblings.map((name) => [name, join(folderOfSubpath(name, 'src'), 'index.ts')])),
    external: FORBIDDEN.flatMap((name) => [name, `${name}/*`]),
    keepNames: true,
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    outfile: join(lib, 'siblings.js'),
  });
  const loaded = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const external = loaded.filter((path) => !isBuiltin(path));
  if (external.length > 0) {
    throw new Error(`the siblings ${siblings.join(', ')} load ${external.join(', ')}, which the package does not depend on`);
  }
}

/** The folder of `@family/core/engine` below the sources or the compiled files: `packages/core/src/engine`. */
function folderOfSubpath(name: string, below: 'src' | 'lib'): string {
  const [packageName = '', ...subpath] = name.slice(NPM_SCOPE.length + 1).split('/');
  return resolve('..', packageName, below, ...subpath);
}

/** Copies the declarations of a sibling's subpath. Returns the path of the copied entry point. */
function copyDeclarations(lib: string, name: string): string {
  const target = posix.join('siblings', name.slice(NPM_SCOPE.length + 1));
  const folder = folderOfSubpath(name, 'lib');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.d.ts'))) {
    mkdirSync(dirname(join(lib, target, file)), { recursive: true });
    cpSync(join(folder, file), join(lib, target, file));
  }
  return posix.join(target, 'index');
}

if (process.argv[1] === __filename) {
  inlineSiblings(process.cwd());
}
