import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../command';
import { TARBALLS } from './paths';

/** The files that a package is published with; all other files in a tarball are mistakes. */
const CONTENTS = [
  /^package\/(package\.json|README\.md|LICENSE|CHANGELOG\.md|API\.md|\.jsii|\.jsii\.gz|\.warnings\.jsii\.js)$/,
  /^package\/lib\/.*\.(js|d\.ts)$/,
  // The local gateway runs this code in the Python of its user.
  /^package\/lib\/functions\/runtimes\/python\/bootstrap\/\w+\.py$/,
  // The page of the local gateway's inspector.
  /^package\/inspector\/page\/(index\.html|favicon\.svg|assets\/[\w-]+\.(js|css))$/,
];
const TESTS = /\.test\.|\/test\/|\/__tests__\//;
const PAGE = 'package/inspector/page/index.html';
const NEEDED = ['package/package.json', 'package/README.md', 'package/LICENSE', 'package/lib/index.js', 'package/lib/index.d.ts'];

export interface Tarball {
  readonly path: string;
  readonly bytes: number;
  readonly files: readonly string[];
}

export function tarballs(): Tarball[] {
  return readdirSync(TARBALLS)
    .filter((file) => file.endsWith('.tgz'))
    .map((file) => {
      const path = join(TARBALLS, file);
      const files = requireTool('tar', ['-tzf', path], 'install tar').split('\n');
      return { path, bytes: statSync(path).size, files };
    });
}

/** @returns a line with the size of the tarball */
export function checkContents({ path, bytes, files }: Tarball): string {
  const stray = files.filter((file) => TESTS.test(file) || !CONTENTS.some((allowed) => allowed.test(file)));
  const needed = /-local-\d/.test(path) ? [...NEEDED, PAGE] : NEEDED;
  const missing = needed.filter((file) => !files.includes(file));
  if (stray.length > 0 || missing.length > 0) {
    throw new Error(`${path}\n  stray: ${stray.join(', ') || '-'}\n  missing: ${missing.join(', ') || '-'}`);
  }
  return `${(bytes / 1024).toFixed(1).padStart(8)} kB ${String(files.length).padStart(4)} files  ${path.slice(path.lastIndexOf('/') + 1)}`;
}
