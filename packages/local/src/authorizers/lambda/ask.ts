import type { FunctionPlan } from '../../definitions/function';
import { displayPath } from '../../diagnostics/diagnostics';
import type { InvokeResult, Invoker } from '../../functions/invocation';
import { clearTimeout, setTimeout } from '../../functions/timers';

/** How long an authorizer may take. */
const AUTHORIZER_TIMEOUT_MILLIS = 10_000;

/** The response of an authorizer's function: its result as JSON, or why there is none. */
export type Answer =
  | { readonly kind: 'result'; readonly json: string }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      /** Whether the function failed with the message `Unauthorized`, which WebSocket APIs answer with 401. */
      readonly isUnauthorized: boolean;
    };

/** Sends an event, as JSON, to what decides: a Lambda function, or a stand-in for it. Never rejects. */
export type Ask = (event: string, requestId: string) => Promise<Answer>;

/** Asks a Lambda function. */
export function askFunction(fn: FunctionPlan, functions: Invoker): Ask {
  return async (event, requestId) => {
    const result = await functions.invoke(fn, event, { requestId, timeoutMillis: AUTHORIZER_TIMEOUT_MILLIS });
    return result.kind === 'result'
      ? { kind: 'result', json: result.payload }
      : {
          kind: 'failed',
          reason: failureReason(result, fn),
          isUnauthorized: result.kind === 'error' && result.error.errorMessage === 'Unauthorized',
        };
  };
}

function failureReason(result: Exclude<InvokeResult, { readonly kind: 'result' }>, { location }: FunctionPlan): string {
  const name = displayPath(location);
  switch (result.kind) {
    case 'error':
      return `the authorizer function ${name} failed: ${result.error.errorType}: ${result.error.errorMessage}`;
    case 'timeout':
      return `the authorizer function ${name} timed out after ${result.millis / 1000} s`;
    case 'integration-timeout':
      return `the authorizer function ${name} did not respond within ${result.millis / 1000} s, the maximum for authorizers`;
    case 'throttled':
      return `the authorizer function ${name} is limited to ${result.limit} concurrent invocations`;
    case 'crash':
      return `the authorizer function ${name} crashed: ${result.reason}`;
    case 'init-error':
      return `the authorizer function ${name} does not load: ${result.reason}`;
    case 'shutdown':
      return `the authorizer function ${name} did not respond before the gateway was closed`;
  }
}

/**
 * A function that takes the location of an authorizer. It receives the authorizer's event, and returns a simple response such
 * as `{ isAuthorized: true, context }` or a policy.
 */
// biome-ignore lint/suspicious/noExplicitAny: the event is plain JSON, of which a test knows the members that it reads
export type AuthorizerHandler = (event: any) => unknown;

/** Calls a function of this process. */
export function askHandler(name: string, handler: AuthorizerHandler, timeoutMillis = AUTHORIZER_TIMEOUT_MILLIS): Ask {
  return async (event) => {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<Answer>((resolve) => {
      const reason = `the stand-in for authorizer ${name} did not respond within ${timeoutMillis / 1000} s`;
      timer = setTimeout(() => resolve({ kind: 'failed', reason, isUnauthorized: false }), timeoutMillis);
    });
    try {
      return await Promise.race([call(name, handler, event), timeout]);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function call(name: string, handler: AuthorizerHandler, event: string): Promise<Answer> {
  try {
    return { kind: 'result', json: JSON.stringify(await handler(JSON.parse(event))) ?? 'null' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', reason: `the stand-in for authorizer ${name} failed: ${message}`, isUnauthorized: message === 'Unauthorized' };
  }
}
