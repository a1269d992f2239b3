import { createRequire } from 'node:module';

const load = createRequire(__filename);

/**
 * Loads a dependency on first use, because most apps need only some of them. `import()` would do so as well, but fails in
 * jest, which runs tests without `--experimental-vm-modules`.
 *
 * @param T what the package exports
 */
export function loadDependency<T>(name: string): T {
  return load(name) as T;
}
