import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packagesOnDisk } from './packages-on-disk';

/**
 * Compiles the examples of every compiled package, its README's too, strictly, and keeps their translations where
 * jsii-pacmak finds them for each language's distribution. What did not change is translated already.
 *
 * Usage: npm run translate
 */
const cache = resolve('node_modules/.cache/rosetta/tablet.json');
const constructs = packagesOnDisk()
  .filter(({ manifest }) => manifest.jsii)
  .map(({ folder }) => resolve(folder));

mkdirSync(join(cache, '..'), { recursive: true });
execFileSync('npx', ['jsii-rosetta', 'extract', '--strict', '--cache', cache, '--batch', '1000', ...constructs], { stdio: 'inherit' });
console.log(`the examples of ${constructs.length} packages compile and are translated`);
