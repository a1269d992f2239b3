import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSTRUCT_CODES, RULES } from '@apigwv2-integrations/core/engine';
import { expect, test } from 'vitest';
import { constructPackages, REPOSITORY } from '../family';

/** All codes that constructs report themselves. Codes of the engine are in the generated table of the page. */
function codesInSources(): string[] {
  const sources = constructPackages.flatMap((name) => {
    const src = join(REPOSITORY, 'packages', name, 'src');
    return readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('engine/'))
      .map((file) => readFileSync(join(src, file), 'utf8'));
  });
  const codes = sources.flatMap((source) => [...source.matchAll(/\bcode: '([A-Z]\w+)'/g)].map(([, code]) => code));
  return [...new Set(codes)].filter((code) => !RULES.some((rule) => rule.code === code)).sort();
}

/** All codes with a heading on the page. */
function codesOnPage(): string[] {
  const page = readFileSync(join(REPOSITORY, 'docs/errors.md'), 'utf8');
  return [...page.matchAll(/^### (\w+)$/gm)].map(([, code]) => code).sort();
}

test('docs/errors.md has a heading for exactly the codes of the constructs', () => {
  expect(codesInSources().length).toBeGreaterThan(0);
  expect(codesOnPage()).toEqual(codesInSources());
});

test('the engine lists exactly the codes that constructs report', () => {
  expect(CONSTRUCT_CODES).toEqual(codesInSources());
});
