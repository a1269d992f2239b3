import { randomUUID } from 'node:crypto';
import type { FunctionContext } from '../../pipe-protocol';
import { type Handler, isAsync } from './load-handler';

/** What a handler came to. */
export interface Completed {
  readonly succeeded: boolean;
  /** The result, or what was thrown. */
  readonly value: unknown;
}

/** Tells when nothing is left to happen in this process: no timer, no socket, nothing that was asked for. */
export class EventLoop {
  private listener?: () => void;

  public constructor(target: Pick<NodeJS.Process, 'on'>) {
    target.on('beforeExit', () => this.listener?.());
  }

  /** What to do then, instead of what was to be done before. */
  public whenEmpty(listener: (() => void) | undefined): void {
    this.listener = listener;
  }
}

/** What a handler is called in. */
export interface CallOptions {
  /** @default none, because the handler shares the event loop with others: a result that is given to the callback is sent at once */
  readonly loop?: EventLoop;
  /** Members of the context beside Lambda's own. @default none */
  readonly members?: object;
}

/** Calls a handler of any style, and reports its outcome once. */
export function callHandler(
  handler: Handler,
  event: unknown,
  facts: FunctionContext,
  completed: (outcome: Completed) => void,
  { loop, members }: CallOptions,
): void {
  let isOver = false;
  const complete = (outcome: Completed) => {
    loop?.whenEmpty(undefined);
    completed(outcome);
  };
  const end = (error: unknown, result: unknown, waits: boolean) => {
    if (isOver) {
      return;
    }
    isOver = true;
    if (error !== undefined && error !== null) {
      complete({ succeeded: false, value: error });
    } else if (waits && loop !== undefined) {
      loop.whenEmpty(() => complete({ succeeded: true, value: result }));
    } else {
      complete({ succeeded: true, value: result });
    }
  };
  const done: Done = (error, result) => end(error, result, false);
  const context = Object.assign(contextOf(facts, randomUUID(), done), members);
  const callback = (error: unknown, result: unknown) => end(error, result, Boolean(context.callbackWaitsForEmptyEventLoop));

  loop?.whenEmpty(() => end(isAsync(handler) ? neverSettled() : undefined, null, false));
  try {
    const returned = handler(event, context, callback);
    if (isThenable(returned)) {
      returned.then(
        (result) => done(undefined, result),
        (error: unknown) => done(error ?? 'handled'),
      );
    }
  } catch (error) {
    done(error ?? 'handled');
  }
}

/** Ends an invocation, as the context lets a handler do. */
type Done = (error: unknown, result?: unknown) => void;

/** What of the context counts for how an invocation ends. */
interface HandlerContext extends Record<string, unknown> {
  callbackWaitsForEmptyEventLoop: unknown;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
function contextOf(facts: FunctionContext, awsRequestId: string, done: Done): HandlerContext {
  const deadline = Date.now() + facts.timeoutMillis;
  return {
    callbackWaitsForEmptyEventLoop: true,
    succeed: (result: unknown) => done(undefined, result),
    fail: (error: unknown) => done(error ?? 'handled'),
    done: (error: unknown, result: unknown) => done(error, result),
    functionVersion: facts.version,
    functionName: facts.name,
    memoryLimitInMB: String(facts.memoryMegabytes),
    logGroupName: facts.logGroup,
    logStreamName: facts.logStream,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: facts.arn,
    awsRequestId,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function neverSettled(): Error {
  const error = new Error('the handler waits for a promise that can no longer settle');
  return Object.assign(error, { name: 'Runtime.NodeJsExit', stack: undefined });
}
