import { type CheckFinding, type CheckReport, isError } from '../find-problems';

/** What `check --json` prints. A member may be added; a change of what is there raises the version. */
export interface ChecksJson {
  readonly version: 1;
  /** The path as it was given. */
  readonly source: string;
  readonly errors: number;
  readonly warnings: number;
  readonly findings: readonly CheckFinding[];
}

/** Renders what the rules tell for other programs. */
export function renderChecksJson({ source, findings }: CheckReport): string {
  const errors = findings.filter(isError).length;
  const json: ChecksJson = { version: 1, source, errors, warnings: findings.length - errors, findings };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}
