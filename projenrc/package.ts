import type { typescript } from 'projen';
import type { PackageNames } from './names';

/** Properties of a package that the other components need. */
export interface FamilyPackage extends typescript.TypeScriptProject {
  /** The short name, from which all other names are derived. */
  readonly shortName: string;
  /** The folder, relative to the root, such as `packages/lambda`. */
  readonly folder: string;
  readonly summary: string;
  readonly names: PackageNames;
  /** Additional entry points, such as `engine`, each a folder of `src`. */
  readonly subpaths: string[];
  /** Packages of the family that this one may import. */
  readonly siblings: FamilyPackage[];
  /** Whether it is a construct package, which is published for five languages. */
  readonly isConstructs: boolean;
  /** Whether it may import its siblings' further entry points. */
  readonly usesSubpaths: boolean;
  /** Whether it may import Node.js' own modules. */
  readonly usesNode: boolean;
}

/** The root project, with its packages in the order of `.projenrc.ts`. */
export interface Family extends typescript.TypeScriptProject {
  readonly familyPackages: FamilyPackage[];
}
