import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(__dirname, '../../docs/benchmarks.md');

/** Writes the part of docs/benchmarks.md between `<!-- name:begin -->` and `<!-- name:end -->`, so that nobody copies figures. */
export function writeSection(name: string, lines: readonly string[]): void {
  const page = readFileSync(PAGE, 'utf8');
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`${PAGE} has no section ${name}: put ${begin} and ${end} where it belongs`);
  }
  writeFileSync(PAGE, `${page.slice(0, from + begin.length)}\n${lines.join('\n')}\n${page.slice(to)}`);
}
