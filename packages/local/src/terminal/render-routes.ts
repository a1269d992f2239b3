import type { Api } from '../definitions/display/api';
import type { LoadedApis } from '../load-apis';
import { apiHeading } from './api-heading';
import { type Line, printLine, span } from './line';
import { routesTable } from './routes-table';
import { line } from './table';

/** How the view is drawn. */
export interface RenderOptions {
  /** @default false */
  readonly color?: boolean;
  /** Columns to stay within. @default no limit */
  readonly width?: number;
}

/** Draws a table an API, a row a route, then where the templates lie. */
export function renderRoutes(loaded: LoadedApis, options: RenderOptions = {}): string {
  const { color = false, width = Number.MAX_SAFE_INTEGER } = options;
  const lines = loaded.apis.length === 0 ? nothing(loaded) : loaded.apis.flatMap((api) => [...apiLines(api, width), []]);
  return `${[...lines, ...templateLines(loaded)].map((each) => printLine(each, color)).join('\n')}\n`;
}

function nothing({ source, templates }: LoadedApis): readonly Line[] {
  const count = templates.length === 1 ? '1 template' : `${templates.length} templates`;
  return [line(`No API Gateway v2 API in ${source} (${count} read).`), ...(templates.length === 0 ? [] : [[]])];
}

function apiLines(api: Api, width: number): readonly Line[] {
  const body = api.routesInBody ? [line(span('  The routes are in the Body (OpenAPI) of the API and are not shown.', 'yellow'))] : [];
  const missing = api.routes.filter(({ permission }) => permission.status === 'missing').length;
  return [
    ...apiHeading(api, width),
    [],
    ...body,
    ...(api.routes.length === 0 && body.length === 0 ? [line(span('  no routes', 'dim'))] : []),
    ...(api.routes.length === 0
      ? []
      : routesTable(api.routes, width - 2).map((each) => (each.length === 0 ? each : [span('  '), ...each]))),
    ...(missing === 0 ? [] : [[], line(span(`  ${warning(missing)}`, 'red'))]),
  ];
}

function warning(count: number): string {
  return `${count === 1 ? '1 route' : `${count} routes`} without a permission: API Gateway cannot call the function`;
}

function templateLines({ apis, templates }: LoadedApis): readonly Line[] {
  const used = new Set(apis.flatMap((api) => api.templates));
  const files = apis.length === 0 ? templates : templates.filter(({ file }) => used.has(file));
  const label = files.length === 1 ? 'Template' : 'Templates';
  return files.map(({ file }, index) => line(span((index === 0 ? label : '').padEnd(label.length + 2), 'dim'), file));
}
