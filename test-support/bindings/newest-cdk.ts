import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CDK_NEWEST_ALIAS } from '../../projenrc/family';
import { CACHE, ROOT } from './places';

/**
 * The development view of the compiler options, but with the newest aws-cdk-lib in place of the floor:
 * the other languages have the newest, too.
 *
 * @returns its path
 */
export function newestCdkView(): string {
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.dev.json'), 'utf8'));
  const newest = join(ROOT, 'node_modules', CDK_NEWEST_ALIAS);
  const paths = Object.fromEntries(
    Object.entries<string[]>(compilerOptions.paths).map(([name, targets]) => [name, targets.map((target) => join(ROOT, target))]),
  );
  const view = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: { ...compilerOptions, paths: { ...paths, 'aws-cdk-lib': [newest], 'aws-cdk-lib/*': [join(newest, '*')] } },
  };
  mkdirSync(CACHE, { recursive: true });
  const path = join(CACHE, 'tsconfig.json');
  writeFileSync(path, JSON.stringify(view));
  return path;
}
