import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONSTRUCT_CODES, RULES } from '@apigwv2-integrations/core/engine';
import { expect, test } from 'vitest';
import { constructPackages, REPOSITORY } from '../family';

/** Every code that the constructs tell themselves; those of the engine are in the page's table, which is written from their data. */
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

/** Every code that has a heading on the page. */
function codesOnPage(): string[] {
  const page = readFileSync(join(REPOSITORY, 'docs/errors.md'), 'utf8');
  return [...page.matchAll(/^### (\w+)$/gm)].map(([, code]) => code).sort();
}

test('docs/errors.md has a heading for every code, and for no other', () => {
  expect(codesInSources().length).toBeGreaterThan(0);
  expect(codesOnPage()).toEqual(codesInSources());
});

test('the engine knows every code that constructs tell, and no other', () => {
  expect(CONSTRUCT_CODES).toEqual(codesInSources());
});
