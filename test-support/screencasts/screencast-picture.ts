import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeXml } from '../docs/pictures/svg';
import { REPOSITORY } from '../repository';
import { linesOf, parseCast, type Span, type TerminalLine } from './cast';
import { COLUMNS, SCREENCASTS } from './screencasts';

/** A moving picture that starts by itself must end within this time, or offer a way to stop it (WCAG 2.2.2). */
export const MAX_SECONDS = 5;

const SIZE = { font: 13, char: 7.8, line: 19 };
const PADDING = 24;
const BAR = 38;
const PROMPT = '$ ';

/** The files of all screencasts. */
export const screencastPictures: Readonly<Record<string, () => string>> = Object.fromEntries(
  Object.keys(SCREENCASTS).map((name) => [`docs/images/${name}.svg`, () => screencastPicture(name)]),
);

/**
 * Draws a recording as an animation that plays once and then shows everything. Readers who want less motion see the end
 * at once. Each line appears when it appeared in the recording, and a command is typed.
 */
function screencastPicture(name: string): string {
  const { title, description } = SCREENCASTS[name];
  const lines = linesOf(parseCast(readFileSync(join(REPOSITORY, `docs/images/${name}.cast`), 'utf8')));
  const width = Math.round(COLUMNS * SIZE.char) + 2 * PADDING;
  const height = BAR + lines.length * SIZE.line + 2 * 14;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${name}-title ${name}-desc">`,
    `<title id="${name}-title">${escapeXml(title)}</title>`,
    `<desc id="${name}-desc">${escapeXml(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...[0, 1, 2].map((each) => `<circle class="button" cx="${PADDING + each * 18}" cy="19" r="5.5"/>`),
    `<path class="edge" d="M0.5 ${BAR} H${width - 0.5}"/>`,
    ...lines.flatMap((line, index) => lineMarkup(line, BAR + 14 + index * SIZE.line + 13)),
    '</svg>',
    '',
  ].join('\n');
}

const STYLE = `
text { font: ${SIZE.font}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; fill: var(--text); white-space: pre; }
.window { fill: var(--page); stroke: var(--edge); }
.edge { stroke: var(--edge); }
.button { fill: var(--edge); }
.bold { font-weight: 600; }
.dim { fill: var(--dim); }
${['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'].map((name) => `.${name} { fill: var(--${name}); }`).join('\n')}
.line { animation: appear 60ms linear both; }
.typed { animation: type 60ms linear both; }
@keyframes appear { from { opacity: 0; } to { opacity: 1; } }
@keyframes type { from { clip-path: inset(0 100% 0 0); } to { clip-path: inset(0 0 0 0); } }
@media (prefers-reduced-motion: reduce) { .line, .typed { animation: none; } }
:root { --page: #ffffff; --edge: #d0d7de; --text: #1f2328; --dim: #59636e; --red: #c21a22; --green: #1a7f37; --yellow: #8a5d00; --blue: #0969da; --magenta: #8250df; --cyan: #1b6f82; }
@media (prefers-color-scheme: dark) { :root { --page: #0d1117; --edge: #3d444d; --text: #f0f6fc; --dim: #9198a1; --red: #ff7b72; --green: #3fb950; --yellow: #d29922; --blue: #58a6ff; --magenta: #bc8cff; --cyan: #56d4dd; } }
`;

function lineMarkup({ spans, begins, ends }: TerminalLine, y: number): string[] {
  const text = spans.map((span) => span.text).join('');
  if (text.trim() === '') {
    return [];
  }
  let column = 0;
  const parts = spans.map((span) => {
    const x = PADDING + column * SIZE.char;
    column += span.text.length;
    return spanMarkup(span, x);
  });
  const isTyped = text.startsWith(PROMPT);
  const animation = isTyped
    ? `animation-delay:${seconds(begins)};animation-duration:${seconds(ends - begins)};animation-timing-function:steps(${text.length})`
    : `animation-delay:${seconds(ends)}`;
  return [`<text class="${isTyped ? 'typed' : 'line'}" y="${y}" style="${animation}">${parts.join('')}</text>`];
}

/** The length keeps columns aligned in every font. */
function spanMarkup({ text, styles }: Span, x: number): string {
  const classes = styles.length === 0 ? '' : ` class="${styles.join(' ')}"`;
  const length = (text.length * SIZE.char).toFixed(1);
  return `<tspan${classes} x="${x.toFixed(1)}" textLength="${length}" xml:space="preserve">${escapeXml(text)}</tspan>`;
}

function seconds(value: number): string {
  return `${Number(value.toFixed(2))}s`;
}
