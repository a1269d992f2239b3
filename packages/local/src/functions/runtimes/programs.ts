import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { UserError } from '../../user-error';

/** Whether a file can be run as a program. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The path of a program that is named on the command line: relative to the current folder if it has a separator, otherwise
 * found on the `PATH`. A link is not followed, because a virtual environment of Python is found by the path of its link.
 */
export function resolveProgram(name: string): string {
  return /[/\\]/.test(name) ? resolve(name) : (findProgram([name]) ?? name);
}

/** The first of these programs that is on the `PATH`, the earlier names first. */
export function findProgram(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  for (const name of names) {
    const paths = folders.flatMap((folder) => endings.map((ending) => resolve(join(folder, `${name}${ending}`))));
    const found = paths.find(isProgram);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** White space between words, a quoted part, an escaped character, or anything else. */
const TOKEN = /(\s+)|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(["'\\\s])|(['"])|([^\s'"\\]+|\\)/gs;

/**
 * Splits a command into its arguments, as a shell splits words: quotes keep what is between them together. Nothing else of a
 * shell has a meaning, because the command is not run by one. A backslash is itself unless a quote, a backslash or white space
 * follows, so that paths of Windows stay as they are.
 *
 * @throws UserError for a quote that is not closed, or an empty command
 */
export function splitCommand(command: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, space, single, double, escaped, unclosed, text] of command.matchAll(TOKEN)) {
    if (unclosed !== undefined) {
      throw new UserError(`the command ${command} has a quote ${unclosed} that is not closed`, 'usage');
    }
    if (space === undefined) {
      word = (word ?? '') + (single ?? double?.replace(/\\(["\\])/g, '$1') ?? escaped ?? text);
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) {
    words.push(word);
  }
  if (words.length === 0 || words[0] === '') {
    throw new UserError('the command is empty: write a program and its arguments', 'usage');
  }
  return words;
}
