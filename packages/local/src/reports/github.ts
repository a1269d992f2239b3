import { describeCoverage } from '@apigwv2-integrations/core/engine';
import { type Change, subjectOf } from '../comparison/change';
import { type CheckReport, type Finding, isError } from '../find-problems';
import type { Source } from '../load-assembly';
import { escapeControls } from '../terminal/line';
import { countText, describeCounts } from '../terminal/render-checks';
import { repositoryPath } from './repository-path';

/**
 * Renders a report as workflow commands, which GitHub shows as annotations of the files in a pull request.
 *
 * @param root the folder of the repository, to which paths are relative
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function renderAnnotations(report: CheckReport, root: string): string {
  const { findings, comparison, staleWarning } = report;
  const changes = comparison?.changes ?? [];
  const others = changes.filter(({ attention }) => !attention);
  const lines = [
    ...(staleWarning === undefined ? [] : [command('warning', {}, staleWarning)]),
    ...findings.map((finding) => command(finding.severity, { ...locationIn(finding, root), title: finding.code }, textOf(finding))),
    ...changes
      .filter(({ attention }) => attention)
      .map((change) => command('warning', { ...locationIn(change, root), title: `API change: ${change.kind}` }, describeChange(change))),
    // GitHub shows few annotations of a step, so the changes that need no attention share one.
    ...(others.length === 0 ? [] : [command('notice', { title: 'API changes' }, others.map(describeChange).join('\n'))]),
    plainLine(describeCounts(report)),
  ];
  return `${lines.join('\n')}\n`;
}

/** `BooksApi: GET /books: moved from ... to ...` */
function describeChange(change: Change): string {
  const { api, routes, message } = change;
  return `${api === undefined || routes.length === 0 ? '' : `${api}: `}${subjectOf(change)}: ${message}`;
}

function textOf({ constructPath, stack, logicalId, property, message, excerpt, remedy, rule }: Finding): string {
  const lines = [`${constructPath ?? `${stack}/${logicalId}`} ${property}`, message, excerpt, `remedy: ${remedy}`, `rule: ${rule}`];
  return lines.filter((line) => line !== undefined).join('\n');
}

function locationIn({ position, file }: Source & { readonly file: string }, root: string): Readonly<Record<string, string>> {
  const path = repositoryPath(position?.file ?? file, root);
  if (path === undefined) {
    return {};
  }
  if (position === undefined) {
    return { file: path };
  }
  const { line, column } = position;
  return { file: path, line: String(line), ...(column === undefined ? {} : { col: String(column) }) };
}

/** A workflow command. Every value is escaped, so that it can neither end the command nor start another one. */
function command(name: 'error' | 'warning' | 'notice', properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name}${list.length === 0 ? '' : ` ${list.join(',')}`}::${escapeData(message)}`;
}

/** Line breaks are kept, as the annotation shows them; other control characters are made visible. */
function escapeData(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).map(escapeControls);
  return lines.join('\n').replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A line of the log that is no command: the runner looks for `##[` anywhere in a line, and for `::` at its start. */
function plainLine(text: string): string {
  return escapeControls(text)
    .replaceAll('##[', '## [')
    .replace(/^\s*::/, ': :');
}

/** GitHub accepts 1 MiB for each step. */
const MAX_ROWS = 200;

/** Renders a report as Markdown, for the summary of a workflow run. */
export function renderSummary(report: CheckReport): string {
  const { findings, comparison, source, checked, notChecked, ignored } = report;
  const blocks = ['### API Gateway v2 checks', `${markdown(describeCounts(report))}.`];
  if (comparison !== undefined) {
    const { changes } = comparison;
    const sorted = [...changes.filter(({ attention }) => attention), ...changes.filter(({ attention }) => !attention)];
    const rows = sorted.map((change) => [
      change.attention ? '**check**' : '',
      markdown(change.api ?? ''),
      code(subjectOf(change)),
      markdown(change.message),
    ]);
    blocks.push(`#### What deploying ${code(source)} changes, compared with ${code(comparison.source)}`);
    blocks.push(changes.length === 0 ? 'Nothing in the APIs.' : table(['', 'API', 'what', 'change'], rows));
  }
  if (findings.length > 0) {
    const rows = findings.map((finding) => [
      isError(finding) ? '**error**' : 'warning',
      code(finding.code),
      code(finding.sourceLocation ?? finding.constructPath ?? `${finding.stack}/${finding.logicalId}`),
      `${markdown(finding.message)}<br>${markdown(finding.remedy)}`,
    ]);
    blocks.push(comparison === undefined ? '#### Findings' : '#### New findings', table(['', 'rule', 'where', 'finding and remedy'], rows));
  }
  blocks.push(
    ...ignored.map(({ code: rule, reason, count }) => `Ignored ${countText(count, 'finding')} of ${code(rule)}: ${markdown(reason)}`),
  );
  blocks.push(markdown(describeCoverage({ ...checked, notChecked })));
  return `${blocks.join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = rows.slice(0, MAX_ROWS);
  const rest = rows.length - shown.length;
  const lines = [head, head.map(() => '---'), ...shown].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}${rest > 0 ? `\n\n${countText(rest, 'more row')} in the log.` : ''}`;
}

const MAX_CELL_CHARACTERS = 1_000;

/** Text that Markdown and HTML do not interpret. */
function markdown(text: string): string {
  const shown = text.length <= MAX_CELL_CHARACTERS ? text : `${text.slice(0, MAX_CELL_CHARACTERS)}…`;
  return escapeControls(shown.replace(/\s+/g, ' ')).replace(/[\\`*_{}[\]<>()#+|~&"'$:@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function code(text: string): string {
  return `<code>${markdown(text)}</code>`;
}
