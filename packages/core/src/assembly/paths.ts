import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { asObject, member } from '../engine';
import { AssemblyError, errorCode, readJson } from './json-file';

/**
 * The path of a file or folder that a manifest or a template names.
 *
 * @param allowed folders outside of the root whose files may be read, too
 * @throws AssemblyError if it does not exist, or if it is outside the assembly's root, also through a symbolic link
 */
export function pathInside(root: string, folder: string, name: string, allowed: readonly string[] = []): string {
  const path = isAbsolute(name) ? name : join(folder, name);
  if (![root, ...allowed].some((each) => contains(resolve(each), resolve(path)) && contains(realPath(each), realPath(path)))) {
    throw new AssemblyError(`${name}, named in ${join(folder, 'manifest.json')}, lies outside of ${root}: run cdk synth again`);
  }
  return path;
}

function contains(root: string, path: string): boolean {
  const way = relative(root, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw new AssemblyError(`cannot read ${path} (${errorCode(error)}): run cdk synth again`);
  }
}

/** The assembly that has the assets of a folder: those of a CDK stage are in the assembly that contains the stage's. */
export function outermostAssembly(folder: string): string {
  const path = resolve(folder);
  const parent = dirname(path);
  return parent !== path && hasNestedAssembly(parent, basename(path)) ? outermostAssembly(parent) : folder;
}

function hasNestedAssembly(folder: string, directoryName: string): boolean {
  const file = join(folder, 'manifest.json');
  try {
    return (
      existsSync(file) &&
      Object.values(asObject(member(readJson(file), 'artifacts'))).some(
        (artifact) =>
          member(artifact, 'type') === 'cdk:cloud-assembly' && member(artifact, 'properties', 'directoryName') === directoryName,
      )
    );
  } catch {
    // A manifest.json that is no manifest belongs to something else.
    return false;
  }
}
