import type { RoutePlan } from '../definitions/api-plan';
import type { Diagnostic } from '../definitions/read-plan';
import type { LogEntry } from '../gateway/log-entry';
import type { Served } from '../http-api/served-api';
import { curlOf } from './curl';
import { type Line, printLine, span } from './line';
import { JSON_FORMAT_VERSION, type RenderOptions } from './render-routes';
import { methodSpans } from './route-cells';
import { type Column, line, table } from './table';

const ROUTE: Column = { title: 'ROUTE', least: 16 };
const TRY: Column = { title: 'TRY', least: 40 };

/** Draws what is served and how to call it, then what is not served. */
export function renderServed(served: readonly Served[], diagnostics: readonly Diagnostic[], options: RenderOptions = {}): string {
  const { color = false, width = Number.MAX_SAFE_INTEGER } = options;
  const lines = [...served.flatMap((each) => [...apiLines(each, width), []]), ...toldLines(diagnostics), line('Ctrl-C ends it.')];
  return `${lines.map((each) => printLine(each, color)).join('\n')}\n`;
}

function apiLines({ api: { plan, prefix }, listening }: Served, width: number): readonly Line[] {
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

/** Commands stay on one line, so that they can be copied. */
function commandLine(route: RoutePlan, url: string): Line {
  const closed = route.authorizer.kind === 'unserved' || route.integration.kind === 'unserved';
  return line(span(curlOf(route, url), closed ? 'dim' : undefined), ...(closed ? [' ', span('(501)', 'yellow')] : []));
}

function toldLines(diagnostics: readonly Diagnostic[]): readonly Line[] {
  if (diagnostics.length === 0) {
    return [];
  }
  const lines = diagnostics.map(({ place, text }) => line('  ', span(place.path ?? place.logicalId, 'bold'), `  ${text}`));
  return [line(span('Not as deployed', 'yellow')), ...lines, []];
}

/** The first line of `apigwv2-local serve --json`. */
export function renderServedJson(served: readonly Served[], diagnostics: readonly Diagnostic[]): string {
  const apis = served.map(({ api: { plan, prefix }, listening: { url } }) => ({
    name: plan.name,
    path: plan.place.path,
    logicalId: plan.place.logicalId,
    url,
    stages: plan.stages.map(({ name }) => name),
    routes: plan.routes.map((route) => ({ key: route.key, curl: curlOf(route, `${url}${prefix}`) })),
  }));
  return `${JSON.stringify({ kind: 'listening', formatVersion: JSON_FORMAT_VERSION, apis, diagnostics })}\n`;
}

/** Each further line. */
export function renderEntryJson(entry: LogEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** What takes the place of log entries that were dropped because the output was not read in time. */
export function renderDroppedJson(count: number): string {
  return `${JSON.stringify({ kind: 'dropped', count })}\n`;
}
