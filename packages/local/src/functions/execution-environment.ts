import type { FunctionPlan } from '../definitions/function';
import type { OutputLevel } from '../gateway/log-entry';
import type { FunctionError } from './invocation';

/**
 * `starting` until the code is loaded; `ready` between two invocations; `busy` during one; `ended` for ever after.
 */
export type EnvironmentState = 'starting' | 'ready' | 'busy' | 'ended';

/** What an environment is asked to run. */
export interface EnvironmentRequest {
  /** JSON text. */
  readonly event: string;
  readonly traceId?: string;
}

/** What came of an invocation in an environment. */
export type EnvironmentOutcome =
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error'; readonly error: FunctionError }
  /** The environment ended during the invocation. */
  | { readonly kind: 'crash'; readonly reason: string }
  /** The environment ended before the invocation reached the handler, which can run it in another environment. */
  | { readonly kind: 'unstarted' };

/**
 * Something that runs a function's code, one invocation at a time. Pools and schedulers know nothing else of a runtime.
 */
export interface ExecutionEnvironment {
  readonly state: EnvironmentState;
  /** Runs one invocation, in state `ready` only. Never rejects. */
  invoke(request: EnvironmentRequest): Promise<EnvironmentOutcome>;
  /** Ends it at once, with all that it started. Resolves when nothing of it is left; never rejects. */
  terminate(): Promise<void>;
}

/** Hears what happens to an environment. */
export interface EnvironmentListener {
  /** The code is loaded: the state is `ready`. */
  ready(): void;
  /** It ended although nobody terminated it. */
  ended(reason: string): void;
  /** It wrote a line. */
  wrote(level: OutputLevel, text: string): void;
}

/** The code of a function, ready to run. */
export interface PreparedCode {
  /** Folder of the code, which takes the place of `/var/task`. */
  readonly root: string;
  /** Folder of the merged layers, which takes the place of `/opt`. @default the function has no layers */
  readonly layers?: string;
}

/** Where a process listens for a debugger, on this machine. */
export interface DebugTarget {
  readonly port: number;
  /** Path of the WebSocket of the inspector. @default the protocol has none */
  readonly path?: string;
}

/** What a process that can be debugged is started with. */
export interface DebugRequest {
  /** Whether it waits for a debugger, and stops at the first line of the code. */
  readonly stopAtStart: boolean;
  /** Called when a debugger can connect. */
  readonly listening: (target: DebugTarget) => void;
}

/** A kind of runtime: `nodejs22.x` and its like are one. */
export interface Runtime {
  /**
   * Starts an environment. A failure to start is an end of the environment. The listener does not hear of the readiness of one
   * that is ready at once.
   *
   * @param debug @default it cannot be debugged
   */
  start(
    fn: FunctionPlan,
    code: PreparedCode,
    listener: EnvironmentListener,
    debug?: DebugRequest,
  ): ExecutionEnvironment | Promise<ExecutionEnvironment>;
}
