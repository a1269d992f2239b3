import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Unloadable } from '../code/unloadable';

/** A file, and how it is loaded. */
export interface ModuleFile {
  readonly path: string;
  readonly kind: 'import' | 'require';
}

/** The file that a handler's name means, tried in the runtime's order. */
export function findModule(root: string, file: string): ModuleFile {
  const path = join(root, file);
  const jsKind = isFile(`${path}.js`) && isModuleFolder(dirname(path)) ? 'import' : 'require';
  const candidates: readonly ModuleFile[] = [
    { path, kind: 'require' },
    { path: `${path}.js`, kind: jsKind },
    { path: `${path}.mjs`, kind: 'import' },
    { path: `${path}.cjs`, kind: 'require' },
  ];
  return candidates.find((each) => isFile(each.path)) ?? { path: packaged(root, file), kind: 'require' };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** A package of the code's that brings the handler. */
function packaged(root: string, file: string): string {
  try {
    return createRequire(join(root, 'index.js')).resolve(file);
  } catch {
    const hint = isFile(join(root, `${file}.ts`)) ? ', but a TypeScript file: bundle it' : '';
    throw new Unloadable(`there is no ${file}.js, ${file}.mjs or ${file}.cjs in ${root}${hint}`);
  }
}

/** Whether the nearest package.json says that `.js` means ES modules. */
function isModuleFolder(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  if (isFile(manifest)) {
    return typeOf(manifest) === 'module';
  }
  const above = dirname(folder);
  return above !== folder && !folder.endsWith('node_modules') && isModuleFolder(above);
}

function typeOf(manifest: string): unknown {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8'))?.type;
  } catch {
    return undefined;
  }
}
