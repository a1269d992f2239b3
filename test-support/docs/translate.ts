import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  completeSource,
  RosettaTranslator,
  TargetLanguage,
  type TypeScriptSnippet,
  typeScriptSnippetFromCompleteSource,
  typeScriptSnippetFromVisibleSource,
} from 'jsii-rosetta';
import { version } from 'jsii-rosetta/package.json';
import { REPOSITORY } from '../repository';
import { type Block, blocks, exampleFiles, exampleText, holds, IMPORT, linesOf } from './snippets';
import { readTranslations, TRANSLATIONS, type TranslatedBlock } from './translations';

/**
 * Compiles the examples of the pages against the compiled packages in strict mode, and writes their translations to
 * docs/languages/. It fails if an example does not compile or cannot be translated completely.
 *
 * With --blocks, it also translates each block of the pages by itself, for the tabs of the site. That takes some seconds a
 * block, so that blocks whose example is unchanged are kept.
 *
 * Usage: npm run docs:languages [-- --blocks], after npm run build
 */
const OUT = 'docs/languages';
/** The memory of a worker of jsii-rosetta does not suffice for all. */
const MAX_BLOCKS_PER_COMPILATION = 20;

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
  /** The hash of all that is translated: the example, and what the block shows of it. */
  readonly hash: string;
  readonly file: string;
  readonly snippet: TypeScriptSnippet;
}

async function main(): Promise<void> {
  const examples = shown();
  const whole = await translate(examples);
  mkdirSync(join(REPOSITORY, OUT), { recursive: true });
  for (const { language, file, title, fence } of LANGUAGES) {
    const sections = examples.map((example) => section(example, translationOf(whole, example, language), fence));
    writeFileSync(join(REPOSITORY, OUT, file), [...heading(title), ...sections].join('\n'));
    console.log(`wrote ${OUT}/${file}: ${examples.length} examples`);
  }
  if (process.argv.includes('--blocks')) {
    await translateBlocks(shownBlocks(examples));
  }
}

/** Translates the blocks that have changed, and writes the file after each compilation, so that an interrupted run is continued. */
async function translateBlocks(parts: readonly ShownBlock[]): Promise<void> {
  const known = new Map(readTranslations().map((block) => [block.hash, block]));
  const changed = parts.filter(({ hash }) => !known.has(hash));
  for (let first = 0; first < changed.length; first += MAX_BLOCKS_PER_COMPILATION) {
    const some = changed.slice(first, first + MAX_BLOCKS_PER_COMPILATION);
    const translator = await translate(some);
    for (const part of some) {
      known.set(part.hash, {
        hash: part.hash,
        ts: part.ts,
        python: translationOf(translator, part, TargetLanguage.PYTHON),
        java: translationOf(translator, part, TargetLanguage.JAVA),
        csharp: translationOf(translator, part, TargetLanguage.CSHARP),
        go: translationOf(translator, part, TargetLanguage.GO),
      });
    }
    write(parts, known);
  }
  write(parts, known);
  console.log(`wrote ${TRANSLATIONS}: ${parts.length} blocks, ${changed.length} of them translated anew`);
}

function write(parts: readonly ShownBlock[], known: ReadonlyMap<string, TranslatedBlock>): void {
  const translated = parts.flatMap(({ hash }) => known.get(hash) ?? []);
  writeFileSync(join(REPOSITORY, TRANSLATIONS), `${JSON.stringify(translated, undefined, 2)}\n`);
}

/** Compiles examples together, because each compilation reads aws-cdk-lib again. */
async function translate(examples: readonly { readonly snippet: TypeScriptSnippet }[]): Promise<RosettaTranslator> {
  const translator = new RosettaTranslator({ includeCompilerDiagnostics: true });
  const { diagnostics } = await translator.translateAll(
    examples.map(({ snippet }) => snippet),
    { compilationDirectory: REPOSITORY, batchSize: examples.length },
  );
  const errors = diagnostics.filter(({ isError }) => isError);
  if (errors.length > 0) {
    throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  }
  return translator;
}

/** Examples with a block on a page, and those of the packages. Tests are not translated, because they use the test runner. */
function shown(): Example[] {
  const all = blocks();
  return (
    exampleFiles()
      // Apps that import their own modules are not translated: a translation is one file.
      .filter((file) => !file.endsWith('.test.ts') && !/from '\.\.?\//.test(exampleText(file)))
      .map((file) => ({ file, pages: [...new Set(all.filter((block) => holds(file, block)).map(({ page }) => page))] }))
      .filter(({ file, pages }) => pages.length > 0 || file.startsWith('packages/'))
      .map(({ file, pages }) => {
        const location = { api: { api: 'file', fileName: `examples/${file}` }, field: { field: 'example' } } as const;
        return { file, pages, snippet: typeScriptSnippetFromVisibleSource(exampleText(file), location, true) };
      })
  );
}

/** The blocks of the pages that are parts of the examples, and the examples of the packages, which their READMEs show. */
function shownBlocks(examples: readonly Example[]): ShownBlock[] {
  const found = new Map<string, ShownBlock>();
  for (const block of blocks()) {
    const example = examples.find(({ file }) => holds(file, block));
    const key = linesOf(block.code).join('\n');
    if (example !== undefined && !found.has(key)) {
      found.set(key, shownBlock(block.code.trimEnd(), example.file, snippetOf(example, block)));
    }
  }
  const readmes = examples.filter(({ file }) => file.startsWith('packages/'));
  return [...found.values(), ...readmes.map(({ file, snippet }) => shownBlock(exampleText(file).trim(), file, snippet))];
}

function shownBlock(ts: string, file: string, snippet: TypeScriptSnippet): ShownBlock {
  const hash = createHash('sha256')
    .update(`${version} ${completeSource(snippet)} ${snippet.visibleSource}`)
    .digest('hex')
    .slice(0, 16);
  return { ts, hash, file, snippet };
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
