import type { IncomingMessage } from 'node:http';
import { MAX_RESULT_BYTES } from '../../invocation';

/** A body as far as it is kept. */
export interface MessageBody {
  /** Empty if it is larger than the limit. */
  readonly text: string;
  /** Of the whole body, in bytes. */
  readonly size: number;
  readonly isTooLarge: boolean;
  /** Whether the connection ended before the body did. */
  readonly isTruncated: boolean;
}

/** Reads the body of a request or response to its end. What is beyond the limit is counted, and not kept. */
export function readBody(message: IncomingMessage): Promise<MessageBody> {
  return new Promise((resolve) => {
    let chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_RESULT_BYTES) {
        chunks.push(chunk);
      } else {
        chunks = [];
      }
    });
    message.on('error', () => undefined);
    message.on('close', () => {
      resolve({
        text: Buffer.concat(chunks).toString('utf8'),
        size,
        isTooLarge: size > MAX_RESULT_BYTES,
        isTruncated: !message.complete,
      });
    });
  });
}

/** Lambda's words for a result over its limit. */
export function responseTooLarge(size: number): string {
  return `Response payload size (${size} bytes) exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes).`;
}
