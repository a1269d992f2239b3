import type { FunctionPlan } from '../../definitions/function-plan';
import type { Outcome } from '../../gateway/backend';
import type { FunctionError, InvokeResult } from './invoke-result';

type Failed = Exclude<InvokeResult, { readonly kind: 'result' }>;

/** What the client gets of an invocation without a result, and what the person who runs the gateway is told. */
export function explain(result: Failed, { name, place, timeoutMillis }: FunctionPlan): Outcome {
  switch (result.kind) {
    case 'error':
      return failure(500, `${name} failed: ${brief(result.error)}`);
    case 'timeout':
      return failure(
        500,
        `${name} ran into its own timeout of ${seconds(result.millis)}: give it a longer one, or look for what it waits for`,
      );
    case 'given-up':
      return failure(503, givenUp(result, name, timeoutMillis));
    case 'throttled':
      return failure(
        500,
        `${name} may have ${result.limit} invocations at once (ReservedConcurrentExecutions of ${place.path ?? place.logicalId})`,
      );
    case 'crash':
      return failure(500, `${name} crashed: ${result.reason}; the next request gets a new environment`);
    case 'unloadable':
      return failure(500, result.reason);
    case 'closed':
      return failure(503, `${name} did not answer before the gateway was closed`);
  }
}

function givenUp({ millis, begun }: Extract<Failed, { readonly kind: 'given-up' }>, name: string, timeoutMillis: number): string {
  return begun
    ? `${name} did not answer within the integration's timeout of ${seconds(millis)}; it goes on until its own, ${seconds(timeoutMillis)}`
    : `${name} had no environment free within the integration's timeout of ${seconds(millis)}: allow more of them`;
}

function failure(statusCode: 500 | 503, reason: string): Outcome {
  return { kind: 'failure', statusCode, reason };
}

/** The error with its first place; all of it is in the function's output. */
function brief({ errorType, errorMessage, trace }: FunctionError): string {
  const place = trace.find((line) => /^\s+at /.test(line))?.trim();
  return `${errorType}: ${errorMessage}${place === undefined ? '' : ` (${place})`}`;
}

function seconds(millis: number): string {
  return `${millis / 1000} s`;
}
