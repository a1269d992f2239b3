import { type Line, lineWidth, type Span, widthOf } from './line';

/** Breaks a line where a space is, or after a separator in what is too long for a whole line; the rest is indented. */
export function wrap(line: Line, width: number, indent = 0): readonly Line[] {
  const lines: Span[][] = [[]];
  let used = 0;
  const breakLine = () => {
    lines.push(indent > 0 ? [{ text: ' '.repeat(indent) }] : []);
    used = indent;
  };
  const put = (span: Span) => {
    lines.at(-1)?.push(span);
    used += widthOf(span.text);
  };
  for (const word of wordsOf(line)) {
    const isFirst = used === 0 || (lines.length > 1 && used === indent);
    const isSpace = word.length === 1 && word[0]?.text === ' ';
    if (isSpace && (isFirst || used >= width)) {
      continue;
    }
    if (used + lineWidth(word) > width && !isFirst && lineWidth(word) <= width - indent) {
      breakLine();
    }
    for (const { text, style } of word) {
      for (const piece of pieces(text, width, () => used, indent)) {
        if (used + widthOf(piece) > width && used > indent) {
          breakLine();
        }
        put({ text: piece, style });
      }
    }
  }
  return lines.map(trimEnd);
}

/** Runs of spans without a space in them; a space is a word of its own. */
function wordsOf(line: Line): readonly Span[][] {
  const words: Span[][] = [];
  let open = false;
  for (const { text, style } of line) {
    for (const piece of text.split(/( )/).filter((part) => part !== '')) {
      if (piece === ' ' || !open) {
        words.push([{ text: piece, style }]);
      } else {
        words.at(-1)?.push({ text: piece, style });
      }
      open = piece !== ' ';
    }
  }
  return words;
}

/** A text whole when it fits, else cut after its separators, and anywhere if that does not help. */
function pieces(text: string, width: number, used: () => number, indent: number): readonly string[] {
  if (used() + widthOf(text) <= width) {
    return [text];
  }
  const room = Math.max(1, width - indent);
  return text.split(/(?<=[^/:.?&=,-][/:.?&=,-])(?!\/)/).flatMap((part) => (widthOf(part) <= room ? [part] : chunks(part, room)));
}

function chunks(text: string, size: number): readonly string[] {
  const found: string[] = [];
  let current = '';
  for (const char of text) {
    if (current !== '' && widthOf(current + char) > size) {
      found.push(current);
      current = '';
    }
    current += char;
  }
  return [...found, current];
}

function trimEnd(line: readonly Span[]): Line {
  const last = line.at(-1);
  return last !== undefined && last.text.trim() === '' ? trimEnd(line.slice(0, -1)) : line;
}
