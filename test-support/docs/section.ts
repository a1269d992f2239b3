import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../repository';

/** A hand-written page, with a generated part between `<!-- name:begin -->` and `<!-- name:end -->`. */
export function withSection(path: string, name: string, lines: readonly string[]): string {
  const page = readFileSync(join(REPOSITORY, path), 'utf8');
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) {
    throw new Error(`${path} has no section ${name}: add ${begin} and ${end} at its place`);
  }
  return `${page.slice(0, from + begin.length)}\n${lines.join('\n')}\n${page.slice(to)}`;
}
