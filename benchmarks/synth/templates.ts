import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Flavour, Measured, Task } from '../apps/task';
import { run } from '../harness/child';
import type { Workspace } from '../harness/workspace';
import type { Variant } from './variants';

/** A synthesized template. */
export interface Synthesized {
  readonly text: string;
  readonly resources: Record<string, { readonly Type: string }>;
}

/** Synthesizes an app and reads its only template. */
export function synthesize(workspace: Workspace, task: Task): Synthesized {
  const keep = mkdtempSync(join(tmpdir(), 'bench-template-'));
  try {
    run<Measured>(workspace, 'main.js', { ...task, keep });
    const [file, ...more] = readdirSync(keep).filter((name) => name.endsWith('.template.json'));
    if (more.length > 0) {
      throw new Error(`expected one template, but found more: ${more.join(', ')}`);
    }
    const text = readFileSync(join(keep, file), 'utf8');
    return { text, resources: JSON.parse(text).Resources };
  } finally {
    rmSync(keep, { recursive: true });
  }
}

/**
 * Makes sure that the same is compared: the family's classes and the CDK's make the same template, but for documented
 * differences, and the app in L1 terms has as many resources of each type.
 */
export function expectSameTemplates(workspace: Workspace, { name, file, scenario, difference }: Variant, routes: number): void {
  const of = (flavour: Flavour) => synthesize(workspace, { file, scenario, flavour, routes });
  const [ours, cdk, l1] = [of('ours'), of('cdk'), of('l1')];
  const expected = difference === undefined ? cdk.text : cdk.text.replaceAll(difference.cdk, difference.ours);
  if (!isDeepStrictEqual(JSON.parse(ours.text), JSON.parse(expected))) {
    throw new Error(`${name}, ${routes} routes: the template differs from the one that the CDK's own classes produce`);
  }
  if (!isDeepStrictEqual(countsOf(l1), countsOf(ours))) {
    const counts = JSON.stringify([countsOf(l1), countsOf(ours)]);
    throw new Error(`${name}, ${routes} routes: the app with L1 resources has different resources: ${counts}`);
  }
}

/** Counts the resources of each type. */
export function countsOf({ resources }: Synthesized): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values(resources)) {
    counts[Type] = (counts[Type] ?? 0) + 1;
  }
  return counts;
}
