import { CommanderError, Option, Command as Program } from 'commander';
import { UserError } from '../user-error';
import { appSource } from './app-source';
import { check } from './check';
import { CONFIG_FLAG, type Command, type Flag, type FlagValues, type Io } from './command';
import { completion } from './completion';
import { readConfiguration } from './config';
import { connect } from './connect';
import { explain } from './explain';
import { packageVersion } from './package-version';
import { routes } from './routes';
import { serve } from './serve';
import { token } from './token';

const REPOSITORY = 'https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main';
/** The verbs that read an app and a configuration file. */
export const APP_COMMANDS: readonly Command[] = [routes, check, explain, serve];

/** All verbs of the command line. */
export const COMMANDS: readonly Command[] = [...APP_COMMANDS, connect, token, completion([...APP_COMMANDS, connect, token])];

/** Output wider than this is hard to read. */
const MAX_HELP_COLUMNS = 100;

/**
 * Runs the command line.
 *
 * @param argv arguments without node and the script
 * @returns exit code: 0; 1 for findings and errors of the program; 2 for a wrong command line or input that cannot be read. `serve` returns a promise.
 */
export function main(argv: readonly string[], io: Io): number | Promise<number> {
  let exitCode: number | Promise<number> = 0;
  const program = programFor(io, (code) => {
    exitCode = code;
  });
  try {
    if (argv.length === 0) {
      throw new UserError(`no command given, expected: ${COMMANDS.map(({ name }) => name).join(', ')}`, 'usage');
    }
    program.parse([...argv], { from: 'user' });
    // The compiler does not see that the action assigns it.
    const code = exitCode as number | Promise<number>;
    return code instanceof Promise ? code.catch((error: unknown) => fail(error, argv, io)) : code;
  } catch (error) {
    return error instanceof CommanderError && error.exitCode === 0 ? 0 : fail(error, argv, io);
  }
}

function programFor(io: Io, setExitCode: (code: number | Promise<number>) => void): Program {
  const columns = Math.min(io.stdout.columns ?? MAX_HELP_COLUMNS, MAX_HELP_COLUMNS);
  const program = new Program('apigwv2-local')
    .description('Shows, checks and serves the API Gateway v2 routes of a synthesized CDK app.')
    .version(packageVersion(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .configureHelp({ minWidthToWrap: 20, subcommandTerm: (command) => command.name() })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
    })
    .exitOverride()
    .addHelpText(
      'after',
      `\nWithout a path, commands read cdk.out, and serve runs cdk synth first. Colors depend on the terminal, NO_COLOR and FORCE_COLOR.\n${REPOSITORY}/docs/local/README.md`,
    );
  for (const command of COMMANDS) {
    const sub = program
      .command(command.name)
      .summary(command.summary)
      .description(sentence(command.summary))
      .allowExcessArguments(false)
      .addHelpText('after', helpTail(command))
      .action((...args: unknown[]) => {
        // Commander passes the operands, the argument if the command has one, then the options and itself.
        const [flags] = args.slice(-2);
        const given = (args.slice(0, -2) as (string | readonly string[] | undefined)[]).flatMap((each) => each ?? []);
        const operands = given.splice(0, command.operands?.length ?? 0);
        const [argument, ...otherPaths] = given;
        setExitCode(runCommand(command, { operands, argument, otherPaths }, flags as FlagValues, io));
      });
    for (const { name, description } of command.operands ?? []) {
      sub.argument(`<${name}>`, description);
    }
    if (command.argument !== undefined) {
      sub.argument(command.argument.isApp === true ? '[path...]' : `<${command.argument.name}>`, command.argument.description);
    }
    for (const flag of command.argument?.isApp === true ? [...command.flags, CONFIG_FLAG] : command.flags) {
      sub.addOption(optionFor(flag));
    }
  }
  return program;
}

/** Positional arguments as they were given. */
interface Positionals {
  readonly operands: readonly string[];
  readonly argument: string | undefined;
  readonly otherPaths: readonly string[];
}

function runCommand(
  command: Command,
  { operands, argument, otherPaths }: Positionals,
  options: FlagValues,
  io: Io,
): number | Promise<number> {
  if (command.argument?.isApp !== true) {
    const choices = command.argument?.choices;
    if (choices !== undefined && !choices.includes(argument ?? '')) {
      throw new UserError(`${command.name} accepts ${choices.join(', ')}, but not ${argument}`, 'usage');
    }
    return command.run({ operands, path: argument ?? '', flags: flagValues(command.flags, options) }, io);
  }
  const { config, ...given } = flagValues([...command.flags, CONFIG_FLAG], options);
  const configured = readConfiguration(config as string | undefined, command, APP_COMMANDS);
  return command.run(
    { operands, otherPaths, ...appSource(command, argument, given, configured), flags: { ...configured.flags, ...given } },
    io,
  );
}

/** Values by flag name: commander has them in camel case. Flags that were not given are left out. */
function flagValues(flags: readonly Flag[], options: FlagValues): FlagValues {
  const values: Record<string, FlagValues[string]> = {};
  for (const flag of flags) {
    const value = options[optionFor(flag).attributeName()];
    if (value !== undefined) {
      values[flag.name] = value;
    }
  }
  return values;
}

function optionFor({ name, short, value, description, repeatable, choices }: Flag): Option {
  const names = short === undefined ? `--${name}` : `-${short}, --${name}`;
  const option = new Option(
    value === undefined ? names : `${names} ${value}`,
    repeatable === true ? `${description}; repeatable` : description,
  );
  if (choices !== undefined) {
    option.choices(choices);
  }
  if (repeatable === true) {
    option.argParser((entry, entries: readonly string[] = []) => [...entries, entry]);
  }
  return option;
}

function helpTail({ examples, page }: Command): string {
  const lines = examples.flatMap(([args, meaning]) => [`  $ npx --no -- apigwv2-local ${args}`, `      ${meaning}`]);
  return `\nExamples:\n${lines.join('\n')}\n\n${REPOSITORY}/${page}`;
}

function fail(error: unknown, argv: readonly string[], { stderr }: Io): number {
  stderr.write(`apigwv2-local: ${oneLine(error)}\n`);
  if (!(error instanceof CommanderError) && !(error instanceof UserError && error.isUsage)) {
    return error instanceof UserError ? error.exitCode : 1;
  }
  const command = COMMANDS.find(({ name }) => name === argv[0]);
  const usage = command === undefined ? 'apigwv2-local <command>' : `apigwv2-local ${command.name} ${positionals(command)}[options]`;
  stderr.write(`usage: ${usage} (see apigwv2-local ${command === undefined ? '' : `${command.name} `}--help)\n`);
  return 2;
}

function positionals({ operands = [], argument }: Command): string {
  return [
    ...operands.map(({ name }) => `<${name}> `),
    argument === undefined ? '' : argument.isApp === true ? `[${argument.name}...] ` : `[${argument.name}] `,
  ].join('');
}

/** Replaces control characters, which paths and names may hold. */
function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const plain =
    error instanceof CommanderError
      ? message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, ' (did you mean $1?)')
      : message;
  return plain.replace(/\p{Control}+/gu, ' ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
