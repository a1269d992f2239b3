import { existsSync } from 'node:fs';
import { hasCdkSettings, readCdkSettings } from '../app/cdk-settings';
import { defaultTemplate } from '../template/find-templates';
import { UserError } from '../user-error';
import type { Command, Flag, FlagValues, Synthesis } from './command';
import type { Configuration } from './config';

/** Flags of a command that synthesizes the app of the current folder. They have the names and meanings of those of `cdk synth`. */
export const SYNTHESIS_FLAGS: readonly Flag[] = [
  { name: 'app', short: 'a', value: '<command>', description: 'run the app with this command instead of the one in cdk.json' },
  { name: 'context', short: 'c', value: '<key>=<value>', description: 'context value of the app', repeatable: true },
  { name: 'output', short: 'o', value: '<folder>', description: 'synthesize into this folder (default: output of cdk.json, or cdk.out)' },
];

/** Where a command finds the app. */
export interface AppSource {
  readonly path: string;
  /** How the app is synthesized into `path`. @default the assembly or template exists already */
  readonly synthesis?: Synthesis;
}

/**
 * Decides what a command reads: its argument, or else the path in the configuration file, or else the app of the current folder.
 * The command line takes precedence over the file.
 *
 * @param given flags on the command line
 * @throws UserError if there is nothing to read, or if both a path and flags for a synthesis are given
 */
export function appSource(command: Command, argument: string | undefined, given: FlagValues, configured: Configuration): AppSource {
  const synthesizes = SYNTHESIS_FLAGS.every((flag) => command.flags.includes(flag));
  const flag = synthesisFlag(given);
  const path = argument ?? (flag === undefined ? configured.path : undefined);
  if (path !== undefined) {
    const other = argument === undefined ? synthesisFlag(configured.flags) : flag;
    if (other !== undefined) {
      throw new UserError(`--${other} is for synthesizing the app, but ${path} is already synthesized: pass one of the two`, 'usage');
    }
    return { path };
  }
  const { app, context, output } = { ...configured.flags, ...given } as Synthesis;
  if (synthesizes && (app !== undefined || hasCdkSettings('.'))) {
    return { path: output ?? readCdkSettings('.').output, synthesis: { app, context, output } };
  }
  const unused = synthesisFlag({ ...configured.flags, ...given });
  if (unused !== undefined) {
    throw new UserError(`--${unused} needs an app to synthesize, but this folder has no cdk.json: pass --app, too`, 'usage');
  }
  return { path: existingOutput() };
}

function synthesisFlag(flags: FlagValues): string | undefined {
  return SYNTHESIS_FLAGS.find(({ name }) => flags[name] !== undefined)?.name;
}

/** The cloud assembly of the current folder: the `output` of its `cdk.json`, by default `cdk.out`; else its template of SAM. */
function existingOutput(): string {
  const path = readCdkSettings('.').output;
  if (!existsSync(path)) {
    const template = defaultTemplate('.');
    if (template !== undefined) {
      return template;
    }
    throw new UserError(`there is no ${path} in this folder: run cdk synth first, or pass a cloud assembly folder or a template file`);
  }
  return path;
}
