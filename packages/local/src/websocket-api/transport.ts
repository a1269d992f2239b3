import type { RouteResult } from './route-run';

/** Carries the frames of a connection: a socket, or a client in the same process. */
export interface Transport {
  /** Whether neither side has begun to close the connection. */
  readonly isOpen: boolean;
  /** Bytes that were sent and that the client has not taken yet. */
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Begins the closing handshake. */
  close(code: number, reason: string): void;
  /** Ends the connection without a closing handshake. */
  terminate(): void;
  /** Stops reading from the client. */
  pause(): void;
  resume(): void;
}

/** Close codes. @see https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1 */
export const NORMAL_CLOSURE = 1000;
export const GOING_AWAY = 1001;
export const UNSUPPORTED_DATA = 1003;
export const MESSAGE_TOO_BIG = 1009;

type Failed = Extract<RouteResult, { kind: 'failed' }>;

/** An error as the service writes it to the client, spaces included. Its sources differ between the two forms. */
export function errorFrame(message: Failed['message'], connectionId: string, requestId: string, messageId: string): string {
  return message === 'Bad request body'
    ? `{"message" : "${message}", "connectionId": "${connectionId}", "messageId": "${messageId}"}`
    : `{"message": "${message}", "connectionId":"${connectionId}", "requestId":"${requestId}"}`;
}
