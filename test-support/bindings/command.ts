import { spawnSync } from 'node:child_process';
import { ROOT } from './places';

/** Runs a command in the repository, and throws all that it said when it fails. */
export function command(program: string, args: string[], env: Record<string, string> = {}): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error || status !== 0) {
    throw new Error([`${[program, ...args].join(' ')} failed`, error?.message, stdout, stderr].filter(Boolean).join('\n'));
  }
  return stdout;
}
