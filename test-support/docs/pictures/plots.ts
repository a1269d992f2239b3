import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../../repository';
import { type Accent, line, type Markup, rectangle, render, text, WIDTH } from './svg';

/** Bars with the spread of their rounds, drawn from a table that a benchmark wrote to docs/benchmarks.md. */
interface Plot {
  readonly title: string;
  /** Name of the section of the page, and which of its tables is drawn. */
  readonly section: string;
  readonly table: number;
  /** Column of the label, by its heading. */
  readonly label: string;
  /** Columns with figures, each a bar. */
  readonly figures: readonly string[];
  /** Column whose value heads a group of rows. @default no groups */
  readonly group?: string;
  /** What the axis shows. */
  readonly axis: string;
  /** A value to compare with, marked by a line. */
  readonly reference?: number;
}

const PLOTS: Readonly<Record<string, Plot>> = {
  'benchmark-synthesis': {
    title: 'CPU time of synthesis: our classes relative to the CDK’s own',
    section: 'synthesis',
    table: 2,
    label: 'routes',
    figures: ['CPU: ours / CDK'],
    group: 'app',
    axis: 'ratio; 1 is the CPU time of the CDK’s classes, lower is better',
    reference: 1,
  },
  'benchmark-gateway': {
    title: 'HTTP APIs: requests per second',
    section: 'local-gateway',
    table: 2,
    label: 'server',
    figures: ['requests per second'],
    axis: 'requests per second, higher is better',
  },
  'benchmark-start': {
    title: 'Start to first response',
    section: 'local-gateway',
    table: 2,
    label: 'server',
    figures: ['start to first response, ms'],
    axis: 'milliseconds, lower is better',
  },
  'benchmark-websocket': {
    title: 'WebSocket APIs: messages per second',
    section: 'websocket',
    table: 0,
    label: 'server',
    figures: ['messages per second'],
    axis: 'messages per second, higher is better',
  },
  'benchmark-runtimes': {
    title: 'A call of a warm function, by runtime',
    section: 'runtimes',
    table: 0,
    label: 'runtime',
    figures: ['following calls, ms'],
    axis: 'milliseconds, lower is better',
  },
  'benchmark-inspector': {
    title: 'Requests per second without and with the inspector',
    section: 'inspector',
    table: 0,
    label: 'inspector',
    figures: ['requests per second'],
    group: 'route',
    axis: 'requests per second, higher is better',
  },
  'benchmark-reload': {
    title: 'From the save of a file to the first answer by the new code',
    section: 'reload',
    table: 0,
    label: 'compared with',
    figures: ['gateway, ms', 'the other, ms'],
    group: 'edit of',
    axis: 'milliseconds, lower is better',
  },
};

/** The files of all plots. */
export const plots: Readonly<Record<string, () => string>> = Object.fromEntries(
  Object.entries(PLOTS).map(([name, plot]) => [`docs/images/${name}.svg`, () => plotPicture(name, plot)]),
);

interface Bar {
  readonly group?: string;
  readonly label: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** As the table shows it. */
  readonly shown: string;
  readonly accent: Accent;
}

const AXIS = { left: 372, right: 740 };
const SHOWN_X = WIDTH - 24;
const ROW = 26;
const GROUP = 30;

