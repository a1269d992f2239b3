import type { Span } from './problem';

const AROUND = 40;

/** The text around a place, and under it a caret: two lines, short even for a long text. */
export function excerpt(text: string, { start, end }: Span): string {
  const from = Math.max(0, start - AROUND);
  const to = Math.min(text.length, Math.max(end, start + 1) + AROUND);
  const before = from > 0 ? '…' : '';
  const line = `${before}${text.slice(from, to)}${to < text.length ? '…' : ''}`.replace(/[\n\r\t]/g, ' ');
  const width = Math.min(Math.max(end - start, 1), 2 * AROUND);
  return `${line}\n${' '.repeat(before.length + start - from)}${'^'.repeat(width)}`;
}
