import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM_SCOPE } from '../family';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly jsii?: unknown;
  readonly peerDependencies?: Record<string, string>;
}

/** A package of the repository, read from its folder. */
export interface PackageOnDisk {
  /** The folder, relative to the root. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Reads all packages below the current folder, which must be the root. */
export function packagesOnDisk(): PackageOnDisk[] {
  return readdirSync('packages')
    .map((name) => join('packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }));
}

/** The packages of the family among the peer dependencies of a package. */
export function peersOf({ manifest }: PackageOnDisk): string[] {
  return Object.keys(manifest.peerDependencies ?? {}).filter((name) => name.startsWith(`${NPM_SCOPE}/`));
}

/** Writes the range of one peer dependency into the manifest. */
export function writePeer({ folder, manifest }: PackageOnDisk, peer: string, range: string): void {
  const changed = { ...manifest, peerDependencies: { ...manifest.peerDependencies, [peer]: range } };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(changed, undefined, 2)}\n`);
}
