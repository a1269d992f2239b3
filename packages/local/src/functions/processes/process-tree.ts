import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** A process that leads a process group, with what marks the environment of all its descendants. */
export interface ProcessTree {
  readonly pid: number;
  /** Value of an environment variable that no other process has. */
  readonly marker: string;
}

/** A process that forks while its tree is ended can get away once, hardly several times. */
const MAX_ROUNDS = 5;

/** Ends the process group of a process, itself included. */
export function killGroup(pid: number): void {
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], () => undefined);
  } else {
    kill(-pid);
  }
}

/**
 * Ends every process whose environment carries one of the markers, so that children with a process group or session of
 * their own do not stay. Only Linux shows the environments of processes; elsewhere nothing is done.
 */
export async function killMarked(markers: readonly string[]): Promise<void> {
  for (let round = 0; process.platform === 'linux' && round < MAX_ROUNDS; round++) {
    const pids = await marked(markers);
    if (pids.length === 0) {
      return;
    }
    for (const pid of pids) {
      kill(pid);
    }
  }
}

async function marked(markers: readonly string[]): Promise<readonly number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(names.map(async (name) => (await carries(name, markers)) && Number(name)));
  return found.filter((pid): pid is number => pid !== false);
}

/** A process that is gone, a zombie, or another user's has no environment to read. */
async function carries(name: string, markers: readonly string[]): Promise<boolean> {
  const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '');
  return markers.some((marker) => environment.includes(marker));
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
