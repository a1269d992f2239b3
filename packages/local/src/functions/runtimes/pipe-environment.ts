import type { OutputLevel } from '../../gateway/log-entry';
import type { DebugRequest, EnvironmentListener, EnvironmentRequest } from '../execution-environment';
import { LineReader } from '../line-reader';
import { setTimeout } from '../timers';
import { INVOCATION_DESCRIPTOR, MessageType, RESULT_DESCRIPTOR } from './pipe-protocol';
import { ProcessEnvironment, type ProcessEnvironmentOptions } from './process-environment';

/** More than the largest result with its type takes, in bytes. */
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
/** A process that exits closes its pipes a moment before. */
const MAX_EXIT_MILLIS = 200;

/** How an environment whose bootstrap speaks the pipe protocol is started. */
export interface PipeEnvironmentOptions extends ProcessEnvironmentOptions {
  /** What the bootstrap gets as its first line, as JSON. */
  readonly configuration: object;
  /** @default it cannot be debugged */
  readonly debug?: DebugRequest;
}

/** An environment in a process that gets invocations and gives results over two pipes. */
export class PipeEnvironment extends ProcessEnvironment {
  private sent = 0;
  /** How many invocations had reached the handler, as the bootstrap reports it when the process exits. */
  private begun = Number.POSITIVE_INFINITY;

  public constructor(
    private readonly pipeOptions: PipeEnvironmentOptions,
    listener: EnvironmentListener,
  ) {
    super(pipeOptions, listener, 2);
    const messages = new LineReader(MAX_MESSAGE_BYTES, (line, cutBytes) => this.hear(line, cutBytes));
    const results = this.process.pipe(RESULT_DESCRIPTOR);
    const invocations = this.process.pipe(INVOCATION_DESCRIPTOR);
    results.on('data', (chunk: Buffer) => messages.push(chunk));
    for (const pipe of [results, invocations]) {
      pipe.on('error', () => undefined);
      pipe.on('close', () => this.closed());
    }
    // Nothing is sent this way; reading detects that it is closed.
    invocations.resume();
    invocations.write(`${JSON.stringify(pipeOptions.configuration)}\n`);
  }

  protected send({ event, traceId = '' }: EnvironmentRequest): void {
    this.sent++;
    this.process.pipe(INVOCATION_DESCRIPTOR).write(`${oneLine(traceId).replaceAll('\t', ' ')}\t${oneLine(event)}\n`);
  }

  protected isUnstarted(): boolean {
    return this.sent > this.begun;
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
        this.checkBusy();
        this.finish({ kind: 'result', payload: body });
        return;
      case MessageType.ERROR:
        this.checkBusy();
        this.finish({ kind: 'error', error: JSON.parse(body) });
        return;
      case MessageType.LOG: {
        const space = body.indexOf(' ');
        this.listener.wrote(body.slice(0, space) as OutputLevel, JSON.parse(body.slice(space + 1)));
        return;
      }
      case MessageType.READY:
        this.becomeReady();
        return;
      case MessageType.FATAL: {
        const reason: string = JSON.parse(body);
        this.endReason ??= reason;
        // A thread of the function can keep the process from its end.
        setTimeout(() => this.end(reason), MAX_EXIT_MILLIS).unref();
        return;
      }
      case MessageType.DEBUGGER: {
        const { port, pathname } = new URL(JSON.parse(body));
        this.pipeOptions.debug?.listening({ port: Number(port), path: pathname });
        return;
      }
      case MessageType.EXIT:
        this.begun = Number(body);
        return;
      default:
        throw new TypeError('unknown type of message');
    }
  }

  private checkBusy(): void {
    if (this.state !== 'busy') {
      throw new TypeError('nothing was invoked');
    }
  }

  /** Without its pipes it cannot be used. */
  private closed(): void {
    if (this.state !== 'ended') {
      setTimeout(() => this.end('its pipe to the gateway is closed'), MAX_EXIT_MILLIS).unref();
    }
  }
}

/** A line break within JSON is white space. */
function oneLine(text: string): string {
  return text.includes('\n') ? text.replaceAll('\n', ' ') : text;
}
