import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { constructPackages, REPOSITORY } from '../family';

/** Every code that the packages' sources tell. */
function codesInSources(): string[] {
  const sources = constructPackages.flatMap((name) => {
    const src = join(REPOSITORY, 'packages', name, 'src');
    return readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(src, file), 'utf8'));
  });
  return [...new Set(sources.flatMap((source) => [...source.matchAll(/\bcode: '([A-Z]\w+)'/g)].map(([, code]) => code)))].sort();
}

/** Every code that has a heading on the page. */
function codesOnPage(): string[] {
  const page = readFileSync(join(REPOSITORY, 'docs/errors.md'), 'utf8');
  return [...page.matchAll(/^### (\w+)$/gm)].map(([, code]) => code).sort();
}

test('docs/errors.md has a heading for every code, and for no other', () => {
  expect(codesInSources().length).toBeGreaterThan(0);
  expect(codesOnPage()).toEqual(codesInSources());
});
