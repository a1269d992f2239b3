import type { Api, Cors } from '../definitions/display/api';
import { type Line, span } from './line';
import { line } from './table';
import { wrap } from './wrap';

const LABEL = 10;

/** Name, protocol and place of an API, then its stages, CORS and how messages find their route. */
export function apiHeading(api: Api, width: number): readonly Line[] {
  const where = api.place === undefined ? 'outside of this assembly' : (api.place.path ?? `${api.place.stack}/${api.place.logicalId}`);
  const title = line(span(api.name, 'bold'), '  ', span(protocolName(api.protocol), 'cyan'), '  ', span(where, 'dim'));
  return [...wrap(title, width, 2), ...factsOf(api).flatMap(([label, value]) => fact(label, value, width))];
}

function factsOf(api: Api): readonly (readonly [string, string])[] {
  const stages = api.stages.map(({ name, autoDeploy }) => (autoDeploy ? `${name} (auto-deploy)` : name)).join(', ');
  return [
    ...(api.place === undefined ? [] : [['stages', stages || 'none'] as const]),
    ...(api.cors === undefined ? [] : [['CORS', corsLine(api.cors)] as const]),
    ...(api.routeSelectionExpression === undefined || api.protocol === 'HTTP' ? [] : [['route by', api.routeSelectionExpression] as const]),
  ];
}

function fact(label: string, value: string, width: number): readonly Line[] {
  const [first = [], ...rest] = wrap(line(value), Math.max(width - LABEL - 2, 16));
  return [line('  ', span(label.padEnd(LABEL), 'dim'), ...first), ...rest.map((each) => line(' '.repeat(LABEL + 2), ...each))];
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
