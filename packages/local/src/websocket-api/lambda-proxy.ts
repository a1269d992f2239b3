import { isObject } from '@apigwv2-integrations/core/engine';
import type { FunctionPlan, NoFunction } from '../definitions/function';
import type { WebSocketIntegrationPlan } from '../definitions/websocket-integration';
import { displayPath } from '../diagnostics/diagnostics';
import type { Invoker } from '../functions/invocation';
import type { Field } from '../gateway/message';
import { parseResult } from '../http-api/results/response';
import { failureReason } from '../integrations/lambda';
import { proxyEvent } from './proxy-event';
import type { RouteResult, RouteRun, WebSocketIntegration } from './route-run';

type Failed = Extract<RouteResult, { kind: 'failed' }>;

/** A handshake whose function fails is refused with it. */
const BAD_GATEWAY = 502;
const GATEWAY_TIMEOUT = 504;

/** Invokes a function with the event of a route's run, and makes a response of its result. */
export function lambdaProxy(plan: WebSocketIntegrationPlan, functions: Invoker): WebSocketIntegration {
  return {
    async run(run) {
      const fn = functionOf(plan, run);
      if (fn === undefined || 'kind' in fn) {
        return failed(fn?.reason ?? `the integration ${plan.name} has no function`, fn?.statusCode);
      }
      const { timeoutMillis } = plan;
      const result = await functions.invoke(fn, proxyEvent(run), { requestId: run.requestId, timeoutMillis });
      switch (result.kind) {
        case 'result':
          return readResult(result.payload) ?? failed(malformed(fn, result.payload));
        case 'integration-timeout':
          return { kind: 'failed', message: 'Endpoint request timed out', statusCode: GATEWAY_TIMEOUT, reason: failureReason(result, fn) };
        default:
          return failed(failureReason(result, fn));
      }
    },
  };
}

function functionOf({ target }: WebSocketIntegrationPlan, { connection }: RouteRun): FunctionPlan | NoFunction | undefined {
  switch (target.kind) {
    case 'lambda':
      return target.function;
    case 'lambda-by-stage':
      return target.functions.get(connection.stage.name);
    default:
      return undefined;
  }
}

function failed(reason: string, statusCode: number = BAD_GATEWAY): Failed {
  return { kind: 'failed', message: 'Internal server error', statusCode, reason };
}

/** The members that the service accepts. It answers any other one with an error. */
const RESULT_MEMBERS: ReadonlySet<string> = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/** @returns undefined for a malformed result */
function readResult(payload: string): RouteResult | undefined {
  const result = parseResult(payload);
  if (!isObject(result) || Object.keys(result).some((name) => !RESULT_MEMBERS.has(name))) {
    return undefined;
  }
  const { body = null, isBase64Encoded = false } = result;
  const statusCode = statusOf(result.statusCode);
  const headers = headersOf(result.headers ?? {}, result.multiValueHeaders ?? {});
  if (statusCode === undefined || headers === undefined || (body !== null && typeof body !== 'string')) {
    return undefined;
  }
  if (body === null) {
    return { kind: 'response', statusCode, headers };
  }
  return { kind: 'response', statusCode, headers, body: isBase64Encoded === true ? Buffer.from(body, 'base64').toString() : body };
}

function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
}

function headersOf(single: unknown, multiple: unknown): readonly Field[] | undefined {
  if (!isObject(single) || !isObject(multiple)) {
    return undefined;
  }
  const fields: Field[] = [];
  for (const [name, value] of [...Object.entries(single), ...Object.entries(multiple)]) {
    for (const each of (Array.isArray(value) ? value : [value]) as readonly unknown[]) {
      if (typeof each === 'object' && each !== null) {
        return undefined;
      }
      fields.push([name, String(each)]);
    }
  }
  return fields;
}

/** How much of a result a reason shows, in characters. */
const MAX_SHOWN_LENGTH = 200;

function malformed({ location }: FunctionPlan, payload: string): string {
  const shown = payload.length > MAX_SHOWN_LENGTH ? `${payload.slice(0, MAX_SHOWN_LENGTH)}...` : payload;
  return `${displayPath(location)} returned what is no response: WebSocket APIs need an object with a statusCode, and with no members but ${[...RESULT_MEMBERS].join(', ')}; it returned ${shown}`;
}
