import type {
  EnvironmentListener,
  EnvironmentOutcome,
  EnvironmentRequest,
  EnvironmentState,
  ExecutionEnvironment,
} from '../execution-environment';
import { FunctionProcess, type ProcessOptions } from '../processes/function-process';

/** How an environment in a process of its own is started. */
export interface ProcessEnvironmentOptions extends Omit<ProcessOptions, 'pipes'> {
  /** Tells a line on standard error by which the runtime says that it ran out of memory. */
  readonly isOutOfMemory?: (line: string) => boolean;
  /** Tells a line on standard error that is not the function's. */
  readonly isNoise?: (line: string) => boolean;
  /** Called when nothing of the process is left. */
  readonly cleanUp: () => Promise<void>;
}

/** An environment in a process of its own, however invocations reach the process. */
export abstract class ProcessEnvironment implements ExecutionEnvironment {
  public state: EnvironmentState = 'starting';
  protected readonly process: FunctionProcess;
  /** Why it ends, if something knows better than how its process ended. */
  protected endReason?: string;
  private pending?: (outcome: EnvironmentOutcome) => void;
  private isTerminated = false;
  private cleaned?: Promise<void>;

  protected constructor(
    private readonly options: ProcessEnvironmentOptions,
    protected readonly listener: EnvironmentListener,
    pipes: number,
  ) {
    this.process = new FunctionProcess(
      { ...options, pipes },
      {
        wrote: (stream, line) => this.wrote(stream, line),
        ending: () => {
          this.state = 'ended';
        },
        exited: (reason) => this.exited(reason),
      },
    );
  }

  public invoke(request: EnvironmentRequest): Promise<EnvironmentOutcome> {
    return new Promise((resolve) => {
      this.state = 'busy';
      this.pending = resolve;
      this.send(request);
    });
  }

  public async terminate(): Promise<void> {
    this.isTerminated = true;
    await this.process.terminate();
    await this.cleanUp();
  }

  /** Passes an invocation to the process. */
  protected abstract send(request: EnvironmentRequest): void;

  /** Whether the invocation that was under way when the process ended had not reached the handler. */
  protected abstract isUnstarted(): boolean;

  /** The code is loaded. */
  protected becomeReady(): void {
    if (this.state === 'starting') {
      this.state = 'ready';
      this.listener.ready();
    }
  }

  /** The invocation that is under way has this outcome. */
  protected finish(outcome: EnvironmentOutcome): void {
    const { pending } = this;
    this.state = 'ready';
    this.pending = undefined;
    pending?.(outcome);
  }

  /** Ends the process, unless it has ended. */
  protected end(reason: string): void {
    if (this.state !== 'ended') {
      void this.process.terminate(reason);
    }
  }

  private wrote(stream: 'stdout' | 'stderr', line: string): void {
    if (stream === 'stderr' && this.options.isOutOfMemory?.(line)) {
      this.endReason ??= `it ran out of its ${this.options.memoryMegabytes} MB of memory`;
    }
    if (stream === 'stdout' || this.options.isNoise?.(line) !== true) {
      this.listener.wrote(stream, line);
    }
  }

  private exited(processReason: string): void {
    const reason = this.endReason ?? processReason;
    this.state = 'ended';
    const { pending } = this;
    this.pending = undefined;
    void this.cleanUp();
    if (!this.isTerminated) {
      this.listener.ended(reason);
    }
    pending?.(this.isUnstarted() ? { kind: 'unstarted' } : { kind: 'crash', reason });
  }

  private cleanUp(): Promise<void> {
    this.cleaned ??= this.options.cleanUp();
    return this.cleaned;
  }
}
