import type { Family } from './package';

/**
 * Installs from the root if only the manifest of a package changed. If the manifest of the root changed, projen itself
 * installs the whole workspace.
 */
export function installOnce(root: Family): void {
  const changed = (project: { tryFindObjectFile(path: string): { changed?: boolean } | undefined }): boolean =>
    project.tryFindObjectFile('package.json')?.changed ?? false;
  if (!changed(root) && root.familyPackages.some(changed)) {
    root.tasks.runTask(root.package.installTask.name);
  }
}
