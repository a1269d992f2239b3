import type { Readable } from 'node:stream';

/** A name and a value. A repeated header or parameter has one field for each value. */
export type Field = readonly [string, string];

/** The body of a request, read as a whole or streamed once. */
export interface RequestBody {
  /** Whether the request has neither a length nor chunks. */
  readonly isEmpty: boolean;
  /** The announced length, if one was announced. */
  readonly length?: number;
  /**
   * The whole body; later calls return the same bytes. Rejects with `BodyTooLarge` beyond the limit, before more is kept.
   *
   * @param maxBytes the limit of the first call
   */
  read(maxBytes?: number): Promise<Buffer>;
  /** Its chunks as they arrive; fails with `BodyTooLarge` beyond the limit. */
  stream(): Readable;
}

/** A request as received, over HTTP or from a test. */
export interface IncomingRequest {
  readonly method: string;
  /** Path with the stage, and query string, as received. */
  readonly target: string;
  /** As received, with order and spelling. */
  readonly headers: readonly Field[];
  readonly body: RequestBody;
  readonly sourceIp: string;
  /** Aborts when the client disconnects. */
  readonly signal?: AbortSignal;
}

/** A response to the client. */
export interface GatewayResponse {
  readonly statusCode: number;
  readonly headers: readonly Field[];
  readonly body: Buffer | string | Readable;
}
