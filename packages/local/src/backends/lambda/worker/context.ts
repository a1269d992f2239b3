import type { FunctionFacts } from '../messages';

/** What a handler can do to end its invocation by its context. */
export interface Completion {
  waitsForEmptyEventLoop: boolean;
  done(error: unknown, result?: unknown): void;
}

/**
 * The context that a handler gets.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export function contextOf(facts: FunctionFacts, awsRequestId: string, completion: Completion): object {
  const deadline = Date.now() + facts.timeoutMillis;
  return {
    get callbackWaitsForEmptyEventLoop() {
      return completion.waitsForEmptyEventLoop;
    },
    set callbackWaitsForEmptyEventLoop(waits: boolean) {
      completion.waitsForEmptyEventLoop = waits;
    },
    succeed: (result: unknown) => completion.done(undefined, result),
    fail: (error: unknown) => completion.done(error ?? 'handled'),
    done: (error: unknown, result: unknown) => completion.done(error, result),
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
