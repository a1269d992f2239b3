import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The files and folders from which the distributions of a package are built. */
const PACKED = ['package.json', 'README.md', 'CHANGELOG.md', 'API.md', 'LICENSE', '.npmignore', '.jsii', 'lib'];

/** Lists the files of a folder recursively, or a single file. */
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

/** Copies the files of a folder, with the folder layout that the registry of each language requires. */
export function copyFiles(from: string, to: string): void {
  for (const source of filesOf(from)) {
    const target = join(to, source.slice(from.length));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
  }
}

/** Returns a digest of all files from which the distributions of these packages are built. */
export function digestOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of folders.flatMap((folder) => PACKED.flatMap((name) => filesOf(join(folder, name)))).sort()) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}
