import type { IntegrationPlan, TargetPlan } from '../../definitions/integration';
import type { RoutePlan } from '../../definitions/route';
import type { StagePlan } from '../../definitions/stage';
import { isLoopback } from '../../gateway/loopback';
import type { MappedRequest, RoutedRequest } from '../../gateway/routed-request';
import { withStageVariables } from '../../template/stage-variables';
import type { Endpoint } from './connections';
import type { Target, Targets } from './targets';
import { cleanQuery, encodePath, encodeQuery, encodeQueryPart, fill, parseUri, type Uri, variablesOf } from './uri';

/** Upstream and path of one request. */
export interface Destination {
  readonly upstream: Upstream;
  /** With the query string, encoded. */
  readonly path: string;
}

/** Finds the destination of a request. */
export type Locate = (routed: RoutedRequest, mapped: MappedRequest) => Destination | NoUpstream;

type UrlTarget = Extract<TargetPlan, { kind: 'url' }>;
type PrivateTarget = Extract<TargetPlan, { kind: 'private' }>;

/** A private integration receives the whole path, including the stage name, as in the service. */
export function toPrivate(target: PrivateTarget, egress: Egress): Locate {
  const upstream = privateUpstream(target, egress);
  if ('reason' in upstream) {
    return () => upstream;
  }
  return ({ stage, rawQuery }, mapped) => {
    const prefix = mapped.pathOverwritten || stage.name === '$default' ? '' : `/${stage.name}`;
    return { upstream, path: requestTarget(upstream, prefix + absolute(mapped), '', rawQuery, mapped) };
  };
}

/** A URL has its path variables filled in. On a `$default` route the request path is appended to a URL without variables. */
export function toUrl({ url }: UrlTarget, route: RoutePlan, integration: IntegrationPlan, egress: Egress): Locate {
  const byStage = new Map<StagePlan, Locate>();
  return (routed, mapped) => {
    let locate = byStage.get(routed.stage);
    if (locate === undefined) {
      locate = inStage(url, routed.stage, route, integration, egress);
      byStage.set(routed.stage, locate);
    }
    return locate(routed, mapped);
  };
}

function inStage(url: string, stage: StagePlan, route: RoutePlan, { name }: IntegrationPlan, egress: Egress): Locate {
  const filled = withStageVariables(url, stage.variables);
  if ('missing' in filled) {
    return unavailable(
      `the URL of integration ${name} needs the stage variable ${filled.missing}, which stage ${stage.name} does not have`,
    );
  }
  const uri = parseUri(filled.text);
  if (uri === undefined) {
    return unavailable(`the URL of integration ${name} is ${filled.text}, which must begin with http:// or https://`);
  }
  const own = new Set([...route.key.matchAll(/\{([^{}+]+)\+?\}/g)].map(([, variable]) => variable));
  const unknown = variablesOf(uri).find((variable) => !own.has(variable));
  if (unknown !== undefined) {
    return unavailable(`the URL of integration ${name} needs {${unknown}}, which route ${route.key} does not have`);
  }
  const resolveUpstream = compileHost(uri, name, egress);
  const appends = route.key === '$default' && variablesOf(uri).length === 0;
  return (routed, mapped) => {
    const upstream = resolveUpstream(routed.pathVariables);
    if ('reason' in upstream) {
      return upstream;
    }
    const query = fill(uri.query, routed.pathVariables, encodeQueryPart);
    return { upstream, path: requestTarget(upstream, pathOf(uri, appends, routed, mapped), query, routed.rawQuery, mapped) };
  };
}

