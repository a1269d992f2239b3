import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { integrationClasses } from '../family';
import { optionsOf } from '../options/declared-options';
import { packagesOf } from '../packages';
import { REPOSITORY } from '../repository';
import { guideOf } from './guides-page';

test.each(packagesOf())('$shortName has a guide in docs/', ({ shortName }) => {
  expect(guideOf(shortName)).toBeDefined();
});

test.each(packagesOf().filter(({ isConstructs }) => isConstructs))(
  '$shortName has an example in examples/packages/, on its page',
  ({ shortName, folder }) => {
    const path = join(REPOSITORY, 'examples/packages', `${shortName}.ts`);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`\`\`\`ts\n${readFileSync(path, 'utf8').trim()}\n\`\`\``);
  },
);

test.each(Object.entries(await integrationClasses()))(
  'the guide describes each option that only %s has',
  (className, { package: shortName }) => {
    const guide = readFileSync(join(REPOSITORY, 'docs', guideOf(shortName) ?? ''), 'utf8');
    const own = optionsOf(className).filter(({ of }) => of === `${className}Props`);
    expect(own.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(guide))).toEqual([]);
  },
);
