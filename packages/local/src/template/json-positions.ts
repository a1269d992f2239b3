import type { TextPosition } from '@apigwv2-integrations/core/assembly';
import { LineCounter } from 'yaml';

/** Whitespace in JSON has this or a smaller code. */
const SPACE = 0x20;
const [COMMA, QUOTE, BACKSLASH, OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x2c, 0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

/** Where a member of an object or a list begins, and its value. */
interface Member {
  readonly at: number;
  readonly value: number;
}

/**
 * Finds the members of a JSON document. Nothing is read before the first lookup, and each object and list is read once, so that
 * lookups together take time linear in the length of the text.
 */
export class JsonPositions {
  private readonly members = new Map<number, ReadonlyMap<string, Member>>();
  private lines: LineCounter | undefined;

  /** @param text that `JSON.parse` accepts */
  public constructor(private readonly text: string) {}

  /** Line and column of a member: its key, or the item of a list. Those of the nearest one around it if there is no such member. */
  public find(path: readonly string[]): TextPosition {
    let value = this.afterSpace(0);
    let at = value;
    for (const step of path) {
      const found = this.membersOf(value).get(step);
      if (found === undefined) {
        break;
      }
      ({ at, value } = found);
    }
    return this.positionAt(at);
  }

  /** The members of the object or list at an offset; none for another value. */
  private membersOf(offset: number): ReadonlyMap<string, Member> {
    const known = this.members.get(offset);
    if (known !== undefined) {
      return known;
    }
    const members = new Map<string, Member>();
    const isObject = this.text.charCodeAt(offset) === OPEN_BRACE;
    if (isObject || this.text.charCodeAt(offset) === OPEN_BRACKET) {
      let at = this.afterSpace(offset + 1);
      while (this.text.charCodeAt(at) !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        const keyEnd = isObject ? this.endOfString(at) : at;
        const value = isObject ? this.afterSpace(this.afterSpace(keyEnd) + 1) : at;
        members.set(isObject ? String(JSON.parse(this.text.slice(at, keyEnd))) : String(members.size), { at, value });
        const end = this.afterValue(value);
        at = this.text.charCodeAt(end) === COMMA ? this.afterSpace(end + 1) : end;
      }
    }
    this.members.set(offset, members);
    return members;
  }

  /** The end of an object, a list or a string. Of another value, the end of its first character. */
  private endOfValue(offset: number): number {
    let [depth, index] = [0, offset];
    do {
      const character = this.text.charCodeAt(index);
      if (character === OPEN_BRACE || character === OPEN_BRACKET) {
        depth++;
      } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
        depth--;
      }
      index = character === QUOTE ? this.endOfString(index) : index + 1;
    } while (depth > 0);
    return index;
  }

  /** The comma after a value, or the bracket that closes what it is in. */
  private afterValue(offset: number): number {
    let index = this.endOfValue(offset);
    while (!/[,\]}]/.test(this.text.charAt(index))) {
      index++;
    }
    return index;
  }

  private endOfString(offset: number): number {
    let quote = this.text.indexOf('"', offset + 1);
    while (this.isEscaped(quote)) {
      quote = this.text.indexOf('"', quote + 1);
    }
    return quote + 1;
  }

  private isEscaped(offset: number): boolean {
    let before = offset - 1;
    while (this.text.charCodeAt(before) === BACKSLASH) {
      before--;
    }
    return (offset - before) % 2 === 0;
  }

  private afterSpace(offset: number): number {
    let index = offset;
    while (this.text.charCodeAt(index) <= SPACE) {
      index++;
    }
    return index;
  }

  private positionAt(offset: number): TextPosition {
    this.lines ??= linesOf(this.text);
    return positionIn(this.lines, offset);
  }
}

/** Line and column of an offset. */
export function positionIn(lines: LineCounter, offset: number): TextPosition {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** The lines of a text that the YAML library does not read. */
export function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    lines.addNewLine(end + 1);
  }
  return lines;
}
