import type { OutputLevel } from '../../gateway/log-entry';
import type {
  EnvironmentListener,
  EnvironmentOutcome,
  EnvironmentRequest,
  EnvironmentState,
  ExecutionEnvironment,
} from '../execution-environment';
import { LineReader } from '../line-reader';
import { FunctionProcess, type ProcessOptions } from '../processes/function-process';
import { setTimeout } from '../timers';
import { INVOCATION_DESCRIPTOR, MessageType, RESULT_DESCRIPTOR } from './pipe-protocol';

/** More than the largest result with its type takes, in bytes. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
/** A process that exits closes its pipes a moment before. */
const MAX_EXIT_MILLIS = 200;

/** How an environment whose bootstrap speaks the pipe protocol is started. */
export interface PipeEnvironmentOptions extends Omit<ProcessOptions, 'pipes'> {
  /** What the bootstrap gets as its first line, as JSON. */
  readonly configuration: object;
  /** Tells a line on standard error by which the runtime says that it ran out of memory. */
  readonly isOutOfMemory?: (line: string) => boolean;
  /** Called when nothing of the process is left. */
  readonly cleanUp: () => Promise<void>;
}

/** An environment in a process that gets invocations and gives results over two pipes. */
export class PipeEnvironment implements ExecutionEnvironment {
  public state: EnvironmentState = 'starting';
  private readonly process: FunctionProcess;
  private pending?: (outcome: EnvironmentOutcome) => void;
  private sent = 0;
  /** How many invocations had reached the handler, told by the bootstrap when the process exits. */
  private begun = Number.POSITIVE_INFINITY;
  private endReason?: string;
  private isTerminated = false;
  private cleaned?: Promise<void>;

  public constructor(
    private readonly options: PipeEnvironmentOptions,
    private readonly listener: EnvironmentListener,
  ) {
    this.process = new FunctionProcess(
      { ...options, pipes: 2 },
      {
        wrote: (stream, line) => this.hearRaw(stream, line),
        ending: () => {
          this.state = 'ended';
        },
        exited: (reason) => this.exited(reason),
      },
    );
    const messages = new LineReader(MAX_MESSAGE_BYTES, (line, cutBytes) => this.hear(line, cutBytes));
    const results = this.process.pipe(RESULT_DESCRIPTOR);
    const invocations = this.process.pipe(INVOCATION_DESCRIPTOR);
    results.on('data', (chunk: Buffer) => messages.push(chunk));
    for (const pipe of [results, invocations]) {
      pipe.on('error', () => undefined);
      pipe.on('close', () => this.closed());
    }
    // Nothing comes this way; reading it tells when it is closed.
    invocations.resume();
    invocations.write(`${JSON.stringify(options.configuration)}\n`);
  }

  public invoke({ event, traceId = '' }: EnvironmentRequest): Promise<EnvironmentOutcome> {
    return new Promise((resolve) => {
      this.state = 'busy';
      this.pending = resolve;
      this.sent++;
      this.process.pipe(INVOCATION_DESCRIPTOR).write(`${oneLine(traceId)}\t${oneLine(event)}\n`);
    });
  }

  public async terminate(): Promise<void> {
    this.isTerminated = true;
    await this.process.terminate();
    await this.cleanUp();
  }

  private hear(line: string, cutBytes: number): void {
    const body = line.slice(1);
    try {
      if (cutBytes > 0) {
        throw new RangeError('the message is too long');
      }
      this.take(line[0], body);
    } catch {
      this.end(`something other than the runtime wrote to its pipe to the gateway (descriptor ${RESULT_DESCRIPTOR})`);
    }
  }

  private take(type: string | undefined, body: string): void {
    switch (type) {
      case MessageType.RESULT:
        this.finish({ kind: 'result', payload: body });
        return;
      case MessageType.ERROR:
        this.finish({ kind: 'error', error: JSON.parse(body) });
        return;
      case MessageType.LOG: {
        const space = body.indexOf(' ');
        this.listener.wrote(body.slice(0, space) as OutputLevel, JSON.parse(body.slice(space + 1)));
        return;
      }
      case MessageType.READY:
        if (this.state === 'starting') {
          this.state = 'ready';
          this.listener.ready();
        }
        return;
      case MessageType.FATAL:
        this.endReason ??= JSON.parse(body);
        return;
      case MessageType.EXIT:
        this.begun = Number(body);
        return;
      default:
        throw new TypeError('unknown type of message');
    }
  }

  private finish(outcome: EnvironmentOutcome): void {
    if (this.state !== 'busy') {
      throw new TypeError('nothing was invoked');
    }
    this.state = 'ready';
    const { pending } = this;
    this.pending = undefined;
    pending?.(outcome);
  }

  private hearRaw(stream: 'stdout' | 'stderr', line: string): void {
    if (stream === 'stderr' && this.options.isOutOfMemory?.(line)) {
      this.endReason ??= `it ran out of its ${this.options.memoryMegabytes} MB of memory`;
    }
    this.listener.wrote(stream, line);
  }

  /** Without its pipes it cannot be used. */
  private closed(): void {
    if (this.state !== 'ended') {
      setTimeout(() => this.end('its pipe to the gateway is closed'), MAX_EXIT_MILLIS).unref();
    }
  }

  private end(reason: string): void {
    if (this.state !== 'ended') {
      void this.process.terminate(reason);
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
    pending?.(this.sent > this.begun ? { kind: 'unstarted' } : { kind: 'crash', reason });
  }

  private cleanUp(): Promise<void> {
    this.cleaned ??= this.options.cleanUp();
    return this.cleaned;
  }
}

/** A line break within JSON is white space. */
function oneLine(text: string): string {
  return text.includes('\n') ? text.replaceAll('\n', ' ') : text;
}
