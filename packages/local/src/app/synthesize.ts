import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isObject } from '@apigwv2-integrations/core/engine';
import { killGroup } from '../functions/processes/process-tree';
import { UserError } from '../user-error';
import { folderOf, isFolder, readCdkSettings } from './cdk-settings';

/** How an app is synthesized. */
export interface SynthesisOptions {
  /** Folder of the project, which contains `cdk.json` and below which, or above which, `node_modules` contains `aws-cdk`. */
  readonly directory: string;
  /** Command that runs the app, as with `cdk synth --app`. @default the one in `cdk.json` */
  readonly app?: string;
  /** Context values, `key=value`, as with `cdk synth --context`. @default those of the project */
  readonly context?: readonly string[];
  /** Folder of the cloud assembly, relative to `directory`, as with `cdk synth --output`. @default `output` of `cdk.json`, else `cdk.out` */
  readonly output?: string;
  /** Receives everything that `cdk synth` and the app print, piece by piece. */
  readonly print: (text: string) => void;
  /** Whether they print colors. @default false */
  readonly color?: boolean;
  /** Environment variables of the command. @default those of this process */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the command with all processes that it started. */
  readonly signal?: AbortSignal;
  /** Whether an assembly is served already, so that an error does not suggest to pass one. @default false */
  readonly isServed?: boolean;
}

/** An app that wrote its cloud assembly. */
export interface SynthesizedApp {
  /** Folder of the cloud assembly. */
  readonly path: string;
  /**
   * How `cdk synth` failed although the app wrote its assembly, such as `exit code 1`: a validation plugin or an annotation
   * reported an error, or context values are missing. @default it succeeded
   */
  readonly failure?: string;
}

/** `cdk synth` failed, and the app wrote no assembly. */
export class SynthesisError extends UserError {
  /** @param output what was printed, at most the last MAX_OUTPUT_CHARACTERS characters */
  constructor(
    message: string,
    readonly output: string,
  ) {
    super(message);
    this.name = 'SynthesisError';
  }
}

/** What a SynthesisError keeps of the output. */
const MAX_OUTPUT_CHARACTERS = 16 * 1024;
/** How long processes may take to end after SIGTERM, before SIGKILL. */
const MAX_TERMINATION_MILLIS = 500;
/** How long output is read after the end of the command: a process that the app left behind can hold the pipe open. */
const MAX_DRAIN_MILLIS = 500;

/** Look-ups call AWS; notices call a website. */
const FLAGS = ['--no-lookups', '--no-notices', '--quiet'];
/** Telemetry is not turned off by `--no-version-reporting`, because that changes the templates. */
const VARIABLES = { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: 'true' };

/**
 * Runs the project's own `cdk synth`, with look-ups, notices, telemetry and the version check off. If the command fails but the
 * app has written its assembly in this run, the result says so. An assembly of an earlier run is never returned.
 *
 * @throws UserError if `aws-cdk` is not installed
 * @throws SynthesisError if no assembly was written
 * @throws the reason of the signal, if it is aborted
 */
export async function synthesize(options: SynthesisOptions): Promise<SynthesizedApp> {
  const { directory, context = [], signal, isServed = false } = options;
  signal?.throwIfAborted();
  const settings = readCdkSettings(directory);
  const app = options.app ?? settings.app;
  if (app !== undefined && isFolder(folderOf(directory, app))) {
    // The CDK reads such an assembly without running anything, and writes none.
    return { path: folderOf(directory, app) };
  }
  const output = options.output ?? settings.output;
  const path = folderOf(directory, output);
  const manifest = join(path, 'manifest.json');
  const before = fingerprint(manifest);
  const { failure, text } = await runCdk(options, [
    'synth',
    ...FLAGS,
    `--output=${output}`,
    ...(options.app === undefined ? [] : [`--app=${options.app}`]),
    ...context.map((entry) => `--context=${entry}`),
  ]);
  signal?.throwIfAborted();
  if (fingerprint(manifest) === before) {
    const remedy = before === undefined || isServed ? '' : `, or pass ${path} to use the assembly of an earlier run`;
    throw new SynthesisError(
      failure === undefined
        ? `cdk synth ran the app, which wrote no cloud assembly: the app in cdk.json or --app must be the command that runs a CDK app${remedy}`
        : `cdk synth failed (${failure}) and wrote no cloud assembly: correct the error that it printed${remedy}`,
      text,
    );
  }
  return { path, failure };
}

/** Changes whenever the file is written. Undefined without the file. */
function fingerprint(file: string): string | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.ino} ${stats.mtimeNs} ${stats.ctimeNs}`;
}

/** The script of the CDK's command line, found as Node.js finds packages. */
function findCdk(directory: string): string {
  try {
    const file = createRequire(resolve(directory, 'cdk.json')).resolve('aws-cdk/package.json');
    const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isObject(manifest) && isObject(manifest['bin']) && typeof manifest['bin']['cdk'] === 'string') {
      return join(dirname(file), manifest['bin']['cdk']);
    }
  } catch {
    // Reported below.
  }
  throw new UserError(
    `the app cannot be synthesized, because aws-cdk is not installed in ${resolve(directory)}: run npm install --save-dev aws-cdk, or pass a cloud assembly folder`,
  );
}

interface Run {
  /** How it failed. @default it succeeded */
  readonly failure?: string;
  /** The end of what it printed. */
  readonly text: string;
}

async function runCdk({ directory, print, color, env = process.env, signal }: SynthesisOptions, args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [findCdk(directory), ...args], {
    cwd: directory,
    env: { ...env, ...VARIABLES, ...(color === true ? { FORCE_COLOR: '1' } : {}) },
    // A group of its own, which is ended as a whole.
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text = (text + piece).slice(-MAX_OUTPUT_CHARACTERS);
      print(piece);
    });
  }
  const { pid } = child;
  let forced: NodeJS.Timeout | undefined;
  const terminate = (): void => {
    if (pid !== undefined) {
      killGroup(pid, 'SIGTERM');
      forced = setTimeout(() => killGroup(pid), MAX_TERMINATION_MILLIS);
    }
  };
  signal?.addEventListener('abort', terminate, { once: true });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const [code, endedBy] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    await Promise.race([closed, wait(MAX_DRAIN_MILLIS, undefined, { ref: false })]);
    return { failure: code === 0 ? undefined : code === null ? `ended by ${endedBy}` : `exit code ${code}`, text };
  } catch (error) {
    throw new UserError(`cdk synth cannot be started: ${(error as Error).message}`);
  } finally {
    signal?.removeEventListener('abort', terminate);
    clearTimeout(forced);
    if (signal?.aborted === true && pid !== undefined) {
      killGroup(pid);
    }
    child.stdout.destroy();
    child.stderr.destroy();
  }
}
