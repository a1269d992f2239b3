import { javascript } from 'projen';
import { AUTHORS, VERSIONS } from './family';
import type { Family } from './package';
import { folderOf } from './workspace';

/** Options that all packages share. Tasks that are needed only once belong to the root. */
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
