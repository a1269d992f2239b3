import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';

/** A server to measure. */
export interface Subject<Name extends string = string> {
  readonly name: Name;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly port: number;
  /** What is measured, or what answers before `deploy`. */
  readonly path: string;
  /** How many connections the client keeps busy. @default CONNECTIONS */
  readonly connections?: number;
  /** Creates what is measured on a server that runs, and returns its path. */
  readonly deploy?: () => Promise<string>;
  /** Receives what it prints. @default it is not read */
  readonly output?: (text: string) => void;
}

/** A running subject. */
export interface Running {
  readonly url: string;
  /** The processor time so far of its process and of all live processes that it started, in seconds. */
  cpuSeconds(): number;
  /** The time from the start of the process to its first successful response, in milliseconds. */
  readonly startMillis: number;
  stop(): Promise<void>;
}

const TICKS_PER_SECOND = 100;
const PATIENCE_MILLIS = 60_000;

/** Starts a subject and waits for its first successful response. */
export async function start({ name, command, args, cwd, env, port, path, deploy, output }: Subject): Promise<Running> {
  const began = performance.now();
  const stdout = output === undefined ? 'ignore' : 'pipe';
  const child = spawn(command, args, { cwd, stdio: ['ignore', stdout, 'inherit'], env: { ...process.env, NO_COLOR: '1', ...env } });
  child.stdout?.on('data', (chunk: Buffer) => output?.(chunk.toString()));
  const answered = async (each: string) => {
    while (!(await answers(port, each))) {
      if (child.exitCode !== null || performance.now() - began > PATIENCE_MILLIS) {
        child.kill('SIGKILL');
        throw new Error(`${name} does not answer ${each} on port ${port}: ${[command, ...args].join(' ')}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return each;
  };
  let measured = await answered(path);
  if (deploy !== undefined) {
    measured = await answered(await deploy());
  }
  return {
    url: `http://127.0.0.1:${port}${measured}`,
    startMillis: performance.now() - began,
    cpuSeconds: () => cpuSeconds(child.pid as number),
    stop: () => stop(child),
  };
}

function answers(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port, path, agent: false }, (incoming) => {
      incoming.resume();
      incoming.on('end', () => resolve(incoming.statusCode === 200));
    });
    outgoing.on('error', () => resolve(false));
    outgoing.end();
  });
}

/** On Linux, /proc has the processor time and the parent of each process. */
function cpuSeconds(root: number): number {
  const processes = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const fields = statOf(name);
    processes.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
  }
  const isBelow = (pid: number): boolean => pid === root || (pid > 1 && isBelow(processes.get(pid)?.parent ?? 0));
  let ticks = 0;
  for (const [pid, each] of processes) {
    ticks += isBelow(pid) ? each.ticks : 0;
  }
  return ticks / TICKS_PER_SECOND;
}

/** The fields after the name of the program; zeros for a process that is gone. */
function statOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return Array.from({ length: 20 }, () => '0');
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 2_000).unref();
  });
}

/** Finds unused ports. */
export async function freePorts(count: number): Promise<[number, ...number[]]> {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => (server.address() as { readonly port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports as [number, ...number[]];
}

function listening(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
