import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { satisfies } from 'semver';
import { expect } from 'vitest';
import { changesBetween } from './changes';
import { type Difference, differences } from './differences';
import { buildTwins, type TwinApp, type Twins } from './twins';

/** The version of aws-cdk-lib in this run. */
export const cdkVersion: string = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve(`${process.env.CDK_VERSION === 'floor' ? 'aws-cdk-lib' : 'aws-cdk-lib-newest'}/package.json`),
    'utf8',
  ),
).version;

export const declared: readonly Difference[] = differences.filter(({ cdkVersions }) => satisfies(cdkVersion, cdkVersions));

/** Builds the app with the CDK's and the family's integrations. Fails for an undeclared difference, and for an
 * expected one that does not occur.
 *
 * @param expected ids of the differences that must occur
 */
export function expectSameTemplate(build: TwinApp, ...expected: string[]): void {
  const twins = buildTwins(build);
  // Two equal errors would hide all differences of the templates.
  expect('error' in twins.cdk && 'error' in twins.ours && expected.length === 0 ? twins : undefined, 'neither synthesizes').toBeUndefined();
  const changes = changesBetween(twins);
  const known = declared.filter(({ id, onlyWhereExpected }) => !onlyWhereExpected || expected.includes(id));
  const explained = changes.map((change) => ({
    change,
    by: known.filter((difference) => difference.explains(change)).map(({ id }) => id),
  }));

  expect(
    explained.filter(({ by }) => by.length === 0).map(({ change }) => change),
    'undeclared differences',
  ).toEqual([]);
  const occurred = new Set(explained.flatMap(({ by }) => by));
  const due = expected.filter((id) => declared.some((difference) => difference.id === id));
  expect([...occurred].sort(), 'differences that occurred').toEqual([...due].sort());
}

/** Builds the app with both sets of integrations and expects the same error. */
export function expectSameError(build: TwinApp): void {
  const { cdk, ours } = buildTwins(build);
  expect(cdk).toHaveProperty('error');
  expect(ours).toEqual(cdk);
}

/** Builds the app with both sets of integrations and expects only declared differences. Returns both results. */
export function expectNoUndeclaredDifference(build: TwinApp): Twins {
  const twins = buildTwins(build);
  const undeclared = changesBetween(twins).filter(
    (change) => !declared.some((difference) => !difference.onlyWhereExpected && difference.explains(change)),
  );
  expect(undeclared, 'undeclared differences').toEqual([]);
  return twins;
}
