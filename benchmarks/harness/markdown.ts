import type { Spread } from './pairs';

export type Row = readonly string[];

/** A table; the first row is its head. */
export function table([head, ...rows]: readonly Row[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** The median, and between which figures it lies. */
export function shown({ median, low, high }: Spread, digits = 2): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}
