import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NPM_SCOPE } from '../projenrc/family';
import { REPOSITORY } from './repository';

/** The properties of a package that the checks of distributions use, from its manifest. */
export interface Member {
  readonly shortName: string;
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** Whether it is a jsii package of constructs. */
  readonly isConstructs: boolean;
  /** Packages of the family that are installed with it. */
  readonly siblings: readonly string[];
  /** Packages of the family whose release releases it too: those installed with it, and those that its build inlines. */
  readonly builtFrom: readonly string[];
  /** Other packages that are installed with it. */
  readonly dependencies: readonly string[];
  /** Commands that it installs. */
  readonly commands: readonly string[];
}

/** All packages of a checkout, found by their manifests. */
export function packagesOf(root: string = REPOSITORY): Member[] {
  const home = join(root, 'packages');
  return readdirSync(home)
    .filter((shortName) => existsSync(join(home, shortName, 'package.json')))
    .map((shortName) => {
      const folder = join(home, shortName);
      const {
        name,
        version,
        jsii,
        bin = {},
        dependencies = {},
        peerDependencies = {},
        devDependencies = {},
      } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const isSibling = (other: string) => other.startsWith(`${NPM_SCOPE}/`);
      return {
        shortName,
        name,
        version,
        folder,
        isConstructs: jsii !== undefined,
        siblings: Object.keys({ ...dependencies, ...peerDependencies }).filter(isSibling),
        builtFrom: Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies }).filter(isSibling),
        dependencies: Object.keys(dependencies).filter((other) => !isSibling(other)),
        commands: Object.keys(bin),
      };
    });
}

/** Whether a package is among the siblings. */
export const isSiblingOf = ({ name }: Member, siblings: readonly string[]): boolean => siblings.includes(name);
