import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packagesOnDisk } from './packages-on-disk';

/**
 * Compiles the examples of every compiled package and its README in strict mode, and writes their translations to where
 * jsii-pacmak reads them for the distributions. Unchanged examples come from a cache.
 *
 * Usage: npm run translate
 */
const cache = resolve('node_modules/.cache/rosetta/tablet.json');
const constructs = packagesOnDisk()
  .filter(({ manifest }) => manifest.jsii)
  .map(({ folder }) => resolve(folder));

mkdirSync(join(cache, '..'), { recursive: true });
execFileSync('npx', ['jsii-rosetta', 'extract', '--strict', '--cache', cache, '--batch', '1000', ...constructs], { stdio: 'inherit' });
console.log(`translated the examples of ${constructs.length} packages`);
