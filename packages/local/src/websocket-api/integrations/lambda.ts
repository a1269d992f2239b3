import type { FunctionPlan } from '../../definitions/function';
import type { WebSocketIntegrationPlan, WebSocketTargetPlan } from '../../definitions/websocket-integration';
import type { InvokeResult, Invoker } from '../../functions/invocation';
import { firstHeader } from '../../gateway/header';
import { traceId } from '../../gateway/request-context';
import { failureReason } from '../../integrations/lambda';
import { type BackendAnswer, type BackendCall, type Failed, internalError, timedOut, type WebSocketBackend } from './backend';

type FunctionTarget = Extract<WebSocketTargetPlan, { kind: 'lambda' | 'lambda-by-stage' }>;

/** Without a body, a function gets an empty object. */
const NO_EVENT = '{}';
const NOTHING = Buffer.alloc(0);
const ACCEPTED = 202;

/** Invokes a function with the request body as its event. The result is the answer, even if the function fails. */
export function functionBackend({ timeoutMillis }: WebSocketIntegrationPlan, target: FunctionTarget, functions: Invoker): WebSocketBackend {
  return async (call) => {
    const { stage } = call.run.connection;
    const fn = target.kind === 'lambda' ? target.function : target.functions.get(stage.name);
    if (fn === undefined || 'kind' in fn) {
      return internalError(fn?.reason ?? `stage ${stage.name} has no function`, 502);
    }
    const event = call.body === undefined || call.body.length === 0 ? NO_EVENT : call.body.toString();
    const refused = refusalOf(event);
    if (refused !== undefined) {
      return refused;
    }
    const { requestId, requestTime } = call.run;
    const options = { requestId, timeoutMillis, traceId: traceId({ requestId, startedAt: requestTime }) };
    if (isAsynchronous(call)) {
      void functions.invoke(fn, event, { ...options, timeoutMillis: fn.timeoutMillis });
      return { kind: 'answer', statusCode: ACCEPTED, headers: [], body: NOTHING };
    }
    return answerOf(await functions.invoke(fn, event, options), fn, requestId);
  };
}

/** A header of the invocation, which a request parameter sets. */
function isAsynchronous({ parameters }: BackendCall): boolean {
  return firstHeader(parameters.headers, 'x-amz-invocation-type') === 'Event';
}

/** Lambda refuses an event that is not JSON. */
function refusalOf(event: string): BackendAnswer | undefined {
  try {
    JSON.parse(event);
    return undefined;
  } catch (error) {
    return answer(400, { Type: 'User', message: `Could not parse request body into json: ${(error as Error).message}` });
  }
}

function answerOf(result: InvokeResult, fn: FunctionPlan, requestId: string): BackendAnswer | Failed {
  switch (result.kind) {
    case 'result':
      return { kind: 'answer', statusCode: 200, headers: JSON_HEADERS, body: Buffer.from(result.payload) };
    case 'error':
      return functionError(result.error);
    case 'timeout':
      return functionError({
        errorType: 'Sandbox.Timedout',
        errorMessage: `${requestId} Task timed out after ${(fn.timeoutMillis / 1000).toFixed(2)} seconds`,
      });
    case 'crash':
      return functionError({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${result.reason}` });
    case 'init-error':
      return functionError({ errorType: 'Runtime.UserCodeSyntaxError', errorMessage: result.reason });
    case 'throttled':
      return answer(429, { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User', message: 'Rate Exceeded.' });
    case 'integration-timeout':
      return timedOut(failureReason(result, fn));
    case 'shutdown':
      return internalError(failureReason(result, fn), 502);
  }
}

const JSON_HEADERS = [['Content-Type', 'application/json']] as const;

/** Lambda answers 200 for a function that failed, too: only the body shows the error. */
function functionError(error: {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}): BackendAnswer {
  return { ...answer(200, error), errorMessage: error.errorMessage };
}

function answer(statusCode: number, body: object): BackendAnswer {
  return { kind: 'answer', statusCode, headers: JSON_HEADERS, body: Buffer.from(JSON.stringify(body)) };
}
