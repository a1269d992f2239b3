/** Limits of WebSocket connections. Those of the service are the defaults, and the maximum values. */
export interface WebSocketLimits {
  /** How long a connection stays open without data in either direction, in milliseconds. @default 600,000: 10 minutes */
  readonly idleMillis?: number;
  /** How long a connection stays open, in milliseconds. @default 7,200,000: 2 hours */
  readonly lifetimeMillis?: number;
  /** Maximum size of a message, in bytes. @default 131,072: 128 KB */
  readonly messageBytes?: number;
  /** Maximum size of a frame from a client, in bytes. @default 32,768: 32 KB */
  readonly frameBytes?: number;
}

/** The limits of the service. */
const MAX_IDLE_MILLIS = 10 * 60 * 1000;
const MAX_LIFETIME_MILLIS = 2 * 60 * 60 * 1000;
export const MAX_MESSAGE_BYTES = 128 * 1024;
const MAX_FRAME_BYTES = 32 * 1024;

/** Completes limits with those of the service. None can be raised. */
export function effectiveLimits(limits: WebSocketLimits = {}): Required<WebSocketLimits> {
  const limit = (given: number | undefined, max: number): number => Math.max(1, Math.min(given ?? max, max));
  return {
    idleMillis: limit(limits.idleMillis, MAX_IDLE_MILLIS),
    lifetimeMillis: limit(limits.lifetimeMillis, MAX_LIFETIME_MILLIS),
    messageBytes: limit(limits.messageBytes, MAX_MESSAGE_BYTES),
    frameBytes: limit(limits.frameBytes, MAX_FRAME_BYTES),
  };
}
