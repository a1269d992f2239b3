import { spawn, spawnSync } from 'node:child_process';
import { REPOSITORY } from './repository';

export interface CommandOptions {
  /** @default - the repository root */
  readonly cwd?: string;
  /** Environment variables in addition to those of this process. */
  readonly env?: Record<string, string>;
}

/** The result of a command. */
export interface CommandResult {
  readonly ok: boolean;
  readonly stdout: string;
  /** Standard output and standard error, and the reason if the command could not be started. */
  readonly output: string;
}

/** Runs a command and waits for it. */
export function tryCommand(program: string, args: readonly string[], { cwd = REPOSITORY, env = {} }: CommandOptions = {}): CommandResult {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 256 * 1024 * 1024,
  });
  return { ok: !error && status === 0, stdout: stdout ?? '', output: [error?.message, stdout, stderr].filter(Boolean).join('\n') };
}

/** Runs a command and returns its standard output. Throws an error with all output if it fails. */
export function command(program: string, args: readonly string[], options: CommandOptions = {}): string {
  const { ok, stdout, output } = tryCommand(program, args, options);
  if (!ok) {
    throw new Error(`${[program, ...args].join(' ')} failed\n${output}`);
  }
  return stdout;
}

/** Runs a command without blocking, so that several can run at the same time. */
export function commandAsync(program: string, args: readonly string[], { cwd = REPOSITORY, env = {} }: CommandOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => output.push(String(data)));
    }
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error([[program, ...args].join(' '), 'failed\n', ...output].join(' '))),
    );
  });
}

/** Runs a command of a required tool. If the tool is missing, the error names what to install. */
export function requireTool(program: string, args: readonly string[], remedy: string): string {
  const { ok, stdout, output } = tryCommand(program, args);
  if (!ok) {
    throw new Error(`${program} cannot be run: ${remedy}\n${output}`);
  }
  return stdout.trim();
}
