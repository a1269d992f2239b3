import type { FunctionFacts } from '../messages';

/** Ends an invocation, as the context lets a handler do. */
export type Done = (error: unknown, result?: unknown) => void;

/** What of the context counts for how an invocation ends. */
export interface HandlerContext extends Record<string, unknown> {
  callbackWaitsForEmptyEventLoop: unknown;
}

/**
 * The context that a handler gets.
 *
 * All of its members are plain: one with accessors of its own would have a hidden class of its own, which is kept, with all
 * that it refers to, until the next full garbage collection.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export function contextOf(facts: FunctionFacts, awsRequestId: string, done: Done): HandlerContext {
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
