import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Workspace } from './workspace';

/** Runs a program of the workspace in a new process and parses the JSON that it prints. */
export function run<Result>({ folder }: Workspace, program: string, task: object): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'apps', program), JSON.stringify(task)], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: 'false', NODE_OPTIONS: '' },
    maxBuffer: 1 << 28,
  });
  if (status !== 0) {
    throw new Error(`${program} ${JSON.stringify(task)} failed:\n${stderr}`);
  }
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Result;
}
