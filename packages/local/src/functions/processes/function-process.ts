import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { LineReader } from '../line-reader';
import { clearTimeout, setTimeout } from '../timers';
import { memoryLimits } from './memory-limit';
import { killGroup, killMarked } from './process-tree';
import { watchdog } from './watchdog';

/** What is started. */
export interface ProcessOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing of this process's is added. */
  readonly variables: Readonly<Record<string, string>>;
  /** Value of the marker variable, which finds what the process leaves behind. */
  readonly marker: string;
  readonly memoryMegabytes: number;
  /** How many pipes it has beside its standard output and standard error, on the descriptors from 3 on. @default 0 */
  readonly pipes?: number;
  /** Words for how it ended, if nothing else ended it. @default its exit code or signal */
  readonly describeExit?: (code: number | null, signal: NodeJS.Signals | null) => string;
}

/** Hears what a process does. */
export interface ProcessListener {
  /** A line on standard output or standard error. */
  wrote(stream: 'stdout' | 'stderr', line: string): void;
  /** It is being ended, by `terminate` or because it exceeded its memory. */
  ending?(): void;
  /** It ended, after all that it had written. */
  exited(reason: string): void;
}

/** What a log event holds in the service, in bytes. */
export const MAX_LOG_LINE_BYTES = 256 * 1024;
/** How long its output is waited for when a process has ended; a process that it started can hold the stream open. */
const MAX_DRAIN_MILLIS = 100;
/** A process that the system cannot end at once keeps nobody waiting for longer. */
const MAX_KILL_MILLIS = 1500;

/**
 * A process of a function, in a group and session of its own. With its end go its group and, on Linux, all descendants that
 * have kept its environment.
 */
export class FunctionProcess {
  private readonly child: ChildProcess;
  private readonly gone: Promise<void>;
  private readonly lines: LineReader[] = [];
  private endReason?: string;
  private isAlive = true;

  public constructor(
    private readonly options: ProcessOptions,
    private readonly listener: ProcessListener,
  ) {
    const { program, args, cwd, variables, pipes = 0, describeExit = exitReason } = options;
    this.child = spawn(program, [...args], {
      cwd,
      env: { ...variables },
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe', ...Array.from({ length: pipes }, () => 'pipe' as const)],
    });
    // It is emitted later, also for a child that is given up here.
    this.child.on('error', () => undefined);
    if (!this.child.stdout) {
      throw new Error(`${program} cannot be started: too many files are open on this machine or in this process`);
    }
    this.listen('stdout');
    this.listen('stderr');
    this.gone = new Promise((resolve) => {
      this.child.once('error', ({ message }) => {
        if (this.child.pid === undefined) {
          this.isAlive = false;
          listener.exited(`${program} cannot be started: ${message}`);
          resolve();
        }
      });
      const releases = this.register();
      this.child.once('exit', (code, signal) => {
        this.isAlive = false;
        for (const release of releases) {
          release();
        }
        this.kill();
        const swept = killMarked([options.marker]);
        void drained(this.child).then(() => listener.exited(this.endReason ?? describeExit(code, signal)));
        void swept.then(resolve);
      });
    });
    // What is under way holds this process by its timeout; an environment that waits does not.
    this.child.unref();
    for (const stream of this.child.stdio) {
      (stream as Socket | null)?.unref();
    }
  }

  /** Takes output that does not end with a line break as a line. */
  public flushOutput(): void {
    for (const each of this.lines) {
      each.end();
    }
  }

  /** The gateway's end of a pipe. */
  public pipe(descriptor: number): Socket {
    return this.child.stdio[descriptor] as Socket;
  }

  /**
   * Ends the process with all that it started. Resolves when they are gone.
   *
   * @param reason what the listener hears @default how the process ended
   */
  public async terminate(reason?: string): Promise<void> {
    if (this.isAlive) {
      this.endReason ??= reason;
      this.listener.ending?.();
      this.kill();
    }
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, MAX_KILL_MILLIS);
    });
    await Promise.race([this.gone, patience]);
    clearTimeout(timer);
  }

  private register(): readonly (() => void)[] {
    const { pid } = this.child;
    const { marker, memoryMegabytes } = this.options;
    if (pid === undefined) {
      return [];
    }
    const exceeded = () => void this.terminate(`it used more than its ${memoryMegabytes} MB of memory`);
    return [watchdog.watchProcess({ pid, marker }), memoryLimits.add(pid, memoryMegabytes * 1024 * 1024, exceeded)];
  }

  private kill(): void {
    if (this.child.pid !== undefined) {
      killGroup(this.child.pid);
    }
  }

  private listen(name: 'stdout' | 'stderr'): void {
    const stream = this.child[name] as Readable;
    const lines = new LineReader(MAX_LOG_LINE_BYTES, (line, cutBytes) => {
      this.listener.wrote(name, cutBytes === 0 ? line : `${line}… (${cutBytes} bytes more were cut)`);
    });
    this.lines.push(lines);
    stream.on('data', (chunk: Buffer) => lines.push(chunk));
    stream.on('error', () => undefined);
    stream.on('close', () => lines.end());
  }
}

/** Resolves when all streams and pipes of a process are read to their end. */
function drained(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    setTimeout(resolve, MAX_DRAIN_MILLIS);
  });
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `its process exited with code ${code}` : `its process was ended by ${signal}`;
}
