import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../repository';

/** A TypeScript code block on a page. */
export interface Block {
  /** The path of the page, relative to the root. */
  readonly page: string;
  readonly code: string;
}

export const IMPORT = /^import (?:type )?\{([^}]*)\} from '([^']+)';\n/gm;

/** Lines without indentation, because a block may be indented in its file. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The code blocks of README.md and of docs/, in one language. */
export function blocks(fence: 'ts' | 'typescript' | 'js' = 'ts'): Block[] {
  const pages = [
    'README.md',
    ...readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => `docs/${file}`)
      .sort(),
  ];
  return pages.flatMap((page) =>
    [...readFileSync(join(REPOSITORY, page), 'utf8').matchAll(new RegExp(`^\`\`\`${fence}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => ({
      page,
      code,
    })),
  );
}

/** The files of examples/ with an extension, relative to that folder. */
export const exampleFiles = (extension: '.ts' | '.mjs' = '.ts'): string[] =>
  readdirSync(join(REPOSITORY, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension) && !/node_modules|cdk\.out/.test(file))
    .sort();

export const exampleText = (file: string): string => readFileSync(join(REPOSITORY, 'examples', file), 'utf8');

/** Whether a file of examples/ contains a block, ignoring imports. */
export function holds(file: string, { code }: Block): boolean {
  return linesOf(exampleText(file))
    .join('\n')
    .includes(linesOf(code.replace(IMPORT, '')).join('\n'));
}
