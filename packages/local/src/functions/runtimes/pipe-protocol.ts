/**
 * What the gateway and a bootstrap in a function's process say to each other. Each message is one line of UTF-8.
 *
 * The gateway writes the configuration as JSON, then for each invocation `<trace id><tab><event as JSON>`. The bootstrap
 * answers with the type of a message as one character, and its content.
 */

/** Where the bootstrap reads. */
export const INVOCATION_DESCRIPTOR = 3;
/** Where the bootstrap writes, and waits while the gateway is behind. */
export const RESULT_DESCRIPTOR = 4;

/** First character of a message of the bootstrap. */
export enum MessageType {
  /** The code is loaded. */
  READY = '+',
  /** The result as JSON. */
  RESULT = '=',
  /** A `FunctionError` as JSON. */
  ERROR = '!',
  /** A level, a space, and the text as JSON. */
  LOG = '>',
  /** The process ends: the reason as JSON. While the code loads, this is why it does not load. */
  FATAL = 'x',
  /** A debugger can connect: the URL, as JSON, of the inspector's WebSocket or of the socket of `debugpy`. */
  DEBUGGER = '@',
  /** The process exits: how many invocations reached the handler. */
  EXIT = 'q',
}

/** What a bootstrap gets as its first line. */
export interface PipeConfiguration {
  /** Folder of the code. */
  readonly root: string;
  readonly handler: string;
  /** Such as `nodejs22.x`. */
  readonly runtime: string;
  /** Folders of modules of layers: `node_modules` folders, or folders for Python's path. */
  readonly moduleFolders: readonly string[];
  readonly context: FunctionContext;
  /** @default the process cannot be debugged */
  readonly debug?: {
    /** Whether to wait for a debugger, and stop at the first line of the code. */
    readonly stopAtStart: boolean;
  };
}

/** What a handler's context contains about its function. */
export interface FunctionContext {
  readonly name: string;
  readonly version: string;
  readonly arn: string;
  readonly memoryMegabytes: number;
  readonly timeoutMillis: number;
  readonly logGroup: string;
  readonly logStream: string;
}
