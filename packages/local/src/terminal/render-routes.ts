import type { Cors } from '../definitions/http-api';
import type { Api } from '../definitions/view/view';
import type { LoadedApis } from '../load-apis';
import { type Line, printLine, span } from './line';
import { routesTable } from './routes-table';
import { line } from './table';
import { wrap } from './wrap';

/** How routes are rendered. */
export interface RenderOptions {
  /** @default false */
  readonly color?: boolean;
  /** Maximum number of columns. @default unlimited */
  readonly width?: number;
}

/** Renders a table for each API with a row for each route, then the paths of the templates. */
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

const LABEL_WIDTH = 10;

/** Name, protocol and location of an API, then stages, CORS and route selection. */
function apiHeading(api: Api, width: number): readonly Line[] {
  const where =
    api.location === undefined ? 'outside of this assembly' : (api.location.path ?? `${api.location.stack}/${api.location.logicalId}`);
  const title = line(span(api.name, 'bold'), '  ', span(protocolName(api.protocol), 'cyan'), '  ', span(where, 'dim'));
  return [...wrap(title, width, 2), ...factsOf(api).flatMap(([label, value]) => fact(label, value, width))];
}

function factsOf(api: Api): readonly (readonly [string, string])[] {
  const stages = api.stages.map(({ name, autoDeploy }) => (autoDeploy ? `${name} (auto-deploy)` : name)).join(', ');
  return [
    ...(api.location === undefined ? [] : [['stages', stages || 'none'] as const]),
    ...(api.cors === undefined ? [] : [['CORS', corsLine(api.cors)] as const]),
    ...(api.routeSelectionExpression === undefined || api.protocol === 'HTTP' ? [] : [['route by', api.routeSelectionExpression] as const]),
  ];
}

function fact(label: string, value: string, width: number): readonly Line[] {
  const [first = [], ...rest] = wrap(line(value), Math.max(width - LABEL_WIDTH - 2, 16));
  return [line('  ', span(label.padEnd(LABEL_WIDTH), 'dim'), ...first), ...rest.map((each) => line(' '.repeat(LABEL_WIDTH + 2), ...each))];
}

function protocolName(protocol: string): string {
  const names = new Map([
    ['HTTP', 'HTTP API'],
    ['WEBSOCKET', 'WebSocket API'],
    ['unknown', 'API'],
  ]);
  return names.get(protocol) ?? protocol;
}

/** `GET, POST from https://a.example; headers x-a; exposes x-b; with credentials; kept 300 s` */
function corsLine(cors: Cors): string {
  const methods = cors.allowMethods.join(', ') || 'no methods';
  const facts = [
    `${methods} from ${cors.allowOrigins.join(', ') || 'no origin'}`,
    cors.allowHeaders.length > 0 ? `headers ${cors.allowHeaders.join(', ')}` : '',
    cors.exposeHeaders.length > 0 ? `exposes ${cors.exposeHeaders.join(', ')}` : '',
    cors.allowCredentials ? 'with credentials' : '',
    cors.maxAge === undefined ? '' : `kept ${cors.maxAge} s`,
  ];
  return facts.filter((each) => each !== '').join('; ');
}

/** Increased when a member of the JSON is renamed, removed or changes its meaning, but not for a new member. */
export const JSON_FORMAT_VERSION = 1;

/** Output of `apigwv2-local routes --json`. */
export interface RoutesJson extends LoadedApis {
  readonly version: typeof JSON_FORMAT_VERSION;
}

/** Renders the APIs as JSON. */
export function renderRoutesJson(loaded: LoadedApis): string {
  const json: RoutesJson = { version: JSON_FORMAT_VERSION, ...loaded };
  return `${JSON.stringify(json, null, 2)}\n`;
}