function plotPicture(name: string, plot: Plot): string {
  const bars = barsOf(plot);
  const max = Math.max(plot.reference ?? 0, ...bars.map(({ high }) => high));
  const x = (value: number) => AXIS.left + (value / max) * (AXIS.right - AXIS.left);
  const rows: Markup[] = [];
  let y = 66;
  let group: string | undefined;
  for (const bar of bars) {
    if (bar.group !== undefined && bar.group !== group) {
      group = bar.group;
      rows.push(text(24, y + 18, group, { classes: 'bold' }));
      y += GROUP;
    }
    const middle = y + ROW / 2;
    rows.push(
      text(AXIS.left - 14, middle + 4.5, bar.label, { size: 12.5, anchor: 'end' }),
      rectangle({ x: AXIS.left, y: y + 5, width: Math.max(1, x(bar.median) - AXIS.left), height: ROW - 10 }, bar.accent, 2),
      line(x(bar.low), middle, x(bar.high), middle, 'spread'),
      ...[bar.low, bar.high].map((end) => line(x(end), middle - 4, x(end), middle + 4, 'spread')),
      text(SHOWN_X, middle + 4.5, bar.shown, { size: 12, anchor: 'end', classes: 'mono' }),
    );
    y += ROW;
  }
  const bottom = y + 4;
  const ticks = ticksOf(max).map((tick) =>
    [
      line(x(tick), 60, x(tick), bottom, 'grid'),
      text(x(tick), bottom + 18, tick.toLocaleString('en-US'), { size: 11.5, anchor: 'middle', classes: 'muted' }),
    ].join('\n'),
  );
  const reference = plot.reference === undefined ? [] : [line(x(plot.reference), 58, x(plot.reference), bottom, 'line dashed')];
  return render({
    name,
    title: plot.title,
    description: `${plot.axis}; median, with the lowest and the highest value. ${bars
      .map(({ group: of, label, shown }) => `${of === undefined ? '' : `${of}, `}${label}: ${shown}`)
      .join('; ')}.`,
    height: bottom + 58,
    content: [
      text(24, 34, plot.title, { size: 15, classes: 'bold' }),
      text(SHOWN_X, 34, 'median (lowest to highest)', { size: 12, anchor: 'end', classes: 'muted' }),
      ...ticks,
      ...rows,
      ...reference,
      text((AXIS.left + AXIS.right) / 2, bottom + 42, plot.axis, { size: 12, anchor: 'middle', classes: 'muted' }),
    ],
    style: '.spread { fill: none; stroke: var(--text); stroke-width: 1.4; }\n.grid { fill: none; stroke: var(--edge); }\n',
  });
}

function barsOf({ section, table, label, figures, group }: Plot): Bar[] {
  const [head = [], ...rows] = tablesOf(section)[table] ?? [];
  const cell = (row: readonly string[], heading: string): string => {
    const value = row[head.indexOf(heading)];
    if (value === undefined) {
      throw new Error(`the table ${table} of the section ${section} of docs/benchmarks.md has no column ${heading}`);
    }
    return value;
  };
  if (rows.length === 0) {
    throw new Error(`the section ${section} of docs/benchmarks.md has no table ${table}`);
  }
  return rows.flatMap((row) =>
    figures.map((figure, index) => ({
      group: group === undefined ? undefined : cell(row, group),
      label: figures.length === 1 ? labelOf(cell(row, label), label) : index === 0 ? 'gateway' : cell(row, label).replace(/`/g, ''),
      ...spreadOf(cell(row, figure)),
      accent: (isOurs(cell(row, label)) || (figures.length > 1 && index === 0) ? 'green' : 'blue') as Accent,
    })),
  );
}

/** The gateway has an accent of its own, and so has everything that is compared with nothing else. */
function isOurs(label: string): boolean {
  return label.startsWith('gateway');
}

function labelOf(value: string, heading: string): string {
  return /^\d+$/.test(value) ? `${value} ${heading}` : value;
}

/** Reads `median (low to high)`, as the benchmarks write it. */
function spreadOf(shown: string): { median: number; low: number; high: number; shown: string } {
  const [, median, low, high] = /^([\d.]+) \(([\d.]+) to ([\d.]+)\)$/.exec(shown) ?? [];
  if (high === undefined) {
    throw new Error(`not a median with its spread: ${shown}`);
  }
  return { median: Number(median), low: Number(low), high: Number(high), shown };
}

/** The tables of a section of the page, each with its header. */
function tablesOf(section: string): string[][][] {
  const page = readFileSync(join(REPOSITORY, 'docs/benchmarks.md'), 'utf8');
  const [, body = ''] = page.split(`<!-- ${section}:begin -->`);
  const [content = ''] = body.split(`<!-- ${section}:end -->`);
  return [...content.matchAll(/(?:^\|.*\n)+/gm)].map(([table]) =>
    table
      .trim()
      .split('\n')
      .filter((row) => !row.startsWith('| ---'))
      .map((row) =>
        row
          .slice(1, -1)
          .split('|')
          .map((each) => each.trim()),
      ),
  );
}

/** Round values for an axis from 0. */
function ticksOf(max: number): number[] {
  const rough = max / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) as number;
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}
