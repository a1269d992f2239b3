import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/** The folder of the checked out repository: that of the GitHub workflow, else the current folder. */
export function repositoryRoot(env: Readonly<Record<string, string | undefined>>): string {
  const root = env.GITHUB_WORKSPACE === undefined || env.GITHUB_WORKSPACE === '' ? process.cwd() : env.GITHUB_WORKSPACE;
  try {
    return realpathSync(root);
  } catch {
    // Paths stay relative to a folder that does not exist on this machine.
    return resolve(root);
  }
}

/** A path relative to the repository, with slashes; undefined for a file outside of it. */
export function repositoryPath(file: string, root: string): string | undefined {
  const path = relative(root, resolve(file));
  return path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? undefined : path.split(sep).join('/');
}
