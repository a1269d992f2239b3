import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { CodeError } from './unzip';

/**
 * Copies layers over each other into one folder, as the service does in `/opt`: of a file that several of them have, the one
 * of the last layer is left.
 *
 * @throws CodeError when a file of one layer is a folder of another
 */
export async function mergeLayers(folders: readonly string[], target: string): Promise<void> {
  for (const folder of folders) {
    try {
      await cp(folder, target, { recursive: true, force: true, verbatimSymlinks: true });
    } catch (error) {
      throw new CodeError(`its layer ${folder} does not go together with the layers before it: ${(error as Error).message}`);
    }
  }
}

/** The `node_modules` folders of layers that are there, in the order in which the service searches them. */
export function nodeModuleFolders(layers: string | undefined, runtime: string): readonly string[] {
  const [version = ''] = /\d+/.exec(runtime) ?? [];
  return existing(layers, ['nodejs/node_modules', `nodejs/node${version}/node_modules`]);
}

/** The folders of modules for Python of layers that are there, in the order in which the service searches them. */
export function pythonModuleFolders(layers: string | undefined, runtime: string): readonly string[] {
  return existing(layers, [`python/lib/${runtime}/site-packages`, 'python']);
}

function existing(layers: string | undefined, folders: readonly string[]): readonly string[] {
  return layers === undefined ? [] : folders.map((folder) => join(layers, folder)).filter((folder) => existsSync(folder));
}
