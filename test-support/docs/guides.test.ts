import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packagesOf } from '../packages';
import { REPOSITORY } from '../repository';
import { guideOf } from './guides-page';

describe.each(packagesOf())(('$shortName', ({ shortName, folder }) => {
  test('has a guide in docs/', () => {
    expect(guideOf(shortName)).toBeDefined();
  });

  test('has an example in examples/packages/, on its page', () => {
    const path = join(REPOSITORY, 'examples/packages', `${shortName}.ts`);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`\`\`\`ts\n${readFileSync(path, 'utf8').trim()}\n\`\`\``);
  });
});
