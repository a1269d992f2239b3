import type { Row } from './rehearsal';

/** The rehearsed releases: what was committed, and the packages that it moved. */
export function tableOf(rows: readonly Row[]): string {
  return rows
    .flatMap(({ name, commits, before, after }) => {
      const moved = Object.keys(after).filter((package_) => before[package_] !== after[package_]);
      return [
        `\n${name}`,
        ...commits.map((message) => `  ${message}`),
        ...moved.map((package_) => `    ${package_.padEnd(20)} ${(before[package_] ?? '-').padEnd(8)} -> ${after[package_]}`),
        ...(moved.length === 0 ? ['    nothing'] : []),
      ];
    })
    .join('\n');
}
