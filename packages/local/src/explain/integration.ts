import type { Permission, ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { IntegrationPlan, TargetPlan } from '../definitions/integration';
import { displayPath, type Unserved } from '../diagnostics/diagnostics';
import type { MappedRequest, RoutedRequest } from '../gateway/routed-request';
import { type Destination, type Locate, type NoUpstream, toPrivate, toUrl } from '../integrations/http/destination';
import type { Target } from '../integrations/http/targets';
import type { Obstacle } from '../integrations/obstacles';
import type { ExplainedIntegration } from './explanation';

/** What the target of an integration comes to for one request. */
export interface ExplainedTarget {
  /** Such as `GET https://docs.example.com/a`. */
  readonly target: string;
  /** What the gateway does with it, such as `invokes the function Books/Handler`. */
  readonly action: string;
  /** Why nothing is called, and the status that clients get. */
  readonly failure?: { readonly statusCode: number; readonly reason: string };
}

/** Finds out what an integration calls for a request. */
export function explainTarget(integration: IntegrationPlan, routed: RoutedRequest, mapped: MappedRequest): ExplainedTarget {
  const { target } = integration;
  switch (target.kind) {
    case 'lambda': {
      const name = displayPath(target.function.location);
      return { target: `${name} (payload format ${target.payloadFormatVersion})`, action: `invokes the function ${name}` };
    }
    case 'lambda-by-stage': {
      const { name: stage } = routed.stage;
      const fn = target.functions.get(stage);
      if (fn === undefined || 'kind' in fn) {
        const failure = { statusCode: fn?.statusCode ?? 500, reason: fn?.reason ?? `the stage ${stage} names no function` };
        return { target: `no function in stage ${stage}`, action: 'calls nothing', failure };
      }
      const name = displayPath(fn.location);
      return {
        target: `${name} in stage ${stage} (payload format ${target.payloadFormatVersion})`,
        action: `invokes the function ${name}`,
      };
    }
    case 'service':
      return { target: `${target.subtype} in ${target.region}`, action: `calls ${target.subtype}` };
    case 'url': {
      const found = toUrl(target, routed.route, integration, ANYWHERE)(routed, mapped);
      return explainDestination(found, target, routed, (url) => url);
    }
    case 'private': {
      const [name = ''] = target.names;
      const found = locatePrivate(target)(routed, mapped);
      return explainDestination(found, target, routed, (url) => `${url.slice(IN_VPC.origin.length)} of ${name}`);
    }
  }
}

/** URLs as they are after deployment. */
export const ANYWHERE = { targets: { byName: new Map<string, Target>(), byOrigin: new Map<string, Target>() }, allowInternet: true };

/** An address for the target of a private integration, whose own is known only in its VPC. */
export const IN_VPC: Target = { name: 'private', origin: 'http://127.0.0.1', basePath: '' };

function locatePrivate(target: Extract<TargetPlan, { kind: 'private' }>): Locate {
  return toPrivate(target, { targets: { ...ANYWHERE.targets, byName: new Map(target.names.map((name) => [name, IN_VPC])) } });
}

function explainDestination(
  found: Destination | NoUpstream,
  { method }: Extract<TargetPlan, { kind: 'url' | 'private' }>,
  { request }: RoutedRequest,
  show: (url: string) => string,
): ExplainedTarget {
  if ('reason' in found) {
    return { target: 'no URL', action: 'calls nothing', failure: found };
  }
  const text = `${method === 'ANY' ? request.method : method} ${show(found.upstream.origin + found.path)}`;
  return { target: text, action: `sends ${text}` };
}

/** What an integration is explained with. */
export interface IntegrationFacts {
  /** Its target for the request. Undefined for an integration that is not served. */
  readonly explained?: ExplainedTarget;
  readonly permission?: Permission;
  readonly obstacle?: Obstacle;
  /** Name of an integration that is not served. */
  readonly route: string;
}

/** Describes the integration of a route. */
export function explainIntegration(
  integration: { readonly kind: 'served'; readonly location: ResourceLocation; readonly target: { readonly kind: string } } | Unserved,
  { explained, permission, obstacle, route }: IntegrationFacts,
): ExplainedIntegration {
  const facts = permission === undefined || permission.status === 'none' ? {} : { ...describe(permission) };
  if (integration.kind === 'unserved') {
    return { name: `of ${route}`, kind: 'unserved', target: '-', ...facts, obstacle: integration.reason };
  }
  const problem = explained?.failure?.reason ?? (obstacle && describeObstacle(obstacle));
  return {
    name: displayPath(integration.location),
    kind: integration.target.kind,
    target: explained?.target ?? '-',
    ...facts,
    ...(problem === undefined ? {} : { obstacle: problem }),
  };
}

function describe({ status, summary, grants }: Permission): Pick<ExplainedIntegration, 'permission' | 'permissionStatus'> {
  const by = grants.map(({ name }) => name).join(', ');
  return { permission: by === '' ? summary : `${summary}, by ${by}`, permissionStatus: status };
}

/** Why the route does not answer locally as deployed. */
function describeObstacle({ statusCode, flag }: Obstacle): string {
  return flag === undefined ? `serve answers ${statusCode}` : `serve answers ${statusCode} without ${flag}`;
}
