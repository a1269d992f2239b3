import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';

/** The variable that distinguishes the processes of one environment from all others; the service reserves its name. */
export const MARKER_VARIABLE = 'AWS_LAMBDA_LOG_STREAM_NAME';

/** A process that leads a process group, with what marks the environment of all its descendants. */
export interface ProcessTree {
  readonly pid: number;
  /** Value of the marker variable. */
  readonly marker: string;
}

/** A process that forks while its tree is ended can get away once, hardly several times. */
const MAX_ROUNDS = 5;

/** Ends the process group of a process, itself included. Windows knows no signals: every signal ends it at once. */
export function killGroup(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], () => undefined);
  } else {
    kill(-pid, signal);
  }
}

let waiting: string[] = [];
let next: Promise<void> | undefined;
let current: Promise<void> = Promise.resolve();

/**
 * Ends every process that carries one of the markers, so that children with a process group or session of their own do not
 * stay. Only Linux shows the environments of processes; elsewhere nothing is done. Many calls at a time look at all
 * processes once.
 */
export function killMarked(markers: readonly string[]): Promise<void> {
  waiting.push(...markers);
  next ??= current.then(() => {
    const all = new Set(waiting);
    waiting = [];
    next = undefined;
    // Without a descriptor free, for one, processes cannot be listed; later calls look again.
    current = killAllMarked(all).catch(() => undefined);
    return current;
  });
  return next;
}

async function killAllMarked(markers: ReadonlySet<string>): Promise<void> {
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

async function marked(markers: ReadonlySet<string>): Promise<readonly number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(names.map(async (name) => markers.has(await markerOf(name)) && Number(name)));
  return found.filter((pid): pid is number => pid !== false);
}

/** A process that is gone, a zombie, or another user's has no environment to read. */
async function markerOf(pid: string): Promise<string> {
  const environment = `\0${await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')}`;
  const start = environment.indexOf(`\0${MARKER_VARIABLE}=`);
  if (start < 0) {
    return '';
  }
  const value = start + MARKER_VARIABLE.length + 2;
  return environment.slice(value, environment.indexOf('\0', value));
}

function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}
