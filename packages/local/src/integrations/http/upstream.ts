import type { IntegrationPlan } from '../../definitions/integration-plan';
import type { Endpoint } from './connections';
import { isLoopback } from './loopback';
import type { Target, Targets } from './targets';

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
