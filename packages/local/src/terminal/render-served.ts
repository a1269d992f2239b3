import { relative } from 'node:path';
import type { Diagnostic } from '../definitions/plan';
import type { RoutePlan } from '../definitions/route';
import { displayPath } from '../diagnostics/diagnostics';
import type { Debugger } from '../functions/debugging/debuggers';
import type { LogEntry } from '../gateway/log-entry';
import type { ServedApi } from '../http-api/served-api';
import type { Obstacle } from '../integrations/obstacles';
import type { ListeningApi } from '../served-apis';
import type { ServedWebSocketApi } from '../websocket-api/served-websocket-api';
import { curlOf, curlWords } from './curl';
import { type Line, lineWidth, printLine, type Span, span, widthOf } from './line';
import { JSON_FORMAT_VERSION, type RenderOptions } from './render-routes';
import { methodSpans } from './route-cells';
import { type Column, line, table } from './table';
import { wrap } from './wrap';

const ROUTE: Column = { title: 'ROUTE', minWidth: 16 };
const INTEGRATION: Column = { title: 'INTEGRATION', minWidth: 16 };
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
  /** URL of the page of `--ui`. @default it is not served */
  readonly inspector?: string;
}

/** Renders each route with a command that calls it, then where functions can be debugged, and the diagnostics. */
export function renderServed(served: readonly ListeningApi[], diagnostics: readonly Diagnostic[], options: ServedOptions = {}): string {
  const { color = false, width = Number.MAX_SAFE_INTEGER, debuggers = [], inspector } = options;
  const lines = [
    ...(inspector === undefined ? [] : [line(span('Inspector', 'bold'), '  ', span(inspector, 'cyan')), []]),
    ...served.flatMap((each) => [...apiLines(each, width), []]),
    ...debuggerLines(debuggers),
    ...diagnosticLines(diagnostics, width),
    line('Press Ctrl-C to stop.'),
  ];
  return `${lines.map((each) => printLine(each, color)).join('\n')}\n`;
}

function apiLines({ api, listening }: ListeningApi, width: number): readonly Line[] {
  return api.protocol === 'HTTP' ? httpApiLines(api, listening.url, width) : webSocketApiLines(api, listening.url, width);
}

/** Routes of a WebSocket API have no commands: a message selects them. */
function webSocketApiLines({ plan, prefix, obstacles }: ServedWebSocketApi, origin: string, width: number): readonly Line[] {
  const stages = plan.stages.map(({ name }) => name).join(', ');
  const rows = plan.routes.map((route) => {
    const { integration } = route;
    const name =
      integration?.kind === 'served'
        ? span(displayPath(integration.location))
        : span(integration === undefined ? '-' : 'not served', 'dim');
    const notes = [standInNote(route), obstacleNote(obstacles.get(route))].flatMap((note) => (note === undefined ? [] : [' ', note]));
    const key = [span(route.key, 'bold'), ...(route.isTwoWay ? [span(' '), span('(answers)', 'dim')] : [])];
    return { cells: [[key], [line(name, ...notes)]], under: [] };
  });
  const drawn = table([ROUTE, INTEGRATION], rows, width - MARGIN) ?? rows.flatMap(({ cells }) => cells.flat());
  return [
    line(span(plan.name, 'bold'), '  ', span(webSocketUrl(`${origin}${prefix}`), 'cyan'), '  ', span(`stages ${stages}`, 'dim')),
    line('  ', span('route by', 'dim'), ` ${plan.routeSelectionExpression}`),
    [],
    ...drawn.map((each) => [span('  '), ...each]),
  ];
}

function webSocketUrl(url: string): string {
  return url.replace(/^http/, 'ws');
}

function httpApiLines({ plan, prefix, obstacles }: ServedApi, origin: string, width: number): readonly Line[] {
  const url = `${origin}${prefix}`;
  const stages = plan.stages.map(({ name }) => name).join(', ');
  const rows = plan.routes.map((route) => ({
    key: methodSpans(route.key),
    command: commandLines(curlWords(route, url, plan.region), route, obstacles.get(route), width - INDENT - MARGIN),
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
function commandLines(words: readonly string[], route: RoutePlan, obstacle: Obstacle | undefined, width: number): readonly Line[] {
  const lines = continuedLines(words, width).map((text): Line => [span(text, obstacle === undefined ? undefined : 'dim')]);
  const note = obstacleNote(obstacle) ?? standInNote(route);
  return note === undefined ? lines : [...lines, [note]];
}

function obstacleNote(obstacle: Obstacle | undefined): Span | undefined {
  return obstacle && span(`(${obstacle.statusCode}${obstacle.flag === undefined ? '' : `: pass ${obstacle.flag}`})`, 'yellow');
}

function standInNote(route: Pick<RoutePlan, 'authorizer'>): Span | undefined {
  const standIn = standInOf(route);
  return standIn === undefined ? undefined : span(`(stand-in for authorizer ${standIn})`, 'yellow');
}

/** The name of the authorizer that an option replaces. */
function standInOf({ authorizer }: Pick<RoutePlan, 'authorizer'>): string | undefined {
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
  const lines = debuggers.flatMap((each) => {
    const address = line('  ', span(each.function, 'bold'), '  ', span(`${each.host}:${each.port}`, 'cyan'));
    const code = each.code === undefined ? [] : [line('    ', span(relative(process.cwd(), each.code), 'dim'))];
    return each.protocol === 'inspector'
      ? [address, line('    ', span(each.url, 'dim')), ...code]
      : [[...address, span('  debugpy')], ...code];
  });
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
  inspector?: string,
): string {
  const apis = served.map(({ api, listening: { url } }) => ({
    name: api.plan.name,
    path: api.plan.location.path,
    logicalId: api.plan.location.logicalId,
    ...(api.protocol === 'HTTP'
      ? { url, stages: stageNames(api), routes: httpRoutes(api, url) }
      : { protocol: api.protocol, url: webSocketUrl(url), stages: stageNames(api), routes: webSocketRoutes(api) }),
  }));
  return `${JSON.stringify({ kind: 'listening', version: JSON_FORMAT_VERSION, apis, diagnostics, inspector, ...(debuggers.length === 0 ? {} : { debuggers }) })}\n`;
}

function stageNames({ plan }: ListeningApi['api']): readonly string[] {
  return plan.stages.map(({ name }) => name);
}

function httpRoutes({ plan, prefix, obstacles }: ServedApi, url: string) {
  return plan.routes.map((route) => ({
    key: route.key,
    curl: curlOf(route, `${url}${prefix}`, plan.region),
    obstacle: obstacles.get(route),
    standInFor: standInOf(route),
  }));
}

function webSocketRoutes({ plan, obstacles }: ServedWebSocketApi) {
  return plan.routes.map((route) => ({
    key: route.key,
    integration: route.integration?.kind === 'served' ? displayPath(route.integration.location) : undefined,
    twoWay: route.isTwoWay,
    obstacle: obstacles.get(route),
    standInFor: standInOf(route),
  }));
}

/** Each further line of output. */
export function renderEntryJson(entry: LogEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** What takes the place of log entries that were dropped because the output was not read in time. */
export function renderDroppedJson(count: number): string {
  return `${JSON.stringify({ kind: 'dropped', count })}\n`;
}
