import type { FunctionEntry } from '../gateway/log-entry';

/** How much of a body, an event, a result, a message or a log is kept, in bytes. */
export const MAX_TEXT_BYTES = 256 * 1024;

/** A text or bytes, cut if they are long. */
export interface Kept {
  readonly content: string | Buffer;
  /** Of the whole. */
  readonly bytes: number;
}

/** A frame of a connection. */
export interface KeptFrame {
  readonly api: string;
  readonly connectionId: string;
  readonly direction: 'in' | 'out';
  readonly text: Kept;
  readonly at: number;
  readonly exchange?: string;
}

/** A line of a function's log. */
export interface KeptLine extends Pick<FunctionEntry, 'function' | 'level' | 'text'> {
  readonly millis: number;
}

/** Cuts a long text. A part of a string keeps the whole in memory, so it is copied. */
export function keep(text: string): Kept {
  if (text.length <= MAX_TEXT_BYTES) {
    return { content: text, bytes: Buffer.byteLength(text) };
  }
  return { content: Buffer.from(text.slice(0, MAX_TEXT_BYTES)).toString(), bytes: Buffer.byteLength(text) };
}
