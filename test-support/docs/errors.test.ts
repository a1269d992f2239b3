import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../family';
import { codesInSources } from './construct-codes';

/** All codes with a heading on the page. */
function codesOnPage(): string[] {
  const page = readFileSync(join(REPOSITORY, 'docs/errors.md'), 'utf8');
  return [...page.matchAll(/^### (\w+)$/gm)].flatMap(([, code]) => code ?? []).sort();
}

test('docs/errors.md has a heading for exactly the codes of the constructs', () => {
  const [inSources, onPage] = [codesInSources(), codesOnPage()];
  expect(inSources.length).toBeGreaterThan(0);
  expect(
    inSources.filter((code) => !onPage.includes(code)),
    'explain these codes of constructs in docs/errors.md, below a heading "### <code>"',
  ).toEqual([]);
  expect(
    onPage.filter((code) => !inSources.includes(code)),
    'remove these headings of docs/errors.md: no construct reports such a code',
  ).toEqual([]);
});
