import { styleText } from 'node:util';

/** A piece of a line in one style. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** One line of text. */
export type Line = readonly Span[];

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const ZERO = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;
const PLAIN = /^[ -~]*$/;
const UNSAFE = /[\p{Control}\p{Bidi_Control}\u2028\u2029]/gu;

/** Creates a span. Control and bidirectional characters are escaped, so that no name can disturb the terminal. */
export function span(text: string, style?: Style): Span {
  return { text: escapeControls(text), style };
}

/** Escapes control and bidirectional characters. Testing for plain text first is faster, and most texts are plain. */
export function escapeControls(text: string): string {
  return PLAIN.test(text) ? text : text.replace(UNSAFE, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) {
    width += ZERO.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  }
  return width;
}

/** How many columns a line takes. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** The line as it is written to a terminal or file. */
export function printLine(line: Line, color: boolean): string {
  let printed = '';
  for (const { text, style } of line) {
    printed += paint(text, style, color);
  }
  return printed;
}

/** The style of a text, ignored without colours. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan';

/** Surrounds a text with the escape codes of a style. */
function paint(text: string, style: Style | undefined, color: boolean): string {
  if (style === undefined || !color || text === '') {
    return text;
  }
  return styleText(style, text, { validateStream: false });
}

/** Whether output to a stream is coloured: decided by `NO_COLOR`, then `FORCE_COLOR`, then whether it is a terminal. */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') {
    return false;
  }
  if (env.FORCE_COLOR !== undefined) {
    return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  }
  return stream.isTTY === true && env.TERM !== 'dumb';
}
