import type { typescript } from 'projen';
import type { PackageNames } from './names';

/** The properties of a package from which the repository's files are generated. */
export interface FamilyPackage extends typescript.TypeScriptProject {
  /** The name from which all other names are derived, such as `load-balancer`. */
  readonly shortName: string;
  /** The folder relative to the root, such as `packages/lambda`. */
  readonly folder: string;
  readonly summary: string;
  readonly names: PackageNames;
  /** Additional entry points, such as `engine`: folders of `src`. */
  readonly subpaths: string[];
  /** Packages of the family that this one may import. */
  readonly siblings: FamilyPackage[];
  /** Whether it is a jsii package of constructs. */
  readonly isConstructs: boolean;
  /** Whether it may import subpaths of its siblings. */
  readonly usesSubpaths: boolean;
  /** Whether it may import built-in modules of Node.js. */
  readonly usesNode: boolean;
}

/** The root project and its packages, in the order of .projenrc.ts. */
export interface Family extends typescript.TypeScriptProject {
  readonly familyPackages: FamilyPackage[];
  /** Packages that are not published, such as the documentation site. */
  readonly privatePackages: readonly { readonly folder: string }[];
}
