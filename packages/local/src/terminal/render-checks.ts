import { describeCoverage } from '@apigwv2-integrations/core/engine';
import { type Change, subjectOf } from '../comparison/change';
import {
  type Checked,
  type CheckReport,
  type Comparison,
  type Finding,
  type IgnoredFindings,
  isError,
  type NotCheckedPart,
} from '../find-problems';
import { type Line, printLine, span } from './line';

/** Renders what a comparison found and each finding as a paragraph, then a summary. */
export function renderChecks(report: CheckReport, color: boolean): string {
  const { findings, ignored, comparison } = report;
  const lines = [
    ...(comparison === undefined ? [] : changeLines(comparison)),
    ...findings.flatMap((check) => [...findingLines(check), []]),
    ...ignored.map(ignoredLine),
    summary(report),
  ];
  return `${lines.map((line) => printLine(line, color)).join('\n')}\n`;
}

/** The changes by API, those that need attention first. */
function changeLines({ source, changes }: Comparison): readonly Line[] {
  if (changes.length === 0) {
    return [[span(`The APIs are those of ${source}.`, 'dim')], []];
  }
  const byApi = new Map<string, Change[]>();
  for (const change of changes) {
    const name = change.api ?? 'custom domain names';
    byApi.set(name, [...(byApi.get(name) ?? []), change]);
  }
  return [...byApi].flatMap(([api, all]) => [
    [span(api, 'bold'), span(`  compared with ${source}`, 'dim')],
    ...[...all.filter(({ attention }) => attention), ...all.filter(({ attention }) => !attention)].map(changeLine),
    [],
  ]);
}

function changeLine(change: Change): Line {
  const { attention, routes, message, sourceLocation } = change;
  return [
    span(attention ? '  ! ' : '  - ', attention ? 'yellow' : 'dim'),
    ...(routes.length === 0 ? [] : [span(`${subjectOf(change)}: `, 'bold')]),
    span(message),
    span(sourceLocation === undefined ? '' : ` (${sourceLocation})`, 'cyan'),
  ];
}

function ignoredLine({ code, reason, count: number }: IgnoredFindings): Line {
  return [span(`ignored ${countText(number, 'finding')} of ${code}: ${reason}`, 'dim')];
}

/** The paragraph of a finding: what, where, why and its remedy. */
export function findingLines(check: Finding): Line[] {
  const { code, constructPath, sourceLocation, logicalId, stack, property, message, remedy, excerpt, expression, rule } = check;
  const location = constructPath ?? `${stack}/${logicalId}`;
  return [
    [
      span(isError(check) ? 'error' : 'warning', isError(check) ? 'red' : 'yellow'),
      span(' '),
      span(`[${code}]`, 'bold'),
      span(` ${location}`),
      span(sourceLocation === undefined ? '' : ` (${sourceLocation})`, 'cyan'),
      span(property === undefined ? '' : ` ${property}`, 'dim'),
    ],
    [span(`  ${message}`)],
    ...(excerpt ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line, index) => [span('    '), span(line, index === 0 ? 'cyan' : 'red')]),
    ...(expression === undefined ? [] : [[span('  from    ', 'dim'), span(expression)]]),
    [span('  remedy  ', 'dim'), span(remedy)],
    [span('  rule    ', 'dim'), span(rule, 'dim')],
  ];
}

function summary(report: CheckReport): Line {
  const { findings, checked, notChecked } = report;
  const isPartial = notChecked.length > 0;
  return [
    span(describeCounts(report), findings.some(isError) ? 'red' : findings.length > 0 || isPartial ? 'yellow' : 'green'),
    span(`; ${describeCoverage({ ...checked, notChecked })}`, isPartial ? 'yellow' : 'dim'),
  ];
}

/** `2 errors, 1 warning in 1 template of cdk.out`, of a comparison with what else it found. */
export function describeCounts({ source, templates, findings, comparison }: CheckReport): string {
  const errors = findings.filter(isError).length;
  const counts = [countText(errors, 'error'), countText(findings.length - errors, 'warning')];
  const where = `in ${countText(templates, 'template')} of ${source}`;
  if (comparison === undefined) {
    return `${counts.join(', ')} ${where}`;
  }
  const { changes, resolved } = comparison;
  const rest = `${countText(resolved.length, 'finding')} resolved, ${countText(changes.length, 'API change')}`;
  return `new: ${counts.join(', ')} ${where}; ${rest} since ${comparison.source}`;
}

/** `1 finding`, `2 findings` */
export function countText(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Output of `check --json`. New members do not change the version. */
export interface ChecksJson {
  readonly version: 1;
  /** The path as it was given. */
  readonly source: string;
  readonly errors: number;
  readonly warnings: number;
  readonly checked: Checked;
  /** What was not checked, such as the OpenAPI document of an API. */
  readonly notChecked: readonly NotCheckedPart[];
  /** Set if a source file of the app was changed after it was synthesized. */
  readonly staleWarning?: string;
  readonly findings: readonly Finding[];
  /** Rules whose findings were left out. */
  readonly ignored: readonly IgnoredFindings[];
  /** Set with `--compare`: the findings are then those that the old app does not have. */
  readonly comparison?: Comparison;
}

/** Renders the findings as JSON. */
export function renderChecksJson({ source, findings, ignored, staleWarning, checked, notChecked, comparison }: CheckReport): string {
  const errors = findings.filter(isError).length;
  const json: ChecksJson = {
    version: 1,
    source,
    errors,
    warnings: findings.length - errors,
    checked,
    notChecked,
    staleWarning,
    findings,
    ignored,
    comparison,
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}
