import type { Diagnostic } from '../definitions/plan';
import type { RoutePlan } from '../definitions/route';
import type { LogEntry } from '../gateway/log-entry';
import type { ListeningApi } from '../http-api/served-api';
import { curlOf } from './curl';
import { type Line, printLine, span } from './line';
import { JSON_FORMAT_VERSION, type RenderOptions } from './render-routes';
import { methodSpans } from './route-cells';
import { type Column, line, table } from './table';

const ROUTE: Column = { title: 'ROUTE', minWidth: 16 };
const TRY: Column = { title: 'TRY', minWidth: 40 };

/** Renders each route with a command that calls it, then the diagnostics. */
export function renderServed(served: readonly ListeningApi[], diagnostics: readonly Diagnostic[], options: RenderOptions = {}): string {
  const { color = false, width = Number.MAX_SAFE_INTEGER } = options;
  const lines = [
    ...served.flatMap((each) => [...apiLines(each, width), []]),
    ...diagnosticLines(diagnostics),
    line('Press Ctrl-C to stop.'),
  ];
  return `${lines.map((each) => printLine(each, color)).join('\n')}\n`;
}

function apiLines({ api: { plan, prefix }, listening }: ListeningApi, width: number): readonly Line[] {
  const url = `${listening.url}${prefix}`;
  const stages = plan.stages.map(({ name }) => name).join(', ');
  const rows = plan.routes.map((route) => ({ cells: [[methodSpans(route.key)], [commandLine(route, url)]], under: [] }));
  const drawn = table([ROUTE, TRY], rows, width - 2) ?? rows.flatMap(({ cells: [[key], [command]] }) => [key, command]);
  return [
    line(span(plan.name, 'bold'), '  ', span(url, 'cyan'), '  ', span(`stages ${stages}`, 'dim')),
    [],
    ...drawn.map((each) => (each === undefined ? [] : [span('  '), ...each])),
  ];
}

/** A command is not wrapped, so that it can be copied. */
function commandLine(route: RoutePlan, url: string): Line {
  const unserved = route.authorizer.kind === 'unserved' || route.integration.kind === 'unserved';
  return line(span(curlOf(route, url), unserved ? 'dim' : undefined), ...(unserved ? [' ', span('(501)', 'yellow')] : []));
}

function diagnosticLines(diagnostics: readonly Diagnostic[]): readonly Line[] {
  if (diagnostics.length === 0) {
    return [];
  }
  const lines = diagnostics.map(({ place, text }) => line('  ', span(place.path ?? place.logicalId, 'bold'), `  ${text}`));
  return [line(span('Not as deployed', 'yellow')), ...lines, []];
}

/** The first line of output of `apigwv2-local serve --json`. */
export function renderServedJson(served: readonly ListeningApi[], diagnostics: readonly Diagnostic[]): string {
  const apis = served.map(({ api: { plan, prefix }, listening: { url } }) => ({
    name: plan.name,
    path: plan.place.path,
    logicalId: plan.place.logicalId,
    url,
    stages: plan.stages.map(({ name }) => name),
    routes: plan.routes.map((route) => ({ key: route.key, curl: curlOf(route, `${url}${prefix}`) })),
  }));
  return `${JSON.stringify({ kind: 'listening', version: JSON_FORMAT_VERSION, apis, diagnostics })}\n`;
}

/** Each further line of output. */
export function renderEntryJson(entry: LogEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** What takes the place of log entries that were dropped because the output was not read in time. */
export function renderDroppedJson(count: number): string {
  return `${JSON.stringify({ kind: 'dropped', count })}\n`;
}
