import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  RosettaTranslator,
  TargetLanguage,
  type TypeScriptSnippet,
  typeScriptSnippetFromCompleteSource,
  typeScriptSnippetFromVisibleSource,
} from 'jsii-rosetta';
import { REPOSITORY } from '../repository';
import { type Block, blocks, exampleFiles, exampleText, holds, IMPORT, linesOf } from './snippets';
import { TRANSLATIONS, type TranslatedBlock } from './translations';

/**
 * Compiles the examples of the pages against the compiled packages in strict mode, and writes their translations to
 * docs/languages/, whole and block by block. It fails if an example does not compile or cannot be translated completely.
 *
 * Usage: npm run docs:languages, after npm run build
 */
const OUT = 'docs/languages';

const LANGUAGES = [
  { language: TargetLanguage.PYTHON, file: 'python.md', title: 'Python', fence: 'python' },
  { language: TargetLanguage.JAVA, file: 'java.md', title: 'Java', fence: 'java' },
  { language: TargetLanguage.CSHARP, file: 'csharp.md', title: 'C#', fence: 'csharp' },
  { language: TargetLanguage.GO, file: 'go.md', title: 'Go', fence: 'go' },
] as const;

interface Example {
  /** The path, relative to examples/. */
  readonly file: string;
  /** The pages that show a part of it. */
  readonly pages: readonly string[];
  readonly snippet: TypeScriptSnippet;
}

/** A block of a page, in the context of its example. */
interface ShownBlock {
  readonly ts: string;
  readonly file: string;
  readonly snippet: TypeScriptSnippet;
}

async function main(): Promise<void> {
  const examples = shown();
  const parts = shownBlocks(examples);
  const translator = new RosettaTranslator({ includeCompilerDiagnostics: true });
  const { diagnostics } = await translator.translateAll(
    [...examples, ...parts].map(({ snippet }) => snippet),
    // All examples are compiled together, because each compilation reads aws-cdk-lib again.
    { compilationDirectory: REPOSITORY, batchSize: examples.length + parts.length },
  );
  const errors = diagnostics.filter(({ isError }) => isError);
  if (errors.length > 0) {
    throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  }
  rmSync(join(REPOSITORY, OUT), { recursive: true, force: true });
  mkdirSync(join(REPOSITORY, OUT));
  for (const { language, file, title, fence } of LANGUAGES) {
    const sections = examples.map((example) => section(example, translationOf(translator, example, language), fence));
    writeFileSync(join(REPOSITORY, OUT, file), [...heading(title), ...sections].join('\n'));
    console.log(`wrote ${OUT}/${file}: ${examples.length} examples`);
  }
  const translated = parts.map(
    (part): TranslatedBlock => ({
      ts: part.ts,
      python: translationOf(translator, part, TargetLanguage.PYTHON),
      java: translationOf(translator, part, TargetLanguage.JAVA),
      csharp: translationOf(translator, part, TargetLanguage.CSHARP),
      go: translationOf(translator, part, TargetLanguage.GO),
    }),
  );
  writeFileSync(join(REPOSITORY, TRANSLATIONS), `${JSON.stringify(translated, undefined, 2)}\n`);
  console.log(`wrote ${TRANSLATIONS}: ${translated.length} blocks`);
}

/** Examples with a block on a page, and those of the packages. Tests are not translated, because they use the test runner. */
function shown(): Example[] {
  const all = blocks();
  return exampleFiles()
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => ({ file, pages: [...new Set(all.filter((block) => holds(file, block)).map(({ page }) => page))] }))
    .filter(({ file, pages }) => pages.length > 0 || file.startsWith('packages/'))
    .map(({ file, pages }) => {
      const location = { api: { api: 'file', fileName: `examples/${file}` }, field: { field: 'example' } } as const;
      return { file, pages, snippet: typeScriptSnippetFromVisibleSource(exampleText(file), location, true) };
    });
}

