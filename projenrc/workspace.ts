import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DependencyType, type javascript, type Project } from 'projen';
import { FIRST_VERSION } from './family';
import type { FamilyPackage } from './package';

export const folderOf = (name: string): string => `packages/${name}`;

/** Returns the version that lerna wrote, which projen would otherwise reset. */
export function versionOnDisk(root: Project, folder: string): string {
  const manifest = join(root.outdir, folder, 'package.json');
  if (!existsSync(manifest)) {
    return FIRST_VERSION;
  }
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  return !version || version === '0.0.0' ? FIRST_VERSION : version;
}

/** Disables the install tasks of a package, which would run before its siblings exist. The root installs once, after synthesis. */
export function disableInstall(project: javascript.NodeProject): void {
  for (const task of [project.package.installTask, project.package.installCiTask]) {
    task.reset();
  }
}

/** Adds a sibling as jsii expects it in a workspace: as a peer dependency with a caret, and as a development dependency with the exact version. */
export function dependOnSibling(project: javascript.NodeProject, sibling: FamilyPackage): void {
  const { version } = sibling.package.manifest;
  project.deps.addDependency(`${sibling.names.npm}@^${version}`, DependencyType.PEER);
  project.deps.addDependency(`${sibling.names.npm}@${version}`, DependencyType.BUILD);
}

/** Adds a sibling whose code is copied into the compiled package, because no app provides its peer dependencies to a command-line tool. */
export function addInlinedSibling(project: javascript.NodeProject, sibling: FamilyPackage): void {
  project.deps.addDependency(`${sibling.names.npm}@${sibling.package.manifest.version}`, DependencyType.BUILD);
}

/**
 * The command that runs a tool of the repository in the folder of a package. It names the tsconfig explicitly, because the
 * environment may contain tsx settings with a path relative to another folder.
 */
export function toolCommand(folder: string, name: string): string {
  const root = folder.replace(/[^/]+/g, '..');
  return `tsx --tsconfig ${root}/tsconfig.dev.json ${root}/projenrc/tools/${name}.ts`;
}
