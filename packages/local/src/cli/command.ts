import type { SynthesisOptions } from '../app/synthesize';
import type { PageFiles } from '../inspector/static-files';
import type { ReadOptions } from '../load-assembly';

/** A stream for output. */
export interface Output {
  /** File descriptor, with which a thread can write to a terminal. @default none */
  readonly fd?: number;
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A stream of input. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Streams, environment and signals of a command. */
export interface Io {
  /** @default there is no input */
  readonly stdin?: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Stops a running command. Reading it for the first time installs signal handlers. @default it runs until the process ends */
  readonly stop?: AbortSignal;
  /** The files of the inspector's page, in a checkout without a build. @default those that the build put beside this package */
  readonly page?: () => Promise<PageFiles | undefined>;
}

/** Output to a pipe or file is not wrapped unless COLUMNS is set, so that grep finds whole lines. */
export function widthFor({ stdout, env }: Io): number | undefined {
  const columns = stdout.columns ?? Number(env.COLUMNS);
  return columns > 0 ? columns : undefined;
}

/** A flag of a command. */
export interface Flag {
  /** Name without dashes, which is also its name in a configuration file. */
  readonly name: string;
  /** One letter, without its dash. @default the flag has none */
  readonly short?: string;
  /** Placeholder of the value, such as `<number>`, or `[number]` if it can be omitted. @default the flag has no value */
  readonly value?: string;
  readonly description: string;
  /** Whether the flag may be given more than once. @default false */
  readonly repeatable?: boolean;
  /** The only values that are allowed. @default any */
  readonly choices?: readonly string[];
}

/** Values of flags by name. Flags that were not given are absent. */
export type FlagValues = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** How the app of the current folder is synthesized, in the terms of `cdk synth`. */
export type Synthesis = Pick<SynthesisOptions, 'app' | 'context' | 'output'>;

/** What a command was asked to do. */
export interface Invocation {
  /** The argument, or the cloud assembly of the current folder. Empty for a command without a path. */
  readonly path: string;
  /** Further paths, if the argument names an app. @default none */
  readonly otherPaths?: readonly string[];
  /** The values of the command's operands. @default it has none */
  readonly operands?: readonly string[];
  /** How the app is synthesized into `path` first. @default the assembly or template exists already */
  readonly synthesis?: Synthesis;
  readonly flags: FlagValues;
}

/** A positional argument. */
export interface Argument {
  readonly name: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** Whether it names an app, can be omitted, and can be given in a configuration file. @default false */
  readonly isApp?: boolean;
}

/** A verb of the command line. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Positional arguments before `argument`, all of them required. @default none */
  readonly operands?: readonly Argument[];
  /** The last positional argument. @default the command has none */
  readonly argument?: Argument;
  readonly flags: readonly Flag[];
  /** Command lines without the name of the program, with what they do. */
  readonly examples: readonly (readonly [args: string, meaning: string])[];
  /** Page of the documentation, relative to the repository. */
  readonly page: string;
  /**
   * Runs the command and returns the exit code.
   *
   * @throws UserError for a mistake of the user
   */
  run(invocation: Invocation, io: Io): number | Promise<number>;
}

export const JSON_FLAG: Flag = { name: 'json', description: 'print JSON for other programs' };

/** The argument of a command that reads an app. */
export const APP_ARGUMENT: Argument = {
  name: 'path',
  description:
    'cloud assembly folders, CloudFormation and SAM templates, or folders of them; - reads a template from standard input (default: cdk.out, or the template of SAM in this folder)',
  isApp: true,
};

/** Accepted by every command that reads an app. */
export const ALLOW_PATH_FLAG: Flag = {
  name: 'allow-path',
  value: '<folder>',
  description: 'folder outside of that of a template, whose files the template may name: code, included files, nested templates',
  repeatable: true,
};

/** What a command reads beside its path. */
export function readOptions({ otherPaths, flags }: Invocation): ReadOptions {
  return { otherPaths, allowedPaths: flags['allow-path'] as readonly string[] | undefined };
}

/** Accepted by every command that reads an app. */
export const CONFIG_FLAG: Flag = {
  name: 'config',
  value: '<file>',
  description: 'configuration file (default apigwv2-local.json, if it exists)',
};
