import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Spread } from './pairs';

/** Writes the section between `<!-- name:begin -->` and `<!-- name:end -->` of a page of docs/. */
export function writeSection(name: string, lines: readonly string[], pageName: 'benchmarks' | 'comparison' = 'benchmarks'): void {
  const file = join(__dirname, `../../docs/${pageName}.md`);
  const page = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`${file} has no section ${name}: add ${begin} and ${end}`);
  }
  writeFileSync(file, `${page.slice(0, from + begin.length)}\n${lines.join('\n')}\n${page.slice(to)}`);
}

export type Row = readonly string[];

/** Formats a Markdown table; the first row is its header. */
export function table([head, ...rows]: readonly Row[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Formats the median with the lowest and the highest value. */
export function shown({ median, low, high }: Spread, digits = 2): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

/** Describes the machine on which the figures were measured. */
export function machine(): string {
  const [{ model }] = cpus();
  return `${cpus().length} x ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.version}`;
}
