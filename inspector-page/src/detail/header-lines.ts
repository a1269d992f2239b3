import type { NameValue } from '../protocol';

/** Headers as a text, one a line. */
export function formatHeaders(headers: readonly NameValue[]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}

/** Reads headers, one a line. Returns a message if a line is not a header. */
export function parseHeaders(text: string): readonly NameValue[] | string {
  const pairs: NameValue[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') {
      continue;
    }
    const [, name, value] = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:(.*)$/.exec(line) ?? [];
    if (name === undefined) {
      return `line ${index + 1} is not a header: write name: value`;
    }
    pairs.push([name, (value ?? '').trim()]);
  }
  return pairs;
}
