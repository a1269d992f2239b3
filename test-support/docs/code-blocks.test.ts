import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../repository';

/** Lines without their indentation: a block on a page may stand deeper in its file. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const pages = [
  'README.md',
  ...readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

const blocks = pages.flatMap((page) =>
  [...readFileSync(join(REPOSITORY, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => ({
    page,
    code,
    first: linesOf(code).find((line) => !line.startsWith('import')) ?? '',
  })),
);

const sources = readdirSync(join(REPOSITORY, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
  .map((file) => linesOf(readFileSync(join(REPOSITORY, 'examples', file), 'utf8')).join('\n'));

test('the pages have code', () => {
  expect(blocks.length).toBeGreaterThan(5);
});

test.each(blocks)('$page: "$first" is a part of a file in examples/, which is compiled and run', ({ code }) => {
  const body = linesOf(code)
    .filter((line) => !line.startsWith('import '))
    .join('\n');

  expect(sources.some((source) => source.includes(body))).toBe(true);
});
