import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REPOSITORY } from '../repository';

/** Lines without their indentation: a block on a page may stand deeper in its file. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const IMPORT = /^import (?:type )?\{([^}]*)\} from '([^']+)';\n/gm;

/** What a text imports: each name with its module. */
const importsOf = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(IMPORT)].flatMap(([, names, module]) =>
      names
        .split(',')
        .map((name) => name.trim().replace(/^type /, ''))
        .filter((name) => name !== '')
        .map((name) => [name, module] as const),
    ),
  );

const pages = [
  'README.md',
  ...readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

const blocks = pages.flatMap((page) =>
  [...readFileSync(join(REPOSITORY, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => {
    const body = linesOf(code.replace(IMPORT, ''));
    return { page, body: body.join('\n'), imports: importsOf(code), first: body[0] ?? '' };
  }),
);

const sources = readdirSync(join(REPOSITORY, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
  .map((file) => readFileSync(join(REPOSITORY, 'examples', file), 'utf8'))
  .map((text) => ({ body: linesOf(text).join('\n'), imports: importsOf(text) }));

test('the pages have code', () => {
  expect(blocks.length).toBeGreaterThan(5);
});

describe.each(blocks)('$page: "$first"', ({ body, imports }) => {
  const source = sources.find((candidate) => candidate.body.includes(body));

  test('is a part of a file in examples/, which is compiled and run', () => {
    expect(source).toBeDefined();
  });

  test('imports what it uses, from where that file does', () => {
    const ofPackages = [...(source?.imports ?? [])].filter(([, module]) => !module.startsWith('.') && module !== 'vitest');
    const used = ofPackages.filter(([name]) => new RegExp(`\\b${name}\\b`).test(body));

    expect([...(source?.imports ?? [])]).toEqual(expect.arrayContaining([...imports]));
    expect([...imports]).toEqual(expect.arrayContaining(used));
  });
});
