import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RosettaTranslator, TargetLanguage, type TypeScriptSnippet, typeScriptSnippetFromVisibleSource } from 'jsii-rosetta';
import { REPOSITORY } from '../repository';
import { blocks, exampleFiles, exampleText, holds } from './snippets';

/**
 * Compiles the examples of the pages against the compiled packages in strict mode, and writes their translations to
 * docs/languages/. It fails if an example does not compile or cannot be translated completely.
 *
 * Usage: npm run docs:languages, after npm run build
 */
const OUT = 'docs/languages';

const LANGUAGES = [
  { language: TargetLanguage.PYTHON, file: 'python.md', title: 'Python', fence: 'python' },
  { language: TargetLanguage.JAVA, file: 'java.md', title: 'Java', fence: 'java' },
  { language: TargetLanguage.CSHARP, file: 'csharp.md', title: 'C#', fence: 'csharp' },
  { language: TargetLanguage.GO, file: 'go.md', title: 'Go', fence: 'go' },
];

interface Example {
  /** The path, relative to examples/. */
  readonly file: string;
  /** The pages that show a part of it. */
  readonly pages: readonly string[];
  readonly snippet: TypeScriptSnippet;
}

async function main(): Promise<void> {
  const examples = shown();
  const translator = new RosettaTranslator({ includeCompilerDiagnostics: true });
  const { diagnostics } = await translator.translateAll(
    examples.map(({ snippet }) => snippet),
    // All examples are compiled together, because each compilation reads aws-cdk-lib again.
    { compilationDirectory: REPOSITORY, batchSize: examples.length },
  );
  const errors = diagnostics.filter(({ isError }) => isError);
  if (errors.length > 0) {
    throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  }
  rmSync(join(REPOSITORY, OUT), { recursive: true, force: true });
  mkdirSync(join(REPOSITORY, OUT));
  for (const { language, file, title, fence } of LANGUAGES) {
    const sections = examples.map((example) => {
      const source = translator.tablet.tryGetSnippet(keyOf(translator, example))?.get(language)?.source;
      if (source === undefined) {
        throw new Error(`examples/${example.file} has no translation to ${title}`);
      }
      return section(example, source, fence);
    });
    writeFileSync(join(REPOSITORY, OUT, file), [...heading(title), ...sections].join('\n'));
    console.log(`wrote ${OUT}/${file}: ${examples.length} examples`);
  }
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

/** The key of an example's source in the tablet. */
function keyOf(translator: RosettaTranslator, { file, snippet }: Example): string {
  const found = translator.tablet.snippetKeys.find((key) => {
    const original = translator.tablet.tryGetSnippet(key)?.originalSource;
    return original?.source.trim() === snippet.visibleSource.trim();
  });
  if (found === undefined) {
    throw new Error(`examples/${file} was not translated`);
  }
  return found;
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
