import type { FunctionPlan } from '../../definitions/function-plan';
import type { IntegrationPlan, TargetPlan } from '../../definitions/integration-plan';
import type { Backend, Outcome } from '../../gateway/backend';
import { BodyTooLarge } from '../../gateway/body';
import type { GatewayResponse } from '../../gateway/message';
import type { MappedRequest, RoutedRequest } from '../../gateway/routed-request';
import { eventV1 } from '../../http-api/events/v1';
import { eventV2 } from '../../http-api/events/v2';
import { resultV1, resultV2 } from '../../http-api/results/result';
import { explain } from './explain';
import type { InvokeOptions } from './invocation';
import type { InvokeResult } from './invoke-result';

/** What calls functions. */
export interface Invoker {
  invoke(fn: FunctionPlan, event: string, options: InvokeOptions): Promise<InvokeResult>;
}

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
  host: Invoker,
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
        return failure(413, `the event for ${fn.name} would be larger than the ${MAX_EVENT_BYTES} bytes that Lambda takes`);
      }
      const result = await host.invoke(fn, event, { requestId: routed.requestId, timeoutMillis });
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
  { functions, payloadFormatVersion }: Extract<TargetPlan, { kind: 'lambda-by-stage' }>,
  integration: Pick<IntegrationPlan, 'timeoutMillis'>,
  host: Invoker,
): Backend {
  const byStage = new Map(
    [...functions].map(([stage, fn]): [string, Backend] => [
      stage,
      'kind' in fn
        ? { call: async () => ({ ...fn, kind: 'failure' }) }
        : lambdaBackend({ kind: 'lambda', function: fn, payloadFormatVersion }, integration, host),
    ]),
  );
  return { call: (routed, mapped) => (byStage.get(routed.stage.name) as Backend).call(routed, mapped) };
}

/** A character is three bytes at most: most events need no counting. */
function isTooLarge(event: string): boolean {
  return event.length * 3 > MAX_EVENT_BYTES && Buffer.byteLength(event) > MAX_EVENT_BYTES;
}

function unreadable(error: unknown): Outcome {
  const reason = error instanceof Error ? error.message : String(error);
  const isTooLarge = error instanceof BodyTooLarge;
  return failure(isTooLarge ? 413 : 500, reason);
}

function failure(statusCode: 413 | 500, reason: string): Outcome {
  return { kind: 'failure', statusCode, reason };
}

const SHOWN = 200;

function malformed({ name }: FunctionPlan, version: '1.0' | '2.0', payload: string): string {
  const shown = payload.length > SHOWN ? `${payload.slice(0, SHOWN)}...` : payload;
  const remedy =
    version === '1.0'
      ? 'payload format 1.0 needs an object with a statusCode'
      : 'statusCode, headers and body have to be a number, texts and a text';
  return `${name} returned what is no response: ${remedy}; it returned ${shown}`;
}
