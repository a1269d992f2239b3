import { MessageType, type PipeConfiguration } from '../../pipe-protocol';
import { type Completed, callHandler, type EventLoop } from './call-handler';
import { startInspector, stopAtFirstLine, stopInspector } from './debugger';
import type { GatewayPipe } from './gateway-pipe';
import { type Handler, loadHandler, searchFolders } from './load-handler';
import { described, type Frames, functionError, MAX_ERROR_LENGTH, serialize } from './outcome';

/** What a session works with. */
export interface SessionOptions {
  readonly gateway: Pick<GatewayPipe, 'send' | 'log'>;
  /** Where invocations come from. The process lives on without work while it is referenced. */
  readonly invocations: { ref(): unknown; unref(): unknown };
  readonly loop: EventLoop;
  readonly frames: Frames;
  readonly env: NodeJS.ProcessEnv;
  /** Sends on output without a line break at its end. */
  readonly flush: () => void;
  readonly exit: (code: number) => void;
}

/** As the runtime of the service exits after an error that nobody caught. */
const FATAL_EXIT_CODE = 129;
const NEWLINE = 10;

/** Taken before a handler can replace them. */
const fromJson = JSON.parse;
const toJson = JSON.stringify;

/** Loads the handler, then runs one invocation after the other. */
export class Session {
  private readonly received: Buffer[] = [];
  private begun = 0;
  private configuration?: PipeConfiguration;
  private handler?: Handler;

  public constructor(private readonly options: SessionOptions) {}

  /** Takes bytes that stay valid for the time of the call. A line is the last one: the gateway waits for its result. */
  public receive(bytes: Buffer): void {
    if (bytes[bytes.length - 1] !== NEWLINE) {
      this.received.push(Buffer.from(bytes));
      return;
    }
    const last = bytes.subarray(0, bytes.length - 1);
    const line = this.received.length === 0 ? last.toString() : Buffer.concat([...this.received.splice(0), last]).toString();
    if (this.configuration === undefined) {
      this.configuration = fromJson(line) as PipeConfiguration;
      void this.load(this.configuration);
    } else {
      this.invoke(line, this.configuration);
    }
  }

  /** Ends the process because of something that nobody caught. */
  public endOn(what: string, thrown: unknown): void {
    const { gateway, frames } = this.options;
    const { errorType, errorMessage } = functionError(thrown, frames);
    gateway.log('ERROR', described(thrown, frames));
    this.fatal(`${what}: ${errorType}: ${errorMessage}`);
  }

  /** To be called when the process exits. */
  public exiting(): void {
    this.options.flush();
    this.options.gateway.send(MessageType.EXIT, String(this.begun));
    if (this.configuration?.debug !== undefined) {
      stopInspector();
    }
  }

  private async load({ root, handler, runtime, moduleFolders, debug }: PipeConfiguration): Promise<void> {
    const { invocations, loop, gateway } = this.options;
    invocations.unref();
    loop.whenEmpty(() => this.fatal('the code waits at its top level for a promise that can no longer settle'));
    let removeBreakpoint = () => {};
    const stop = (file: string) => {
      removeBreakpoint = stopAtFirstLine(file);
    };
    try {
      if (debug !== undefined) {
        gateway.send(MessageType.DEBUGGER, toJson(startInspector()));
      }
      searchFolders(moduleFolders);
      this.handler = await loadHandler(root, handler, runtime, debug?.stopAtStart === true ? stop : undefined);
      removeBreakpoint();
    } catch (error) {
      this.fatal(error instanceof Error ? error.message : String(error));
      return;
    }
    loop.whenEmpty(undefined);
    invocations.ref();
    gateway.send(MessageType.READY);
  }

  private invoke(line: string, { context }: PipeConfiguration): void {
    const tab = line.indexOf('\t');
    this.setTraceId(line.slice(0, tab));
    this.begun++;
    // A handler that never answers is found out when the process runs out of things to do.
    this.options.invocations.unref();
    callHandler(this.handler as Handler, fromJson(line.slice(tab + 1)), context, (outcome) => this.finish(outcome), {
      loop: this.options.loop,
    });
  }

  private finish(outcome: Completed): void {
    const { invocations, flush, gateway } = this.options;
    invocations.ref();
    flush();
    try {
      if (outcome.succeeded) {
        gateway.send(MessageType.RESULT, serialize(outcome.value));
      } else {
        this.fail(outcome.value);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(thrown: unknown): void {
    const { gateway, frames } = this.options;
    gateway.log('ERROR', described(thrown, frames));
    gateway.send(MessageType.ERROR, toJson(functionError(thrown, frames)));
  }

  private setTraceId(traceId: string): void {
    const { env } = this.options;
    if (traceId !== '') {
      env._X_AMZN_TRACE_ID = traceId;
    } else if ('_X_AMZN_TRACE_ID' in env) {
      delete env._X_AMZN_TRACE_ID;
    }
  }

  private fatal(reason: string): void {
    this.options.flush();
    this.options.gateway.send(MessageType.FATAL, toJson(reason.slice(0, MAX_ERROR_LENGTH)));
    this.options.exit(FATAL_EXIT_CODE);
  }
}
