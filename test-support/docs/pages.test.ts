import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../family';
import { pages } from './pages';

test.each(Object.entries(pages))('%s is up to date (npm run docs writes it)', (path, render) => {
  expect(readFileSync(join(REPOSITORY, path), 'utf8')).toBe(render());
});