/** The blocks of the pages that are parts of the examples, and the examples of the packages, which their READMEs show. */
function shownBlocks(examples: readonly Example[]): ShownBlock[] {
  const found = new Map<string, ShownBlock>();
  for (const block of blocks()) {
    const example = examples.find(({ file }) => holds(file, block));
    const key = linesOf(block.code).join('\n');
    if (example !== undefined && !found.has(key)) {
      found.set(key, { ts: block.code.trimEnd(), file: example.file, snippet: snippetOf(example, block) });
    }
  }
  const readmes = examples.filter(({ file }) => file.startsWith('packages/'));
  return [...found.values(), ...readmes.map(({ file, snippet }) => ({ ts: exampleText(file).trim(), file, snippet }))];
}

/** The example of a block, in which all that the block does not show is hidden. */
function snippetOf({ file }: Example, block: Block): TypeScriptSnippet {
  const text = exampleText(file);
  const shownImports = [...block.code.matchAll(IMPORT)].map(([statement]) => statement);
  const isShown = (name: string, module: string) =>
    shownImports.some((statement) => statement.includes(`'${module}'`) && new RegExp(`\\b${name}\\b`).test(statement));
  const hiddenImports = [...text.matchAll(IMPORT)].map(([, names = '', module = '']) => {
    const hidden = names.split(',').filter((name) => name.trim() !== '' && !isShown(name.trim().replace(/^type /, ''), module));
    return hidden.length === 0 ? '' : `import { ${hidden.join(',').trim()} } from '${module}';`;
  });
  const body = linesOf(block.code.replace(IMPORT, ''));
  const lines = text.replace(IMPORT, '').split('\n');
  const [first, last] = positionOf(lines, body);
  const source = [
    ...(shownImports.length === 0 ? [] : ['/// !show', ...shownImports.map((statement) => statement.trim()), '']),
    '/// !hide',
    ...hiddenImports.filter((statement) => statement !== ''),
    ...lines.slice(0, first),
    '/// !show',
    ...lines.slice(first, last + 1),
    '/// !hide',
    ...lines.slice(last + 1),
  ].join('\n');
  const location = { api: { api: 'file', fileName: `examples/${file}` }, field: { field: 'example' } } as const;
  return typeScriptSnippetFromCompleteSource(source, location, true);
}

/** The first and the last line of a block in its example, where empty lines do not count. */
function positionOf(lines: readonly string[], body: readonly string[]): [number, number] {
  const filled = lines.map((line, index) => ({ text: line.trim(), index })).filter(({ text }) => text !== '');
  const start = filled.findIndex((_line, at) => body.every((text, offset) => filled[at + offset]?.text === text));
  const [first, last] = [filled[start]?.index, filled[start + body.length - 1]?.index];
  if (first === undefined || last === undefined) {
    throw new Error(`the lines of "${body[0]}" do not follow each other in the example`);
  }
  return [first, last];
}

function translationOf(
  translator: RosettaTranslator,
  { file, snippet }: { readonly file: string; readonly snippet: TypeScriptSnippet },
  language: TargetLanguage,
): string {
  const key = translator.tablet.snippetKeys.find((each) => {
    const original = translator.tablet.tryGetSnippet(each)?.originalSource;
    return original?.source.trim() === snippet.visibleSource.trim();
  });
  const source = key === undefined ? undefined : translator.tablet.tryGetSnippet(key)?.get(language)?.source;
  if (source === undefined) {
    throw new Error(`examples/${file} has no translation to ${language}`);
  }
  return source.trim();
}

function heading(title: string): string[] {
  return [
    `# Examples in ${title}`,
    '',
    'The examples of the guides, translated from TypeScript by jsii-rosetta. `npm run docs:languages` generates this page.',
    '[`examples/languages`](../../examples/languages) contains one stack that the tests compile and run in every language except .NET.',
    '',
  ];
}

function section({ file, pages }: Example, source: string, fence: string): string {
  const shownIn = pages.map((page) => `[${page}](../../${page})`).join(', ');
  return [
    `## ${file.replace(/\.ts$/, '')}`,
    '',
    `From [examples/${file}](../../examples/${file})${shownIn === '' ? '' : `, shown in ${shownIn}`}.`,
    '',
    `\`\`\`${fence}`,
    source.trim(),
    '```',
    '',
  ].join('\n');
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
