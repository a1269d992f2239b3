import { spawn, spawnSync } from 'node:child_process';
import { REPOSITORY } from './repository';

export interface CommandOptions {
  /** @default the repository */
  readonly cwd?: string;
  /** Beside this process' own. */
  readonly env?: Record<string, string>;
}

/** What a command said, and whether it was content. */
export interface Outcome {
  readonly ok: boolean;
  readonly stdout: string;
  /** Both outputs, and why it could not be started. */
  readonly said: string;
}

/** Runs a command to its end. */
export function outcomeOf(program: string, args: readonly string[], { cwd = REPOSITORY, env = {} }: CommandOptions = {}): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 256 * 1024 * 1024,
  });
  return { ok: !error && status === 0, stdout: stdout ?? '', said: [error?.message, stdout, stderr].filter(Boolean).join('\n') };
}

/** Runs a command, and throws all that it said when it fails. */
export function command(program: string, args: readonly string[], options: CommandOptions = {}): string {
  const { ok, stdout, said } = outcomeOf(program, args, options);
  if (!ok) {
    throw new Error(`${[program, ...args].join(' ')} failed\n${said}`);
  }
  return stdout;
}

/** The same beside others. */
export function commandBeside(
  program: string,
  args: readonly string[],
  { cwd = REPOSITORY, env = {} }: CommandOptions = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => said.push(String(data)));
    }
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error([[program, ...args].join(' '), 'failed\n', ...said].join(' '))),
    );
  });
}

/** Runs a command that a check cannot do without, and says what to install when the machine lacks it. */
export function tool(program: string, args: readonly string[], remedy: string): string {
  const { ok, stdout, said } = outcomeOf(program, args);
  if (!ok) {
    throw new Error(`${program} does not run here: ${remedy}\n${said}`);
  }
  return stdout.trim();
}
