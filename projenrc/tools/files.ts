import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The input files of a package's distributions. */
const PACKED = ['package.json', 'README.md', 'CHANGELOG.md', 'API.md', 'LICENSE', '.npmignore', '.jsii', 'lib'];

/** All files in a folder and its subfolders, or the file itself. */
function filesOf(path: string): string[] {
  if (!existsSync(path)) {
    return [];
  }
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Copies the files of a folder, and keeps the folder structure that the registries require. */
export function copyFiles(from: string, to: string): void {
  for (const source of filesOf(from)) {
    const target = join(to, source.slice(from.length));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
  }
}

/** A hash of all input files of these packages' distributions. */
export function digestOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of folders.flatMap((folder) => PACKED.flatMap((name) => filesOf(join(folder, name)))).sort()) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}
