import { type Line, lineWidth, type Span, widthOf } from './line';

/** Breaks a line at spaces; a word longer than a line is broken after a separator. Following lines are indented. */
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

/** Splits a line into words of one or more spans; each space is a word of its own. */
function wordsOf(line: Line): readonly Span[][] {
  const words: Span[][] = [];
  let continues = false;
  for (const { text, style } of line) {
    for (const piece of text.split(/( )/).filter((part) => part !== '')) {
      if (piece === ' ' || !continues) {
        words.push([{ text: piece, style }]);
      } else {
        words.at(-1)?.push({ text: piece, style });
      }
      continues = piece !== ' ';
    }
  }
  return words;
}

/** The text if it fits, else its parts after separators, cut anywhere if a part is still too long. */
function pieces(text: string, width: number, used: () => number, indent: number): readonly string[] {
  if (used() + widthOf(text) <= width) {
    return [text];
  }
  const available = Math.max(1, width - indent);
  return text.split(/(?<=[^/:.?&=,-][/:.?&=,-])(?!\/)/).flatMap((part) => (widthOf(part) <= available ? [part] : chunks(part, available)));
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
  let end = line.length;
  while (end > 0 && line[end - 1]?.text.trim() === '') {
    end--;
  }
  return end === line.length ? line : line.slice(0, end);
}
