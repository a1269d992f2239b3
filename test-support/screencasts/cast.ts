/** A recording in the format asciicast v2. */
export interface Cast {
  readonly header: {
    readonly version: 2;
    readonly width: number;
    readonly height: number;
    readonly title: string;
    /** A longer pause is shortened to this time, in seconds. */
    readonly idle_time_limit: number;
  };
  /** Output with its time since the start, in seconds. */
  readonly events: readonly (readonly [seconds: number, kind: 'o', text: string])[];
}

/** Writes a recording: the header, then an event a line. */
export function formatCast({ header, events }: Cast): string {
  return `${[header, ...events].map((each) => JSON.stringify(each)).join('\n')}\n`;
}

export function parseCast(text: string): Cast {
  const [header, ...events] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { header, events };
}

/** All output of a recording, without its times. */
export function outputOf({ events }: Cast): string {
  return events.map(([, , text]) => text).join('');
}

/** What differs between two runs is written the same. */
export function normalizedOutput(text: string): string {
  return text.replace(/ [\d.]+ ms/g, ' 1 ms').replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:3000');
}

/** A run of text in one style. */
export interface Span {
  readonly text: string;
  /** Names of styles: bold, dim, red, green, yellow, blue, cyan. */
  readonly styles: readonly string[];
}

/** A line of the terminal, with the times at which its characters appeared. */
export interface TerminalLine {
  readonly spans: readonly Span[];
  /** When the line began and when it was complete, in seconds, with pauses shortened. */
  readonly begins: number;
  readonly ends: number;
}

const STYLES: Readonly<Record<string, string>> = {
  1: 'bold',
  2: 'dim',
  31: 'red',
  32: 'green',
  33: 'yellow',
  34: 'blue',
  35: 'magenta',
  36: 'cyan',
  90: 'dim',
};
const ENDS: Readonly<Record<string, readonly string[]>> = {
  0: Object.values(STYLES),
  22: ['bold', 'dim'],
  39: ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'dim'],
};

/** The lines that a terminal shows after a recording without cursor movements. */
export function linesOf({ header, events }: Cast): TerminalLine[] {
  const lines: { spans: Span[]; begins: number; ends: number }[] = [];
  let [clock, last] = [0, 0];
  let styles: string[] = [];
  let isNew = true;
  for (const [seconds, , text] of events) {
    clock += Math.min(seconds - last, header.idle_time_limit);
    last = seconds;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    for (const part of text.split(/(\x1b\[[\d;]*m|\r?\n)/)) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
      const [, codes] = /^\x1b\[([\d;]*)m$/.exec(part) ?? [];
      if (codes !== undefined) {
        styles = codes.split(';').reduce(styleAfter, styles);
      } else if (/^\r?\n$/.test(part)) {
        if (isNew) {
          lines.push({ spans: [], begins: clock, ends: clock });
        }
        isNew = true;
      } else if (part !== '') {
        if (isNew) {
          lines.push({ spans: [], begins: clock, ends: clock });
          isNew = false;
        }
        const line = lines[lines.length - 1];
        addSpan(line.spans, { text: part, styles });
        line.ends = clock;
      }
    }
  }
  return lines.flatMap((line) => wrap(line, header.width));
}

/** Breaks a line as a terminal does: after its last column. */
function wrap({ spans, begins, ends }: TerminalLine, width: number): TerminalLine[] {
  const rows: Span[][] = [[]];
  let used = 0;
  for (const { text, styles } of spans) {
    for (let at = 0; at < text.length; ) {
      if (used === width) {
        rows.push([]);
        used = 0;
      }
      const part = text.slice(at, at + width - used);
      rows[rows.length - 1]?.push({ text: part, styles });
      at += part.length;
      used += part.length;
    }
  }
  return rows.map((row) => ({ spans: row, begins, ends }));
}

function addSpan(spans: Span[], span: Span): void {
  const last = spans.at(-1);
  if (last !== undefined && last.styles.join() === span.styles.join()) {
    spans[spans.length - 1] = { text: last.text + span.text, styles: last.styles };
  } else {
    spans.push(span);
  }
}

function styleAfter(styles: string[], code: string): string[] {
  const ended = ENDS[code === '' ? '0' : code];
  if (ended !== undefined) {
    return styles.filter((style) => !ended.includes(style));
  }
  const style = STYLES[code];
  return style === undefined || styles.includes(style) ? styles : [...styles, style];
}
