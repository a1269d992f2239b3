import { deepStrictEqual } from 'node:assert';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CDK_NEWEST_ALIAS } from '../../projenrc/family';
import { command } from '../command';
import { CACHE, ROOT } from './paths';

/** Runs a program of another language, which must write the same template as the TypeScript example.
 * @param example the path in examples/, without the file extension
 * @param run receives the path for the template
 */
export function expectTwin(example: string, run: (template: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'bindings-'));
  try {
    const [theirs, ours] = [join(folder, 'theirs.json'), join(folder, 'ours.json')];
    run(theirs);
    command('tsx', ['--tsconfig', tsconfigWithNewestCdk(), join(__dirname, 'synthesize.ts'), join(ROOT, 'examples', example), ours]);
    deepStrictEqual(comparable(theirs), comparable(ours));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Template {
  readonly Resources: Record<string, { readonly Type: string }>;
  readonly Parameters?: Record<string, unknown>;
  readonly Rules?: Record<string, unknown>;
}

/** A template without the parts that depend on the CDK version and its toolkit. */
function comparable(path: string): Template {
  if (!existsSync(path)) {
    throw new Error('the program wrote no template to the path in its first argument');
  }
  const { Resources, Parameters, Rules, ...rest }: Template = JSON.parse(readFileSync(path, 'utf8'));
  return { ...rest, Resources: Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata')) };
}

/**
 * Writes a copy of tsconfig.dev.json with the newest aws-cdk-lib, because the other languages also use the newest.
 *
 * @returns its path
 */
function tsconfigWithNewestCdk(): string {
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.dev.json'), 'utf8'));
  const newest = join(ROOT, 'node_modules', CDK_NEWEST_ALIAS);
  const paths = Object.fromEntries(
    Object.entries<string[]>(compilerOptions.paths).map(([name, targets]) => [name, targets.map((target) => join(ROOT, target))]),
  );
  const tsconfig = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: { ...compilerOptions, paths: { ...paths, 'aws-cdk-lib': [newest], 'aws-cdk-lib/*': [join(newest, '*')] } },
  };
  mkdirSync(CACHE, { recursive: true });
  const path = join(CACHE, 'tsconfig.json');
  writeFileSync(path, JSON.stringify(tsconfig));
  return path;
}
