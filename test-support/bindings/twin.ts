import { deepStrictEqual } from 'node:assert';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '../command';
import { newestCdkView } from './newest-cdk';
import { ROOT } from './places';

/**
 * Runs a program of another language, which must write the template that the TypeScript example gives.
 *
 * @param example its path in examples/, without its ending
 * @param run gets the path for the template
 */
export function expectTwin(example: string, run: (template: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'bindings-'));
  try {
    const [theirs, ours] = [join(folder, 'theirs.json'), join(folder, 'ours.json')];
    run(theirs);
    command('tsx', ['--tsconfig', newestCdkView(), join(__dirname, 'synthesize.ts'), join(ROOT, 'examples', example), ours]);
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

/** A template without what tells of the CDK's version and toolkit rather than of the app. */
function comparable(path: string): Template {
  if (!existsSync(path)) {
    throw new Error('the program wrote no template to the path in its first argument');
  }
  const { Resources, Parameters, Rules, ...rest }: Template = JSON.parse(readFileSync(path, 'utf8'));
  return { ...rest, Resources: Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata')) };
}
