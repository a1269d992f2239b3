import type { typescript } from 'projen';
import type { PackageNames } from './names';

/** What the repository needs to know of each of its packages. */
export interface FamilyPackage extends typescript.TypeScriptProject {
  /** The one name from which all others follow. */
  readonly shortName: string;
  /** The folder from the root, such as `packages/lambda`. */
  readonly folder: string;
  readonly summary: string;
  readonly names: PackageNames;
  /** Entry points beside the package's own, such as `engine`: folders of `src`. */
  readonly subpaths: string[];
  /** Packages of the family that this one may import. */
  readonly siblings: FamilyPackage[];
  /** Whether it is a package of constructs, and so comes in five languages. */
  readonly isConstructs: boolean;
  /** Whether it may import its siblings' further entry points. */
  readonly usesSubpaths: boolean;
  /** Whether it may import Node.js' own modules. */
  readonly usesNode: boolean;
}

/** The repository as its components see it: the root project, and the packages in the order of their list. */
export interface Family extends typescript.TypeScriptProject {
  readonly familyPackages: FamilyPackage[];
}
