import type { Readable } from 'node:stream';

/** A name with one of its values. */
export type Field = readonly [string, string];

/** The body of a request, which can be read once: whole or as a stream. */
export interface RequestBody {
  /** Whether there can be nothing in it: neither a length nor chunks were announced. */
  readonly isEmpty: boolean;
  /** The announced length, if one was announced. */
  readonly length?: number;
  /** All of it; later calls give the same bytes. Rejects with `BodyTooLarge` beyond the limit. */
  read(): Promise<Buffer>;
  /** Its chunks as they arrive; fails with `BodyTooLarge` beyond the limit. */
  stream(): Readable;
}

/** A request as it came in, over the wire or from a test. */
export interface IncomingRequest {
  readonly method: string;
  /** Path with the stage, and query string, as received. */
  readonly target: string;
  /** As received, in their order and spelling. */
  readonly headers: readonly Field[];
  readonly body: RequestBody;
  readonly sourceIp: string;
  /** Aborts when the client has gone. */
  readonly signal?: AbortSignal;
}

/** An answer to the client. */
export interface GatewayResponse {
  readonly statusCode: number;
  readonly headers: readonly Field[];
  readonly body: Buffer | string | Readable;
}
