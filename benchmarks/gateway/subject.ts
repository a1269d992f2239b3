import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';

/** A server to measure. */
export interface Subject<Name extends string = string> {
  readonly name: Name;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly port: number;
  readonly path: string;
}

/** A running subject. */
export interface Running {
  /** The processor time of its process and all threads so far, in seconds. */
  cpuSeconds(): number;
  /** The time from the start of the process to its first successful response, in milliseconds. */
  readonly startMillis: number;
  stop(): Promise<void>;
}

const TICKS_PER_SECOND = 100;
const PATIENCE_MILLIS = 60_000;

/** Starts a subject and waits for its first successful response. */
export async function start({ name, command, args, cwd, port, path }: Subject): Promise<Running> {
  const began = performance.now();
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NO_COLOR: '1' } });
  while (!(await answers(port, path))) {
    if (child.exitCode !== null || performance.now() - began > PATIENCE_MILLIS) {
      child.kill('SIGKILL');
      throw new Error(`${name} does not answer on port ${port}: ${[command, ...args].join(' ')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return { startMillis: performance.now() - began, cpuSeconds: () => cpuSeconds(child), stop: () => stop(child) };
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

/** On Linux, /proc has the processor time of a process. */
function cpuSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
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
