import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyFiles, digestOf } from './files';
import { packagesOnDisk } from './packages-on-disk';

/**
 * Builds the distributions of every package and gathers them in dist/ at the root.
 * A single run of jsii-pacmak over all packages lets siblings resolve each other.
 *
 * Usage: npm run package [-- language ...], all languages by default.
 */

/** How the distributions of a language are built. For `go` and `dotnet` these are sources that are not compiled. */
const LANGUAGES: Record<
  string,
  { readonly target: string; readonly sources?: boolean; readonly needs?: readonly string[]; readonly remedy?: string }
> = {
  js: { target: 'js' },
  python: { target: 'python', needs: ['python3', '--version'], remedy: 'install Python 3.9 or later with its venv module' },
  java: { target: 'java', needs: ['mvn', '--version'], remedy: 'install a JDK, 11 or later, and Maven' },
  go: { target: 'go', sources: true },
  dotnet: { target: 'dotnet', sources: true },
  // The compiled packages for NuGet, beside the sources of `dotnet`.
  nuget: { target: 'dotnet', needs: ['dotnet', '--version'], remedy: 'install the .NET SDK, 6 or later' },
};
const DEFAULT_LANGUAGES = ['js', 'python', 'java', 'go', 'dotnet'];

const root = process.cwd();
const wanted = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT_LANGUAGES;
const packages = packagesOnDisk().map((member) => ({ ...member, folder: join(root, member.folder) }));
const constructs = packages.filter(({ manifest }) => manifest.jsii).map(({ folder }) => folder);
const tools = packages.filter(({ manifest }) => !manifest.jsii).map(({ folder }) => folder);
const run = (command: string, args: string[], cwd = root) => execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });

for (const language of wanted) {
  need(language);
}
run('npx', ['nx', 'run-many', '-t', 'compile']);
const digest = digestOf(packages.map(({ folder }) => folder));
for (const language of wanted) {
  const stamp = join(root, 'node_modules/.cache/package', language);
  const out = join(root, 'dist', language);
  if (existsSync(out) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) {
    console.log(`dist/${language} is up to date`);
    continue;
  }
  rmSync(stamp, { force: true });
  build(language, out);
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, digest);
  console.log(`dist/${language} contains ${readdirSync(out).join(', ')}`);
}

function need(language: string): void {
  const how = LANGUAGES[language];
  if (how === undefined) {
    throw new Error(`unknown language ${language}: choose one of ${Object.keys(LANGUAGES).join(', ')}`);
  }
  const [command, ...args] = how.needs ?? [];
  if (command !== undefined) {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
    } catch {
      throw new Error(`${command} cannot be run, but dist/${language} needs it: ${how.remedy}`);
    }
  }
}

function build(language: string, out: string): void {
  const { target, sources } = LANGUAGES[language];
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const { folder } of packages) {
    rmSync(join(folder, 'dist', target), { recursive: true, force: true });
  }
  if (target !== 'js') {
    run('npx', ['tsx', 'projenrc/tools/translate.ts']);
  }
  run('npx', ['jsii-pacmak', ...constructs, '--target', target, ...(sources ? ['--code-only'] : [])]);
  if (language === 'js') {
    for (const tool of tools) {
      run('npm', ['run', 'package:js', '--silent'], tool);
    }
  }
  for (const { folder } of packages) {
    copyFiles(join(folder, 'dist', target), out);
  }
}
