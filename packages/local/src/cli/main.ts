import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../user-error';
import { check } from './check';
import type { Command, Io } from './command';
import { routes } from './routes';
import { serve } from './serve';

const COMMANDS: ReadonlyMap<string, Command> = new Map([routes, check, serve].map((command) => [command.name, command]));

/**
 * Runs the command line.
 *
 * @param argv arguments without node and the script
 * @returns exit code: 0, 1 for input that cannot be used or findings, 2 for a wrong command line. `serve` returns a promise.
 */
export function main(argv: readonly string[], io: Io): number | Promise<number> {
  const [verb = '', ...args] = argv;
  try {
    if (hasFlag(argv, '--help', '-h') || verb === 'help') {
      io.stdout.write(help([...COMMANDS.values()]));
    } else if (verb === '--version' || verb === '-v') {
      io.stdout.write(`${version()}\n`);
    } else {
      const code = commandNamed(verb).run(args, io);
      return typeof code === 'number' ? code : code.catch((error: unknown) => fail(error, COMMANDS.get(verb), io));
    }
    return 0;
  } catch (error) {
    return fail(error, COMMANDS.get(verb), io);
  }
}

function hasFlag(argv: readonly string[], ...flags: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? undefined : end).some((arg) => flags.includes(arg));
}

function commandNamed(verb: string): Command {
  const command = COMMANDS.get(verb);
  if (command === undefined) {
    const names = [...COMMANDS.keys()].join(', ');
    throw new UserError(verb === '' ? `no command given, expected: ${names}` : `unknown command ${verb}, expected: ${names}`, 2);
  }
  return command;
}

function fail(error: unknown, command: Command | undefined, { stderr }: Io): number {
  const exitCode = exitCodeOf(error);
  stderr.write(`apigwv2-local: ${oneLine(error)}\n`);
  if (exitCode === 2) {
    stderr.write(`usage: ${command?.usage ?? 'apigwv2-local <command>'} (see --help)\n`);
  }
  return exitCode;
}

function exitCodeOf(error: unknown): 1 | 2 {
  if (error instanceof UserError) {
    return error.exitCode;
  }
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}

/** Replaces control characters, which paths and names may hold. */
function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\. To specify a positional.*$/s, '').replace(/\p{Control}+/gu, ' ');
}

function version(): string {
  const manifest: { readonly version: string } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'));
  return manifest.version;
}

/** Output of `apigwv2-local --help`. */
export function help(commands: readonly Command[]): string {
  return [
    'apigwv2-local: API Gateway v2 routes of a synthesized CDK app, on your machine',
    '',
    'Usage',
    ...commands.map(({ usage }) => `  ${usage}`),
    '',
    'Commands',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`),
    '',
    'Options',
    '  --json   print JSON for other programs',
    '  --help   show this help',
    '  --version',
    '',
    ...commands.flatMap(({ name, options = [] }) =>
      options.length === 0 ? [] : [`Options of ${name}`, ...options.flatMap(([flag, meaning]) => [`  ${flag}`, `      ${meaning}`]), ''],
    ),
    'Colours follow the terminal; NO_COLOR=1 turns them off, FORCE_COLOR=1 on.',
    '',
  ].join('\n');
}
