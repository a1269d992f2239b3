import type { Family } from './package';

/**
 * Installs from the root when only a package's manifest changed: projen itself
 * installs when the root's did, which covers the whole workspace.
 */
export function installOnce(root: Family): void {
  const changed = (project: { tryFindObjectFile(path: string): { changed?: boolean } | undefined }): boolean =>
    project.tryFindObjectFile('package.json')?.changed ?? false;
  if (!changed(root) && root.familyPackages.some(changed)) {
    root.tasks.runTask(root.package.installTask.name);
  }
}
