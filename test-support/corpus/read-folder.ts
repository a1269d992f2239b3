import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProblems } from '../../packages/local/src/find-problems';
import { loadApis } from '../../packages/local/src/load-apis';
import { UserError } from '../../packages/local/src/user-error';

/** What reading the templates of a folder gave. */
export interface FolderSummary {
  readonly templates: number;
  readonly apis: number;
  readonly routes: number;
  /** Findings by severity and rule. */
  readonly findings: ReadonlyMap<string, number>;
  /** Errors, as `file [rule] resource: message`. */
  readonly errors: readonly string[];
  /** What was not read, as `kind: reason`. */
  readonly notRead: ReadonlyMap<string, number>;
  /** Files that are no templates. */
  readonly skipped: readonly string[];
  /** Files whose reading failed, with the reason. */
  readonly failures: readonly string[];
}

/** Reads all templates in a folder and in its subfolders. */
export function readFolder(folder: string): FolderSummary {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:json|ya?ml|template)$/i.test(name));
  let [templates, apis, routes] = [0, 0, 0];
  const [findings, notRead] = [new Map<string, number>(), new Map<string, number>()];
  const [errors, skipped, failures]: [string[], string[], string[]] = [[], [], []];
  for (const name of files.sort()) {
    const path = join(folder, name);
    try {
      const { apis: found } = loadApis(path);
      const report = findProblems(path);
      templates += 1;
      apis += found.length;
      routes += found.reduce((count, api) => count + api.routes.length, 0);
      for (const { severity, code, logicalId, message } of report.findings) {
        count(findings, `${severity} ${code}`);
        if (severity === 'error') {
          errors.push(`${name} [${code}] ${logicalId}: ${message}`);
        }
      }
      for (const { kind, reason } of report.notChecked) {
        count(notRead, `${kind}: ${reason}`);
      }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      (error instanceof UserError && /no CloudFormation template/.test(message) ? skipped : failures).push(`${name}: ${message}`);
    }
  }
  return { templates, apis, routes, findings, errors, notRead, skipped, failures };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The summary for people. */
export function describe({ templates, apis, routes, findings, errors, notRead, skipped, failures }: FolderSummary): string {
  const table = (counts: ReadonlyMap<string, number>) =>
    [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, number]) => `  ${String(number).padStart(4)}  ${name}`);
  return [
    `${templates} templates, ${apis} APIs, ${routes} routes`,
    `findings by rule:${findings.size === 0 ? ' none' : ''}`,
    ...table(findings),
    ...(errors.length === 0 ? [] : ['errors:', ...errors.map((error) => `  ${error}`)]),
    ...(notRead.size === 0 ? [] : ['not read:', ...table(notRead)]),
    ...(skipped.length === 0 ? [] : [`${skipped.length} files are no templates`]),
    ...failures.map((failure) => `failed: ${failure}`),
  ].join('\n');
}
