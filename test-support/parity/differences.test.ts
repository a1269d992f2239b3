import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validRange } from 'semver';
import { expect, test } from 'vitest';
import { constructPackages, integrationClasses, REPOSITORY } from '../family';
import { differences } from './differences';

const classes = Object.keys(await integrationClasses());

test('every difference has a unique ID, a valid version range and existing classes', () => {
  expect(new Set(differences.map(({ id }) => id)).size).toBe(differences.length);
  for (const difference of differences) {
    expect(validRange(difference.cdkVersions), difference.id).not.toBeNull();
    expect(classes, difference.id).toEqual(expect.arrayContaining([...difference.classes]));
  }
});

test('every difference is expected by a test, which fails when it no longer occurs', () => {
  const folders = ['test-support/parity', ...constructPackages.map((name) => `packages/${name}/test`)];
  const cases = folders
    .map((folder) => join(REPOSITORY, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

  expect(differences.map(({ id }) => id).filter((id) => !cases.includes(`'${id}'`))).toEqual([]);
});
