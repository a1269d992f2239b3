import type { Outcome } from '../../gateway/backend';
import { BrokenResponse, bodyBytes } from '../../gateway/body';
import { isHopByHop } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import { traceId } from '../../gateway/request-context';
import type { RouteRun } from '../route-run';
import { type BackendAnswer, type Failed, internalError, timedOut } from './backend';

/** A handshake is refused with it if the backend cannot be called or sends no whole response. */
const BAD_GATEWAY = 502;

/** The answer of a backend, its body read. Never rejects. */
export async function answerOf(outcome: Outcome): Promise<BackendAnswer | Failed> {
  if (outcome.kind === 'failure') {
    return outcome.isTimeout === true ? timedOut(outcome.reason) : internalError(outcome.reason, BAD_GATEWAY);
  }
  const { statusCode, headers, body } = outcome.response;
  try {
    return { kind: 'answer', statusCode, headers, body: await bodyBytes(body) };
  } catch (error) {
    const { message } = error as Error;
    return error instanceof BrokenResponse && error.isTimeout ? timedOut(message) : internalError(message, BAD_GATEWAY);
  }
}

/** The headers that the service adds to its own requests: measured, in this order. */
export function gatewayHeaders({ connection, requestId, requestTime }: RouteRun): readonly Field[] {
  const { id } = connection.api;
  return [
    ['User-Agent', `AmazonAPIGateway_${id}`],
    ['X-Amzn-Apigateway-Api-Id', id],
    ['X-Amzn-Trace-Id', traceId({ requestId, startedAt: requestTime })],
  ];
}

/** Headers that the gateway writes by itself. */
const OWN = new Set(['host', 'content-length', 'expect']);

/** The headers of a handshake that are passed on to a backend. */
export function handshakeHeaders({ headers }: RouteRun): readonly Field[] {
  return headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !isHopByHop(lower) && !OWN.has(lower);
  });
}

/** Merges lists of headers. A header of a later list replaces those of the same name in earlier ones. */
export function mergeHeaders(...lists: readonly (readonly Field[])[]): readonly Field[] {
  let merged: readonly Field[] = [];
  for (const list of lists) {
    const names = new Set(list.map(([name]) => name.toLowerCase()));
    merged = [...merged.filter(([name]) => !names.has(name.toLowerCase())), ...list];
  }
  return merged;
}
