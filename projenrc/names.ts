import { FAMILY, NPM_SCOPE } from './family';

/** The names of one package in each package registry and language. */
export interface PackageNames {
  readonly npm: string;
  readonly pypi: { readonly distName: string; readonly module: string };
  readonly maven: { readonly mavenGroupId: string; readonly mavenArtifactId: string; readonly javaPackage: string };
  readonly nuget: { readonly packageId: string; readonly dotNetNamespace: string };
  readonly go: { readonly moduleName: string; readonly packageName: string };
}

const words = (name: string): string[] => name.split('-');
const joined = (name: string): string => words(name).join('');
const pascal = (name: string): string =>
  words(name)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
const snake = (name: string): string => words(name).join('_');

/** Derives all names of a package from its short name.
 *
 * @param name The short name: lower-case words joined by hyphens, such as `load-balancer`.
 */
export function namesOf(name: string): PackageNames {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(name)) {
    throw new Error(`"${name}" is not a valid package name: use lower-case words joined by hyphens, such as load-balancer`);
  }
  return {
    npm: `${NPM_SCOPE}/${name}`,
    pypi: { distName: `${FAMILY}-${name}`, module: `${snake(FAMILY)}_${snake(name)}` },
    maven: {
      mavenGroupId: `io.github.${FAMILY}`,
      mavenArtifactId: name,
      javaPackage: `io.github.${joined(FAMILY)}.${joined(name)}`,
    },
    nuget: { packageId: `${pascal(FAMILY)}.${pascal(name)}`, dotNetNamespace: `${pascal(FAMILY)}.${pascal(name)}` },
    go: { moduleName: `github.com/${FAMILY}/${FAMILY}-go`, packageName: joined(name) },
  };
}
