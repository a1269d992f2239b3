import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { joinModules } from './join-modules';
import { makeLazy } from './lazy-exports';

/** Shapes the compiled files of a package as they are published: quick to load, and each only when it is needed. */
export function shapeEntryPoints(folder: string): void {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  const entries = Object.values(exports).flatMap((target) => (typeof target === 'string' ? [] : [target.default]));
  for (const entry of entries) {
    makeLazy(join(folder, entry));
  }
  joinModules(
    join(folder, 'lib'),
    entries.map((entry) => entry.replace(/^\.\/lib\/|\.js$/g, '')),
  );
}

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}
