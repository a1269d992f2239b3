import { BodyTooLarge, MAX_BODY_BYTES } from './body';
import type { GatewayResponse } from './message';

/** Whether anything can follow the head of a response. */
export function hasContent(statusCode: number): boolean {
  return statusCode >= 200 && statusCode !== 204 && statusCode !== 304;
}

/** The whole of a response's body. */
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
