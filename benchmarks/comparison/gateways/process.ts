import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const MAX_START_MILLIS = 120_000;
const MAX_STOP_MILLIS = 5_000;

/** A server that runs in a process of its own. */
export interface Running {
  /** What it has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

interface Options {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Text that it prints when it listens. @default none */
  readonly ready?: string;
  /** Ports on which it listens then. @default none */
  readonly ports?: readonly number[];
}

/** Starts a server, and waits until it listens. Its output is shown if it ends too early. */
export async function startProcess(
  command: string,
  args: readonly string[],
  { cwd, env, ready = '', ports = [] }: Options,
): Promise<Running> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', ...env } });
  let output = '';
  const add = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  const start = performance.now();
  while (!(output.includes(ready) && (await Promise.all(ports.map(listens))).every((each) => each))) {
    if (child.exitCode !== null || performance.now() - start > MAX_START_MILLIS) {
      child.kill('SIGKILL');
      throw new Error(`${command} ${args.join(' ')} does not listen:\n${output}`);
    }
    await sleep(50);
  }
  return { output: () => output, stop: () => stop(child) };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), MAX_STOP_MILLIS).unref();
  });
}
