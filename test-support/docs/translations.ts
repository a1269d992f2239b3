import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../repository';
import { linesOf } from './snippets';

/** The file with the translations of the blocks on the pages, which `npm run docs:languages` writes. */
export const TRANSLATIONS = 'docs/languages/blocks.json';

/** A TypeScript block of a page in all languages, by the name of each language in a code fence. */
export interface TranslatedBlock {
  /** Identifies what was translated. */
  readonly hash: string;
  readonly ts: string;
  readonly python: string;
  readonly java: string;
  readonly csharp: string;
  readonly go: string;
}

let byCode: ReadonlyMap<string, TranslatedBlock> | undefined;

/** Indentation does not distinguish blocks, as it does not where a block is compared with its example. */
const keyOf = (code: string): string => linesOf(code).join('\n');

/** Finds the translations of a block. Blocks that show tests have none, because the test runner is TypeScript only. */
export function translationsOf(code: string): TranslatedBlock | undefined {
  byCode ??= new Map(readTranslations().map((block) => [keyOf(block.ts), block]));
  return byCode.get(keyOf(code));
}

export function readTranslations(): TranslatedBlock[] {
  const path = join(REPOSITORY, TRANSLATIONS);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
}
