import { javascript } from 'projen';
import { AUTHORS, VERSIONS } from './family';
import type { Family } from './package';
import { folderOf } from './workspace';

/** The projen options that all packages share. Features that the root project provides, such as tests and releases, are off. */
export function commonOptions(root: Family, name: string) {
  const folder = folderOf(name);
  return {
    parent: root,
    outdir: folder,
    repositoryDirectory: folder,
    defaultReleaseBranch: 'main',
    authorOrganization: true,
    license: 'Apache-2.0',
    copyrightOwner: AUTHORS,
    packageManager: javascript.NodePackageManager.NPM,
    npmAccess: javascript.NpmAccess.PUBLIC,
    projenVersion: VERSIONS.projen,
    typescriptVersion: VERSIONS.typescript,
    disableTsconfig: true,
    jest: false,
    eslint: false,
    sampleCode: false,
    github: false,
    buildWorkflow: false,
    release: false,
    depsUpgrade: false,
    pullRequestTemplate: false,
  };
}
