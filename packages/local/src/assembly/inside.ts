import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../user-error';
import { reason } from './read-json';

/** The file or folder that a manifest names, refused when it leads out of the assembly's root, also by a link. */
export function inside(root: string, folder: string, name: string): string {
  const path = isAbsolute(name) ? name : join(folder, name);
  if (!contains(resolve(root), resolve(path)) || !contains(real(root), real(path))) {
    throw new UserError(`${name}, named in ${join(folder, 'manifest.json')}, lies outside of ${root}: run cdk synth again`);
  }
  return path;
}

function contains(root: string, path: string): boolean {
  const way = relative(root, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw new UserError(`cannot read ${path} (${reason(error)}): run cdk synth again`);
  }
}
