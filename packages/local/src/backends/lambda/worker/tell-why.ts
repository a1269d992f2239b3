import { spawnSync } from 'node:child_process';

const PLACE_OF_SYNTAX = /^(?:file:\/\/)?([^\n]*:\d+)\n/;
const PLACE_OF_FRAME = /^\s+at (?:.*\()?((?:file:\/\/)?[/\\A-Z].*?:\d+:\d+)\)?$/m;

/** Why a file does not load, and where in it. */
export function tellWhy(error: unknown, file: string): string {
  if (!(error instanceof Error)) {
    return `it threw ${String(error)}`;
  }
  const place = error instanceof SyntaxError ? placeOfSyntax(error, file) : PLACE_OF_FRAME.exec(error.stack ?? '')?.[1];
  return `${error.name}: ${error.message}${place === undefined ? '' : ` (${place})`}`;
}

/** Of an ES module Node.js tells it on the command line alone. */
function placeOfSyntax({ stack = '' }: SyntaxError, file: string): string | undefined {
  const told =
    PLACE_OF_SYNTAX.exec(stack) ?? PLACE_OF_SYNTAX.exec(spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' }).stderr);
  return told?.[1];
}
