import { type Line, lineWidth, type Span, span } from './line';
import { wrap } from './wrap';

/** The content of a cell: one or more lines. */
export type Cell = readonly Line[];

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Width below which the column becomes unreadable. */
  readonly minWidth: number;
}

/** A row. The lines under it span the whole table. */
export interface Row {
  readonly cells: readonly Cell[];
  readonly under: readonly Line[];
}

const GAP = 2;

/** Draws a table; undefined if the width is too small for its columns. */
export function table(columns: readonly Column[], rows: readonly Row[], width: number): readonly Line[] | undefined {
  const widths = fit(columns, rows, width);
  if (widths === undefined) {
    return undefined;
  }
  const head = columns.map(({ title }) => [[span(title, 'dim')]]);
  const total = widths.reduce((sum, each) => sum + each + GAP, -GAP);
  const body = rows.flatMap(({ cells, under }) => [
    ...rowLines(cells, widths),
    ...under.flatMap((each) => wrap(each, width - 2, 4).map((wrapped) => [span('  '), ...wrapped])),
  ]);
  return [...rowLines(head, widths), [span('─'.repeat(total), 'dim')], ...body];
}

function rowLines(cells: readonly Cell[], widths: readonly number[]): readonly Line[] {
  const blocks = widths.map((width, index) => ({ width, lines: (cells[index] ?? []).flatMap((each) => wrap(each, width, 2)) }));
  const height = Math.max(...blocks.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, at) => {
    const fields = blocks.map(({ width, lines: { [at]: content = [] } }) => ({ width, content }));
    const last = fields.reduce((found, { content }, index) => (content.length > 0 ? index : found), 0);
    const filled = fields.slice(0, last + 1);
    return filled.flatMap(({ width, content }, index) =>
      index === last ? content : [...content, span(' '.repeat(width - lineWidth(content) + GAP))],
    );
  });
}

/** Column widths that fit. The widest columns shrink first, each down to its minimum. */
function fit(columns: readonly Column[], rows: readonly Row[], width: number): readonly number[] | undefined {
  const sizes = columns.map(({ title, minWidth }, index) => {
    const natural = Math.max(title.length, ...rows.map((row) => widest(row.cells[index] ?? [])));
    return { width: natural, minWidth: Math.min(natural, Math.max(title.length, minWidth)) };
  });
  for (let excess = sizes.reduce((sum, size) => sum + size.width + GAP, -GAP) - width; excess > 0; excess--) {
    const [first, ...others] = sizes.filter((size) => size.width > size.minWidth);
    if (first === undefined) {
      return undefined;
    }
    others.reduce((widest, size) => (size.width > widest.width ? size : widest), first).width--;
  }
  return sizes.map((size) => size.width);
}

function widest(cell: Cell): number {
  return cell.reduce((max, line) => Math.max(max, lineWidth(line)), 0);
}

/** A line of plain and styled pieces. */
export function line(...spans: readonly (Span | string)[]): Line {
  return spans.map((each) => (typeof each === 'string' ? span(each) : each));
}
