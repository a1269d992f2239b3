import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM_SCOPE } from '../family';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly jsii?: unknown;
  readonly peerDependencies?: Record<string, string>;
}

/** A package in the repository. */
export interface PackageOnDisk {
  /** Relative to the root. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** All packages below the current folder, which must be the root. */
export function packagesOnDisk(): PackageOnDisk[] {
  return readdirSync('packages')
    .map((name) => join('packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }));
}

/** The peer dependencies of a package that belong to the family. */
export function peersOf({ manifest }: PackageOnDisk): string[] {
  return Object.keys(manifest.peerDependencies ?? {}).filter((name) => name.startsWith(`${NPM_SCOPE}/`));
}

/** Changes the range of a peer dependency in the manifest, and nothing else. */
export function writePeer({ folder, manifest }: PackageOnDisk, peer: string, range: string): void {
  const changed = { ...manifest, peerDependencies: { ...manifest.peerDependencies, [peer]: range } };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(changed, undefined, 2)}\n`);
}
