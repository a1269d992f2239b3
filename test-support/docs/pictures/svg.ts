/** The width of all pictures, in pixels; pages show them at this width or narrower. */
export const WIDTH = 960;

const SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', Arial, sans-serif";
const MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace";

/** The colors of both schemes. A picture follows the browser, because a page that shows it as an image cannot style it. */
const COLORS = {
  light: { page: '#ffffff', edge: '#d0d7de', text: '#1f2328', muted: '#59636e', box: '#f6f8fa', line: '#818b98' },
  dark: { page: '#0d1117', edge: '#3d444d', text: '#f0f6fc', muted: '#9198a1', box: '#151b23', line: '#656c76' },
};

/** Fill and stroke of a box or a bar, in both schemes. */
const ACCENTS = {
  blue: { light: ['#ddf4ff', '#0969da'], dark: ['#0c2d6b', '#4493f8'] },
  green: { light: ['#dafbe1', '#1a7f37'], dark: ['#04260f', '#3fb950'] },
  amber: { light: ['#fff8c5', '#9a6700'], dark: ['#341a00', '#d29922'] },
  purple: { light: ['#fbefff', '#8250df'], dark: ['#271052', '#ab7df8'] },
} as const;

export type Accent = keyof typeof ACCENTS;

/** Markup of a picture. */
export type Markup = string;

export interface Picture {
  /** The prefix of its identifiers. */
  readonly name: string;
  readonly title: string;
  /** For those who cannot see it. */
  readonly description: string;
  readonly height: number;
  readonly content: readonly Markup[];
  /** Further rules for its style sheet. */
  readonly style?: string;
}

/** Writes a picture that stands by itself: with a background, its colors for both schemes, and its texts as text. */
export function render({ name, title, description, height, content, style = '' }: Picture): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${name}-title ${name}-desc">`,
    `<title id="${name}-title">${escapeXml(title)}</title>`,
    `<desc id="${name}-desc">${escapeXml(description)}</desc>`,
    `<style>${styleSheet()}${style}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="head" d="M0 0.5 L7.5 4 L0 7.5 Z"/></marker></defs>',
    `<rect class="page" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>`,
    ...content,
    '</svg>',
    '',
  ].join('\n');
}

function styleSheet(): string {
  return `
text { font-family: ${SANS}; fill: var(--text); }
.mono { font-family: ${MONO}; }
.muted { fill: var(--muted); }
.bold { font-weight: 600; }
.page { fill: var(--page); stroke: var(--edge); }
.box { fill: var(--box); stroke: var(--edge); }
.line { fill: none; stroke: var(--line); stroke-width: 1.5; }
.dashed { stroke-dasharray: 5 4; }
.head { fill: var(--line); }
${Object.keys(ACCENTS)
  .map((name) => `.${name} { fill: var(--${name}-fill); stroke: var(--${name}); }`)
  .join('\n')}
:root { ${variables('light')} }
@media (prefers-color-scheme: dark) { :root { ${variables('dark')} } }
`;
}

function variables(scheme: 'light' | 'dark'): string {
  const accents = Object.entries(ACCENTS).flatMap(([name, each]) => [
    [`${name}-fill`, each[scheme][0]],
    [name, each[scheme][1]],
  ]);
  return [...Object.entries(COLORS[scheme]), ...accents].map(([name, value]) => `--${name}: ${value};`).join(' ');
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

export interface TextStyle {
  /** In pixels. @default 13 */
  readonly size?: number;
  /** @default start */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Names of rules of the style sheet, such as `mono muted`. */
  readonly classes?: string;
}

/** A line of text; y is its baseline. */
export function text(x: number, y: number, content: string, { size = 13, anchor = 'start', classes = '' }: TextStyle = {}): Markup {
  const named = classes === '' ? '' : ` class="${classes}"`;
  return `<text${named} x="${round(x)}" y="${round(y)}" font-size="${size}"${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escapeXml(content)}</text>`;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function rectangle({ x, y, width, height }: Rectangle, classes = 'box', radius = 6): Markup {
  return `<rect class="${classes}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>`;
}

/** A box with a heading, and lines below it, all centered. */
export function box(at: Rectangle, heading: string, lines: readonly string[] = [], classes = 'box', headingClasses = 'bold'): Markup {
  const middle = at.x + at.width / 2;
  const top = at.y + at.height / 2 - (lines.length * 17) / 2 + 5;
  return [
    rectangle(at, classes),
    text(middle, top, heading, { size: 14, anchor: 'middle', classes: headingClasses }),
    ...lines.map((line, index) => text(middle, top + 18 + index * 17, line, { size: 12.5, anchor: 'middle', classes: 'muted' })),
  ].join('\n');
}

/** A line with a head at its end. */
export function arrow(points: readonly (readonly [x: number, y: number])[], classes = ''): Markup {
  const path = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join(' ');
  return `<path class="${`line ${classes}`.trim()}" d="${path}" marker-end="url(#head)"/>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, classes = 'line'): Markup {
  return `<path class="${classes}" d="M${round(x1)} ${round(y1)} L${round(x2)} ${round(y2)}"/>`;
}

/** Keeps files the same on all machines. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
