import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packagesOnDisk } from './packages-on-disk';

/**
 * Compiles the examples of every compiled package, including its README, in strict mode, and stores the translations
 * where jsii-pacmak finds them for the distribution of each language. Unchanged examples are not translated again.
 *
 * Usage: npm run translate
 */
const cache = resolve('node_modules/.cache/rosetta/tablet.json');
const constructs = packagesOnDisk()
  .filter(({ manifest }) => manifest.jsii)
  .map(({ folder }) => resolve(folder));

mkdirSync(join(cache, '..'), { recursive: true });
execFileSync('npx', ['jsii-rosetta', 'extract', '--strict', '--cache', cache, '--batch', '1000', ...constructs], { stdio: 'inherit' });
console.log(`compiled and translated the examples of ${constructs.length} packages`);
