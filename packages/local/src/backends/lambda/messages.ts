import type { MessagePort } from 'node:worker_threads';
import type { OutputLevel } from './function-output';
import type { FunctionError } from './invoke-result';

/** Tells the data of our workers from that of workers that a handler starts. */
export const WORKER_START = 'apigwv2-local environment';

/** What the handler's context tells of its function. */
export interface FunctionFacts {
  readonly name: string;
  readonly version: string;
  readonly arn: string;
  readonly memoryMegabytes: number;
  readonly timeoutMillis: number;
  readonly logGroup: string;
  readonly logStream: string;
}

/** What a worker is started with. */
export interface WorkerStart {
  readonly kind: typeof WORKER_START;
  readonly port: MessagePort;
  /** Of the ledger and of the result slots. */
  readonly memory: readonly [SharedArrayBuffer, SharedArrayBuffer];
  readonly clockBase: number;
  /** Folder of the code. */
  readonly root: string;
  /** Where modules are looked for that are not found from the code. */
  readonly moduleFolders: readonly string[];
  readonly handler: string;
  /** Such as `nodejs22.x`. */
  readonly runtime: string;
  readonly facts: FunctionFacts;
}

/** A message from a worker. Results and errors come in the order of the batches. */
export type WorkerMessage =
  /** There is something to see in the ledger. */
  | readonly ['look']
  /** A result that does not fit into its slot. */
  | readonly ['result', payload: string]
  | readonly ['ready']
  | readonly ['unloadable', reason: string]
  | readonly ['error', error: FunctionError]
  /** Nothing follows but the end. */
  | readonly ['fatal', reason: string]
  | readonly ['output', level: OutputLevel, text: string, requestId: string | undefined]
  | readonly ['child', pid: number]
  | readonly ['child-gone', pid: number];
