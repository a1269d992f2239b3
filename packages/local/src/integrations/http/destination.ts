import type { RoutePlan, StagePlan } from '../../definitions/api-plan';
import type { IntegrationPlan, TargetPlan } from '../../definitions/integration-plan';
import type { MappedRequest, RoutedRequest } from '../../gateway/routed-request';
import { withStageVariables } from '../../template/values/stage-variables';
import type { Endpoint } from './connections';
import { isLoopback } from './loopback';
import type { Target, Targets } from './targets';
import { cleanQuery, encodePath, encodeQuery, encodeQueryPart, fill, parseUri, type Uri, variablesOf } from './uri';

/** Where one request goes. */
export interface Destination {
  readonly upstream: Upstream;
  /** With the query string, encoded. */
  readonly path: string;
}

/** Finds where a request goes. */
export type Locate = (routed: RoutedRequest, mapped: MappedRequest) => Destination | NoUpstream;

type UrlTarget = Extract<TargetPlan, { kind: 'url' }>;
type PrivateTarget = Extract<TargetPlan, { kind: 'private' }>;

/** To a listener or service: the whole path, that of the stage included, as the service sends it. */
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

/** To a URL: its variables filled in, or with the path behind it on a `$default` route. */
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
    return nowhere(`the URL of integration ${name} needs the variable ${filled.missing}, which stage ${stage.name} does not have`);
  }
  const uri = parseUri(filled.text);
  if (uri === undefined) {
    return nowhere(`the URL of integration ${name} is ${filled.text}, and has to begin with http:// or https://`);
  }
  const own = new Set([...route.key.matchAll(/\{([^{}+]+)\+?\}/g)].map(([, variable]) => variable));
  const unknown = variablesOf(uri).find((variable) => !own.has(variable));
  if (unknown !== undefined) {
    return nowhere(`the URL of integration ${name} needs {${unknown}}, which route ${route.key} does not have`);
  }
  const resolveUpstream = hostOf(uri, name, egress);
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

/** A host without variables is looked at once. */
function hostOf(
  { protocol, authority }: Uri,
  name: string,
  egress: Egress,
): (values: Readonly<Record<string, string>>) => Upstream | NoUpstream {
  const find = (values: Readonly<Record<string, string>>): Upstream | NoUpstream => {
    // A value must stay within the host: it is not to end it, nor to bring a name or a port along.
    const host = fill(authority, values, (value) => value.replace(/[^\w.-]/g, '%'));
    const origin = `${protocol}//${host}`;
    return URL.canParse(origin)
      ? publicUpstream(new URL(origin).origin, egress)
      : { statusCode: 500, reason: `the URL of integration ${name} has the host ${host}, which is none` };
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

/** What stands in the request line. */
function requestTarget({ basePath }: Upstream, path: string, own: string, raw: string, { queryChanged, query }: MappedRequest): string {
  const asked = queryChanged ? encodeQuery(query) : cleanQuery(raw);
  const whole = own === '' || asked === '' ? own + asked : `${own}&${asked}`;
  const start = path === '' && basePath === '' ? '/' : basePath + path;
  return whole === '' ? start : `${start}?${whole}`;
}

function nowhere(reason: string): Locate {
  return () => ({ statusCode: 500, reason });
}

/** Where a request goes. */
export interface Upstream extends Endpoint {
  /** Host header, unless the mapping writes one. */
  readonly host: string;
  /** Stands before each path. */
  readonly basePath: string;
  /** For people. */
  readonly shown: string;
  /** Stands for the connection's name in TLS. */
  readonly tlsName: string;
}

/** Why there is nowhere to go, and what to do about it. */
export interface NoUpstream {
  readonly statusCode: 500 | 503;
  readonly reason: string;
}

/** What may be called. */
export interface Egress {
  readonly targets: Targets;
  /** Whether URLs outside of this machine may be called. @default false */
  readonly allowInternet?: boolean;
}

/** Where a public URL leads: to its target, to this machine, or nowhere while the internet is not allowed. */
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
    reason: `${origin} is not this machine: pass --target ${origin}=http://127.0.0.1:8080 to answer it here, or --allow-internet to call it`,
  };
}

/** Where a listener or a Cloud Map service is. */
function privateUpstream(
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
    reason: `${readable} lies in a VPC: pass --target ${quoted(`${readable}=http://127.0.0.1:8080`)} with where it is on this machine`,
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

/** For a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
