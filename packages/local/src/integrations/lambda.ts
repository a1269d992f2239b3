import type { FunctionPlan } from '../definitions/function';
import type { IntegrationPlan, TargetPlan } from '../definitions/integration';
import { displayPath } from '../diagnostics/diagnostics';
import type { FunctionError, InvokeResult, Invoker } from '../functions/invocation';
import type { Backend, Outcome } from '../gateway/backend';
import { BodyTooLarge } from '../gateway/body';
import { firstHeader } from '../gateway/header';
import type { GatewayResponse } from '../gateway/message';
import { traceId } from '../gateway/request-context';
import type { MappedRequest, RoutedRequest } from '../gateway/routed-request';
import { eventV1 } from '../http-api/events/v1';
import { eventV2 } from '../http-api/events/v2';
import { resultV1, resultV2 } from '../http-api/results/result';

/** What Lambda takes as an event, in bytes. */
export const MAX_EVENT_BYTES = 6 * 1024 * 1024;

const NO_BODY = Buffer.alloc(0);

interface Format {
  /** As JSON. */
  event(routed: RoutedRequest, mapped: MappedRequest, body: Buffer): string;
  result(payload: string): GatewayResponse | undefined;
}

const FORMATS: Readonly<Record<'1.0' | '2.0', Format>> = {
  '1.0': { event: eventV1, result: resultV1 },
  '2.0': { event: eventV2, result: resultV2 },
};

/** Calls a Lambda function with the event of a request, and makes a response of its result. */
export function lambdaBackend(
  { function: fn, payloadFormatVersion }: Extract<TargetPlan, { kind: 'lambda' }>,
  { timeoutMillis }: Pick<IntegrationPlan, 'timeoutMillis'>,
  functions: Invoker,
): Backend {
  const format = FORMATS[payloadFormatVersion];
  return {
    async call(routed, mapped) {
      const { body } = routed.request;
      let bytes: Buffer = NO_BODY;
      try {
        bytes = body.isEmpty ? NO_BODY : await body.read();
      } catch (error) {
        return unreadable(error);
      }
      const event = format.event(routed, mapped, bytes);
      if (isTooLarge(event)) {
        return failure(
          413,
          `the event for ${displayPath(fn.location)} would be larger than the ${MAX_EVENT_BYTES} bytes that Lambda takes`,
        );
      }
      const result = await functions.invoke(fn, event, { requestId: routed.requestId, timeoutMillis, traceId: traceOf(routed) });
      if (result.kind !== 'result') {
        return explain(result, fn);
      }
      const response = format.result(result.payload);
      return response === undefined ? failure(500, malformed(fn, payloadFormatVersion, result.payload)) : { kind: 'response', response };
    },
  };
}

/** Calls the function that the variables of a request's stage name. */
export function lambdaByStage(
  { functions: plans, payloadFormatVersion }: Extract<TargetPlan, { kind: 'lambda-by-stage' }>,
  integration: Pick<IntegrationPlan, 'timeoutMillis'>,
  functions: Invoker,
): Backend {
  const byStage = new Map(
    [...plans].map(([stage, fn]): [string, Backend] => [
      stage,
      'kind' in fn
        ? { call: async () => ({ ...fn, kind: 'failure' }) }
        : lambdaBackend({ kind: 'lambda', function: fn, payloadFormatVersion }, integration, functions),
    ]),
  );
  return { call: (routed, mapped) => (byStage.get(routed.stage.name) as Backend).call(routed, mapped) };
}

/** The client's trace ID, unless it holds characters that the header of a runtime cannot. */
function traceOf(routed: RoutedRequest): string {
  const sent = firstHeader(routed.request.headers, 'x-amzn-trace-id');
  return sent !== undefined && PRINTABLE.test(sent) ? sent : traceId(routed);
}

const PRINTABLE = /^[\x20-\x7e]*$/;

/** A character is three bytes at most: most events need no counting. */
function isTooLarge(event: string): boolean {
  return event.length * 3 > MAX_EVENT_BYTES && Buffer.byteLength(event) > MAX_EVENT_BYTES;
}

function unreadable(error: unknown): Outcome {
  return failure(error instanceof BodyTooLarge ? 413 : 500, error instanceof Error ? error.message : String(error));
}

function failure(statusCode: 413 | 500 | 503, reason: string): Outcome {
  return { kind: 'failure', statusCode, reason };
}

/** How much of a result a reason shows, in characters. */
const MAX_SHOWN_LENGTH = 200;

function malformed({ location }: FunctionPlan, version: '1.0' | '2.0', payload: string): string {
  const shown = payload.length > MAX_SHOWN_LENGTH ? `${payload.slice(0, MAX_SHOWN_LENGTH)}...` : payload;
  const remedy =
    version === '1.0'
      ? 'payload format 1.0 needs an object with a statusCode'
      : 'statusCode, headers and body have to be a number, texts and a text';
  return `${displayPath(location)} returned what is no response: ${remedy}; it returned ${shown}`;
}

type Failed = Exclude<InvokeResult, { readonly kind: 'result' }>;

/** The response to an invocation without a result, with the reason for the log. */
function explain(result: Failed, fn: FunctionPlan): Outcome {
  const isTooLate = result.kind === 'integration-timeout' || result.kind === 'shutdown';
  return failure(isTooLate ? 503 : 500, failureReason(result, fn));
}

/** Why an invocation has no result, for the person who runs the gateway. */
export function failureReason(result: Failed, { location, timeoutMillis }: FunctionPlan): string {
  const name = displayPath(location);
  switch (result.kind) {
    case 'error':
      return `${name} failed: ${brief(result.error)}`;
    case 'timeout':
      return `${name} ran into its own timeout of ${seconds(result.millis)}: give it a longer one, or look for what it waits for`;
    case 'integration-timeout':
      return integrationTimeout(result, name, timeoutMillis);
    case 'throttled':
      return `${name} may have ${result.limit} invocations at once (ReservedConcurrentExecutions)`;
    case 'crash':
      return `${name} crashed: ${result.reason}; the next request gets a new environment`;
    case 'init-error':
      return result.reason;
    case 'shutdown':
      return `${name} did not answer before the gateway was closed`;
  }
}

function integrationTimeout(
  { millis, started }: Extract<Failed, { readonly kind: 'integration-timeout' }>,
  name: string,
  timeoutMillis: number,
): string {
  return started
    ? `${name} did not answer within the integration's timeout of ${seconds(millis)}; it goes on until its own, ${seconds(timeoutMillis)}`
    : `${name} had no environment free within the integration's timeout of ${seconds(millis)}: allow more of them`;
}

/** The error with its first place; all of it is in the function's output. */
function brief({ errorType, errorMessage, trace }: FunctionError): string {
  const location = trace.find((line) => /^\s+at /.test(line))?.trim() ?? lastFrameOfPython(trace);
  return `${errorType}: ${errorMessage}${location === undefined ? '' : ` (${location})`}`;
}

/** In Python, the most recent call comes last. */
function lastFrameOfPython(trace: readonly string[]): string | undefined {
  const [, file, line] = /^\s+File "([^"]+)", line (\d+)/.exec(trace.at(-1) ?? '') ?? [];
  return file === undefined ? undefined : `at ${file}:${line}`;
}

function seconds(millis: number): string {
  return `${millis / 1000} s`;
}
