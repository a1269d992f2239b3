import { describe, expect, test } from 'vitest';
import { blocks, exampleFiles, exampleText, holds, IMPORT, linesOf } from './snippets';

/** The names that a text imports, with their modules. */
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

const files = exampleFiles();
const cases = blocks().map((block) => {
  const body = linesOf(block.code.replace(IMPORT, ''));
  return { block, page: block.page, body: body.join('\n'), imports: importsOf(block.code), first: body[0] ?? '' };
});

test('finds code blocks on the pages', () => {
  expect(cases.length).toBeGreaterThan(5);
});

describe.each(cases)('$page: "$first"', ({ block, body, imports }) => {
  const source = files.find((file) => holds(file, block));
  const imported = source === undefined ? new Map<string, string>() : importsOf(exampleText(source));

  test('is part of a file in examples/, which is compiled and run', () => {
    expect(source).toBeDefined();
  });

  test('imports the names that it uses from the same modules as that file', () => {
    const ofPackages = [...imported].filter(([, module]) => !module.startsWith('.') && module !== 'vitest');
    const used = ofPackages.filter(([name]) => new RegExp(`\\b${name}\\b`).test(body));

    expect([...imported]).toEqual(expect.arrayContaining([...imports]));
    expect([...imports]).toEqual(expect.arrayContaining(used));
  });
});

/** Pages whose JavaScript is not that of an example: an extension of an editor, and an excerpt. */
const NO_EXAMPLE = ['docs/editor.md', 'docs/local/websocket.md'];

const programs = exampleFiles('.mjs');

test.each(blocks('typescript'))('the TypeScript on $page, which is not translated, is part of a file in examples/: $code', (block) => {
  expect(files.filter((file) => holds(file, block))).not.toEqual([]);
});

test.each(blocks('js').filter(({ page }) => !NO_EXAMPLE.includes(page)))(
  'the JavaScript on $page is part of a file in examples/: $code',
  (block) => {
    expect(programs.filter((file) => holds(file, block))).not.toEqual([]);
  },
);
