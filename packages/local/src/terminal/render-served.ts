import type { Diagnostic } from '../definitions/plan';
import type { RoutePlan } from '../definitions/route';
import { displayPath } from '../diagnostics/diagnostics';
import type { Debugger } from '../functions/debugging/debuggers';
import type { LogEntry } from '../gateway/log-entry';
import type { ListeningApi } from '../http-api/served-api';
import type { Obstacle } from '../integrations/obstacles';
import { curlOf, curlWords } from './curl';
import { type Line, lineWidth, printLine, span, widthOf } from './line';
import { JSON_FORMAT_VERSION, type RenderOptions } from './render-routes';
import { methodSpans } from './route-cells';
import { type Column, line, table } from './table';
import { wrap } from './wrap';

const ROUTE: Column = { title: 'ROUTE', minWidth: 16 };
const TRY: Column = { title: 'TRY', minWidth: 40 };
/** Columns between two cells, and before the table. */
const MARGIN = 2;
/** Columns before a command under its route. */
const INDENT = 4;
const CONTINUED = ' \\';

/** How what is served is rendered. */
export interface ServedOptions extends RenderOptions {
  /** Where debuggers find functions. @default nowhere */
  readonly debuggers?: readonly Debugger[];
}

/** Renders each route with a command that calls it, then where functions can be debugged, and the diagnostics. */
export function renderServed(served: readonly ListeningApi[], diagnostics: readonly Diagnostic[], options: ServedOptions = {}): string {
  const { color = false, width = Number.MAX_SAFE_INTEGER, debuggers = [] } = options;
  const lines = [
    ...served.flatMap((each) => [...apiLines(each, width), []]),
    ...debuggerLines(debuggers),
    ...diagnosticLines(diagnostics, width),
    line('Press Ctrl-C to stop.'),
  ];
  return `${lines.map((each) => printLine(each, color)).join('\n')}\n`;
}

function apiLines({ api: { plan, prefix, obstacles }, listening }: ListeningApi, width: number): readonly Line[] {
  const url = `${listening.url}${prefix}`;
  const stages = plan.stages.map(({ name }) => name).join(', ');
  const rows = plan.routes.map((route) => ({
    key: methodSpans(route.key),
    command: commandLines(route, url, obstacles.get(route), width - INDENT - MARGIN),
  }));
  const drawn = besideKeys(rows, width) ?? rows.flatMap(({ key, command }) => [key, ...command.map((each) => [span('  '), ...each])]);
  return [
    line(span(plan.name, 'bold'), '  ', span(url, 'cyan'), '  ', span(`stages ${stages}`, 'dim')),
    [],
    ...drawn.map((each) => [span('  '), ...each]),
  ];
}

interface ServedRoute {
  readonly key: Line;
  readonly command: readonly Line[];
}

/** A table with commands beside their routes; undefined if a line would be too long, so that no command is torn apart. */
function besideKeys(rows: readonly ServedRoute[], width: number): readonly Line[] | undefined {
  const keyWidth = Math.max(ROUTE.title.length, ...rows.map(({ key }) => lineWidth(key)));
  const isWide = rows.some(({ command }) => command.length > 2 || command.some((each) => lineWidth(each) > width - keyWidth - 2 * MARGIN));
  return isWide
    ? undefined
    : table(
        [ROUTE, TRY],
        rows.map(({ key, command }) => ({ cells: [[key], command], under: [] })),
        width - MARGIN,
      );
}

/** The command of a route, with a backslash at each break so that it can be copied, then why it does not answer as deployed. */
function commandLines(route: RoutePlan, url: string, obstacle: Obstacle | undefined, width: number): readonly Line[] {
  const lines = continuedLines(curlWords(route, url), width).map((text): Line => [span(text, obstacle === undefined ? undefined : 'dim')]);
  const standIn = standInOf(route);
  if (obstacle === undefined) {
    return standIn === undefined ? lines : [...lines, [span(`(stand-in for authorizer ${standIn})`, 'yellow')]];
  }
  const { statusCode, flag } = obstacle;
  return [...lines, [span(`(${statusCode}${flag === undefined ? '' : `: pass ${flag}`})`, 'yellow')]];
}

/** The name of the authorizer that an option replaces. */
function standInOf({ authorizer }: RoutePlan): string | undefined {
  return (authorizer.kind === 'jwt' || authorizer.kind === 'lambda') && authorizer.standIn === true ? authorizer.name : undefined;
}

/** Joins words into lines of at most this width where words allow it. */
function continuedLines(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of words) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (current !== '' && widthOf(joined) + CONTINUED.length > width) {
      lines.push(`${current}${CONTINUED}`);
      current = word;
    } else {
      current = joined;
    }
  }
  return [...lines, current];
}

/** The address for an editor, then a link for the address bar of Chrome, which no line break may tear apart. */
function debuggerLines(debuggers: readonly Debugger[]): readonly Line[] {
  if (debuggers.length === 0) {
    return [];
  }
  const lines = debuggers.flatMap(({ function: name, host, port, url }) => [
    line('  ', span(name, 'bold'), '  ', span(`${host}:${port}`, 'cyan')),
    line('    ', span(url, 'dim')),
  ]);
  return [line(span('Debuggers', 'bold')), ...lines, []];
}

function diagnosticLines(diagnostics: readonly Diagnostic[], width: number): readonly Line[] {
  if (diagnostics.length === 0) {
    return [];
  }
  const lines = diagnostics.flatMap(({ location, sourceLocation, text }) =>
    wrap(
      line(
        '  ',
        span(displayPath(location), 'bold'),
        ...(sourceLocation === undefined ? [] : [' ', span(`(${sourceLocation})`, 'cyan')]),
        `  ${text}`,
      ),
      width,
      4,
    ),
  );
  return [line(span('Not as deployed', 'yellow')), ...lines, []];
}

/** The first line of output of `apigwv2-local serve --json`. */
export function renderServedJson(
  served: readonly ListeningApi[],
  diagnostics: readonly Diagnostic[],
  debuggers: readonly Debugger[] = [],
): string {
  const apis = served.map(({ api: { plan, prefix, obstacles }, listening: { url } }) => ({
    name: plan.name,
    path: plan.location.path,
    logicalId: plan.location.logicalId,
    url,
    stages: plan.stages.map(({ name }) => name),
    routes: plan.routes.map((route) => ({
      key: route.key,
      curl: curlOf(route, `${url}${prefix}`),
      obstacle: obstacles.get(route),
      standInFor: standInOf(route),
    })),
  }));
  return `${JSON.stringify({ kind: 'listening', version: JSON_FORMAT_VERSION, apis, diagnostics, ...(debuggers.length === 0 ? {} : { debuggers }) })}\n`;
}

/** Each further line of output. */
export function renderEntryJson(entry: LogEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** What takes the place of log entries that were dropped because the output was not read in time. */
export function renderDroppedJson(count: number): string {
  return `${JSON.stringify({ kind: 'dropped', count })}\n`;
}