/** Resolves the host of a URL; once for all requests if it has no variables. */
function compileHost(
  { protocol, authority }: Uri,
  name: string,
  egress: Egress,
): (values: Readonly<Record<string, string>>) => Upstream | NoUpstream {
  const find = (values: Readonly<Record<string, string>>): Upstream | NoUpstream => {
    // A value must not end the host, nor add user information or a port.
    const host = fill(authority, values, (value) => value.replace(/[^\w.-]/g, '%'));
    const origin = `${protocol}//${host}`;
    return URL.canParse(origin)
      ? publicUpstream(new URL(origin).origin, egress)
      : { statusCode: 500, reason: `the URL of integration ${name} has the invalid host ${host}` };
  };
  if (authority.some((piece) => 'variable' in piece)) {
    return find;
  }
  const found = find({});
  return () => found;
}

function pathOf(uri: Uri, appends: boolean, { pathVariables }: RoutedRequest, mapped: MappedRequest): string {
  if (mapped.pathOverwritten) {
    return absolute(mapped);
  }
  const path = fill(uri.path, pathVariables, encodePath);
  return appends ? path.replace(/\/$/, '') + absolute(mapped) : path;
}

function absolute({ path }: MappedRequest): string {
  const encoded = encodePath(path);
  return encoded.startsWith('/') ? encoded : `/${encoded}`;
}

/** Path and query string for the request line. */
function requestTarget({ basePath }: Upstream, path: string, own: string, raw: string, { queryChanged, query }: MappedRequest): string {
  const received = queryChanged ? encodeQuery(query) : cleanQuery(raw);
  const whole = own === '' || received === '' ? own + received : `${own}&${received}`;
  const start = path === '' && basePath === '' ? '/' : basePath + path;
  return whole === '' ? start : `${start}?${whole}`;
}

function unavailable(reason: string): Locate {
  return () => ({ statusCode: 500, reason });
}

/** A server that requests are sent to. */
export interface Upstream extends Endpoint {
  /** Host header, unless the mapping overwrites it. */
  readonly host: string;
  /** Prefix of each path. */
  readonly basePath: string;
  /** URL for messages. */
  readonly shown: string;
  /** Server name for TLS. */
  readonly tlsName: string;
}

/** The reason that a request cannot be sent, with the remedy. */
export interface NoUpstream {
  readonly statusCode: 500 | 503;
  readonly reason: string;
}

/** The servers that may be called. */
export interface Egress {
  readonly targets: Targets;
  /** Whether other machines may be called. @default false */
  readonly allowInternet?: boolean;
}

/** The upstream of a public origin: its `--target`, the origin itself if it may be called, or none. */
export function publicUpstream(origin: string, { targets, allowInternet = false }: Egress): Upstream | NoUpstream {
  const target = targets.byOrigin.get(origin);
  if (target !== undefined) {
    return toTarget(target);
  }
  const url = new URL(origin);
  if (isLoopback(url.hostname) || allowInternet) {
    return upstream(origin);
  }
  return {
    statusCode: 503,
    reason: `${origin} is not on this machine: pass --target ${origin}=http://127.0.0.1:8080 to serve it locally, or --allow-internet to call it`,
  };
}

/** The upstream of a listener or Cloud Map service: its `--target`, or none. */
export function privateUpstream(
  { names, serverName }: Extract<IntegrationPlan['target'], { kind: 'private' }>,
  { targets }: Egress,
): Upstream | NoUpstream {
  const [readable = ''] = names;
  for (const name of names) {
    const target = targets.byName.get(name);
    if (target !== undefined) {
      return toTarget(target, serverName);
    }
  }
  return {
    statusCode: 503,
    reason: `${readable} is in a VPC: pass --target ${quoted(`${readable}=http://127.0.0.1:8080`)} with its address on this machine`,
  };
}

function toTarget({ origin, basePath }: Target, serverName?: string): Upstream {
  return {
    ...upstream(origin),
    basePath,
    ...(serverName !== undefined && origin.startsWith('https:') ? { serverName, tlsName: serverName } : {}),
  };
}

function upstream(origin: string): Upstream {
  const { host, hostname } = new URL(origin);
  return { origin, host, basePath: '', shown: origin, tlsName: hostname };
}

/** Quotes a word for a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
