import type { LoadedApis } from '../load-apis';

/** Changes when a field of the JSON is renamed, removed or means something else; new fields do not change it. */
export const JSON_FORMAT_VERSION = 1;

/** What `apigwv2-local routes --json` prints. */
export interface RoutesJson extends LoadedApis {
  readonly formatVersion: typeof JSON_FORMAT_VERSION;
}

/** The APIs as JSON for other programs. */
export function renderRoutesJson(loaded: LoadedApis): string {
  const json: RoutesJson = { formatVersion: JSON_FORMAT_VERSION, ...loaded };
  return `${JSON.stringify(json, null, 2)}\n`;
}
