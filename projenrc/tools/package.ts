import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Builds the distributions of every package and gathers them in dist/ at the root.
 * One run of jsii-pacmak over all packages lets the siblings find each other.
 *
 * Usage: npm run package [-- language ...], the languages being js and python unless named.
 */
const root = process.cwd();
const wanted = process.argv.slice(2);
const languages = wanted.length > 0 ? wanted : ['js', 'python'];

const folders = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name))
  .filter((folder) => existsSync(join(folder, 'package.json')));
const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const [constructs, tools] = [folders.filter((folder) => manifestOf(folder).jsii), folders.filter((folder) => !manifestOf(folder).jsii)];
const run = (command: string, args: string[], cwd = root) => execFileSync(command, args, { cwd, stdio: 'inherit' });

run('npx', ['nx', 'run-many', '-t', 'compile']);
for (const language of languages) {
  const out = join(root, 'dist', language);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  for (const folder of folders) {
    rmSync(join(folder, 'dist', language), { recursive: true, force: true });
  }
  run('npx', ['jsii-pacmak', ...constructs, '--target', language]);
  if (language === 'js') {
    for (const tool of tools) {
      run('npm', ['run', 'package:js'], tool);
    }
  }
  for (const folder of folders) {
    gather(join(folder, 'dist', language), out);
  }
}
console.log(`dist/ holds ${languages.map((language) => `${readdirSync(join(root, 'dist', language)).length} in ${language}/`).join(', ')}`);

/** Copies a package's files of one language to the root's folder, keeping what each language's repository layout needs. */
function gather(from: string, to: string): void {
  if (!existsSync(from)) {
    return;
  }
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) {
      const source = join(entry.parentPath, entry.name);
      const target = join(to, source.slice(from.length));
      mkdirSync(join(target, '..'), { recursive: true });
      copyFileSync(source, target);
    }
  }
}
