import type { Diagnostic } from '../definitions/read-plan';
import type { LogEntry } from '../gateway/log-entry';
import type { Served } from '../http-api/served-api';
import { curlOf } from './curl';
import { JSON_FORMAT_VERSION } from './routes-json';

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
