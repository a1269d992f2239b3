import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM_SCOPE } from '../family';

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly jsii?: unknown;
  readonly peerDependencies?: Record<string, string>;
}

/** A package as it is on disk. */
export interface PackageOnDisk {
  /** From the root. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Every package in the current folder, which is the root. */
export function packagesOnDisk(): PackageOnDisk[] {
  return readdirSync('packages')
    .map((name) => join('packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }));
}

/** Packages of the family that a package's users have to have beside it. */
export function peersOf({ manifest }: PackageOnDisk): string[] {
  return Object.keys(manifest.peerDependencies ?? {}).filter((name) => name.startsWith(`${NPM_SCOPE}/`));
}

/** Writes the range of a peer, and leaves the rest of the manifest as it is. */
export function writePeer({ folder, manifest }: PackageOnDisk, peer: string, range: string): void {
  const changed = { ...manifest, peerDependencies: { ...manifest.peerDependencies, [peer]: range } };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(changed, undefined, 2)}\n`);
}
