import type { Field } from '../../gateway/message';
import type { RouteResult, RouteRun } from '../route-run';
import type { RequestParameters } from './request-parameters';

/** What an integration sends to its backend. */
export interface BackendCall {
  readonly run: RouteRun;
  readonly parameters: RequestParameters;
  /** Undefined for a run without a message, unless a template created a body. */
  readonly body?: Buffer;
}

export type Failed = Extract<RouteResult, { kind: 'failed' }>;

/** The answer of a backend, before it becomes a message. */
export interface BackendAnswer {
  readonly kind: 'answer';
  readonly statusCode: number;
  readonly headers: readonly Field[];
  readonly body: Buffer;
  /** The text with which a failed function selects the integration response, instead of the status code. */
  readonly errorMessage?: string;
}

/** Calls the backend of an integration. Never rejects. */
export type WebSocketBackend = (call: BackendCall) => Promise<BackendAnswer | Failed>;

/** @param statusCode with which a handshake is refused */
export function internalError(reason: string, statusCode = 500): Failed {
  return { kind: 'failed', message: 'Internal server error', statusCode, reason };
}

export function timedOut(reason: string): Failed {
  return { kind: 'failed', message: 'Endpoint request timed out', statusCode: 504, reason };
}
