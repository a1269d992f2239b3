import { randomUUID } from 'node:crypto';
import type { FunctionFacts } from '../messages';
import { contextOf } from './context';
import type { EventLoop } from './event-loop';
import { type Handler, isAsync } from './load-handler';

/** What a handler came to. */
export interface Completed {
  readonly succeeded: boolean;
  /** The result, or what was thrown. */
  readonly value: unknown;
}

/** Calls a handler in whatever style it is written, and tells once what it came to. */
export function callHandler(
  handler: Handler,
  event: unknown,
  facts: FunctionFacts,
  loop: EventLoop,
  completed: (outcome: Completed) => void,
): void {
  let isOver = false;
  const complete = (outcome: Completed) => {
    loop.whenEmpty(undefined);
    completed(outcome);
  };
  const end = (error: unknown, result: unknown, waits: boolean) => {
    if (isOver) {
      return;
    }
    isOver = true;
    if (error !== undefined && error !== null) {
      complete({ succeeded: false, value: error });
    } else if (waits) {
      loop.whenEmpty(() => complete({ succeeded: true, value: result }));
    } else {
      complete({ succeeded: true, value: result });
    }
  };
  const done = (error: unknown, result?: unknown) => end(error, result, false);
  const context = contextOf(facts, randomUUID(), done);
  const callback = (error: unknown, result: unknown) => end(error, result, Boolean(context.callbackWaitsForEmptyEventLoop));

  loop.whenEmpty(() => end(isAsync(handler) ? neverSettled() : undefined, null, false));
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

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}

function neverSettled(): Error {
  const error = new Error('the handler waits for a promise that nothing is left to settle');
  return Object.assign(error, { name: 'Runtime.NodeJsExit', stack: undefined });
}
