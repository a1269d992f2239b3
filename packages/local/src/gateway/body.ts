import { Readable } from 'node:stream';
import type { GatewayResponse, RequestBody } from './message';

/** Largest payload of an HTTP API, of requests and of responses. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** A body is larger than its limit. */
export class BodyTooLarge extends Error {
  public constructor(maxBytes = MAX_BODY_BYTES) {
    super(`the body is larger than ${maxBytes} bytes`);
    this.name = 'BodyTooLarge';
  }
}

/** A response ended early after its head had been passed on, so the client's connection is closed as well. */
export class BrokenResponse extends Error {
  /**
   * @param statusCode of the answer where nothing had been passed on yet, because a mapping reads the whole body first
   * @param isTimeout whether the integration timeout was exceeded
   */
  public constructor(
    reason: string,
    public readonly statusCode: number,
    public readonly isTimeout = false,
  ) {
    super(reason);
    this.name = 'BrokenResponse';
  }
}

const NOTHING = Buffer.alloc(0);

/** The body of a request that announces no content. */
export const EMPTY_BODY: RequestBody = {
  isEmpty: true,
  length: 0,
  read: async () => NOTHING,
  stream: () => Readable.from([]),
};

/** A body that is in memory. */
export function bufferedBody(bytes: Buffer): RequestBody {
  if (bytes.length === 0) {
    return EMPTY_BODY;
  }
  const fits = bytes.length <= MAX_BODY_BYTES;
  return {
    isEmpty: false,
    length: bytes.length,
    read: async (maxBytes = MAX_BODY_BYTES) => {
      if (bytes.length > maxBytes) {
        throw new BodyTooLarge(maxBytes);
      }
      return bytes;
    },
    stream: () => (fits ? Readable.from([bytes]) : limited(Readable.from([bytes]))),
  };
}

/** A body that is still arriving. */
export function streamedBody(source: Readable, length: number | undefined): RequestBody {
  let whole: Promise<Buffer> | undefined;
  return {
    isEmpty: false,
    length,
    read: async (maxBytes = MAX_BODY_BYTES) => {
      if (length !== undefined && length > maxBytes) {
        throw new BodyTooLarge(maxBytes);
      }
      whole ??= readAll(source, maxBytes);
      return whole;
    },
    stream: () => {
      if (whole !== undefined) {
        return once(whole);
      }
      // The parser cuts a body off at its announced length, so only one without a length needs the check.
      return length === undefined ? limited(source) : source;
    },
  };
}

function readAll(source: Readable, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    source.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        source.removeAllListeners('data');
        source.resume();
        reject(new BodyTooLarge(maxBytes));
      } else {
        chunks.push(chunk);
      }
    });
    source.on('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    source.on('error', reject);
    source.on('close', () => reject(new Error('the client disconnected before its body was complete')));
  });
}

/** A body that has been read can be streamed as well. */
function once(whole: Promise<Buffer>): Readable {
  return Readable.from(
    (async function* () {
      yield await whole;
    })(),
  );
}

function limited(source: Readable): Readable {
  return Readable.from(
    (async function* () {
      let size = 0;
      for await (const chunk of source) {
        size += (chunk as Buffer).length;
        if (size > MAX_BODY_BYTES) {
          throw new BodyTooLarge();
        }
        yield chunk;
      }
    })(),
  );
}

/** Whether a response of this status can have a body. */
export function hasContent(statusCode: number): boolean {
  return statusCode >= 200 && statusCode !== 204 && statusCode !== 304;
}

/** Reads the whole body of a response. */
export async function bodyBytes(body: GatewayResponse['body']): Promise<Buffer> {
  if (typeof body === 'string') {
    return Buffer.from(body);
  }
  if (Buffer.isBuffer(body)) {
    return body;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) {
      throw new BodyTooLarge();
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
