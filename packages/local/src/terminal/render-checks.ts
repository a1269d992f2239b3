import { describeCoverage } from '@apigwv2-integrations/core/engine';
import { type Checked, type CheckReport, type Finding, type IgnoredFindings, isError, type NotCheckedPart } from '../find-problems';
import { type Line, printLine, span } from './line';

/** Renders each finding as a paragraph, then a summary. */
export function renderChecks({ source, templates, findings, ignored, checked, notChecked }: CheckReport, color: boolean): string {
  const lines = [
    ...findings.flatMap((check) => [...paragraph(check), []]),
    ...ignored.map(ignoredLine),
    summary(source, templates, findings, describeCoverage({ ...checked, notChecked }), notChecked.length > 0),
  ];
  return `${lines.map((line) => printLine(line, color)).join('\n')}\n`;
}

function ignoredLine({ code, reason, count: number }: IgnoredFindings): Line {
  return [span(`ignored ${count(number, 'finding')} of ${code}: ${reason}`, 'dim')];
}

function paragraph(check: Finding): Line[] {
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

function summary(source: string, templates: number, checks: readonly Finding[], coverage: string, isPartial: boolean): Line {
  const errors = checks.filter(isError).length;
  const warnings = checks.length - errors;
  const counts = `${count(errors, 'error')}, ${count(warnings, 'warning')} in ${count(templates, 'template')} of ${source}`;
  return [
    span(counts, errors > 0 ? 'red' : warnings > 0 || isPartial ? 'yellow' : 'green'),
    span(`; ${coverage}`, isPartial ? 'yellow' : 'dim'),
  ];
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

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
}

/** Renders the findings as JSON. */
export function renderChecksJson({ source, findings, ignored, staleWarning, checked, notChecked }: CheckReport): string {
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
  };
  return `${JSON.stringify(json, undefined, 2)}\n`;
}
