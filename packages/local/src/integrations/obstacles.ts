import { keySetNames } from '../authorizers/jwt/jwt-authorizer';
import type { TargetPlan } from '../definitions/integration';
import type { RoutePlan } from '../definitions/route';
import type { StagePlan } from '../definitions/stage';
import type { WebSocketRoutePlan } from '../definitions/websocket-api';
import type { WebSocketTargetPlan } from '../definitions/websocket-integration';
import type { GatewayOptions } from '../gateway-options';
import { withStageVariables } from '../template/stage-variables';
import type { Endpoints } from './aws/endpoints';
import { operationOf } from './aws/operations';
import { type Service, serviceNamed } from './aws/services';
import { privateUpstream, publicUpstream } from './http/destination';
import type { Targets } from './http/targets';
import { parseUri } from './http/uri';

/** Why a route does not answer as deployed. */
export interface Obstacle {
  /** Status code that requests and handshakes get. */
  readonly statusCode: 401 | 403 | 500 | 501 | 502 | 503;
  /** Flags of `serve` that make the route answer. @default none: it cannot be served here */
  readonly flag?: string;
}

/** What decides whether a route answers as deployed. */
export interface ObstacleSettings {
  readonly targets: Targets;
  readonly endpoints: Endpoints;
  readonly options: GatewayOptions;
}

/** Finds out from plan and options whether a route answers as deployed. Messages of WebSocket APIs get an error frame. */
export function obstacleOf(
  route: RoutePlan | WebSocketRoutePlan,
  api: { readonly stages: readonly StagePlan[] },
  settings: ObstacleSettings,
): Obstacle | undefined {
  const { authorizer, integration } = route;
  if (authorizer.kind === 'unserved' || integration?.kind === 'unserved') {
    return { statusCode: 501 };
  }
  const { acceptIam, iamKeys = {}, jwks = {}, trustUnsignedTokens, strictPermissions } = settings.options;
  if (authorizer.kind === 'iam' && acceptIam !== true && Object.keys(iamKeys).length === 0) {
    return { statusCode: 403, flag: '--accept-iam' };
  }
  if (authorizer.kind === 'lambda' && authorizer.notPermitted !== undefined) {
    return { statusCode: 500 };
  }
  const needsKeys = authorizer.kind === 'jwt' && authorizer.standIn !== true && trustUnsignedTokens !== true;
  if (needsKeys && !keySetNames(authorizer).some((name) => Object.hasOwn(jwks, name))) {
    return { statusCode: 401, flag: `--jwks ${word(authorizer.name)}=<file or url>` };
  }
  const isWebSocket = 'isTwoWay' in route;
  if (strictPermissions === true && route.notPermitted !== undefined) {
    return { statusCode: isWebSocket ? 502 : 500 };
  }
  const obstacle = integration && targetObstacle(integration.target, api.stages, settings);
  return isWebSocket && obstacle !== undefined ? { ...obstacle, statusCode: 500 } : obstacle;
}

function targetObstacle(
  target: TargetPlan | WebSocketTargetPlan,
  stages: readonly StagePlan[],
  { targets, endpoints, options }: ObstacleSettings,
): Obstacle | undefined {
  switch (target.kind) {
    case 'service':
      return endpointObstacle(operationOf(target.subtype).service, endpoints);
    case 'action': {
      const service = serviceNamed(target.serviceName);
      return service === undefined ? { statusCode: 501 } : endpointObstacle(service, endpoints);
    }
    case 'private':
      return 'reason' in privateUpstream(target, { targets })
        ? { statusCode: 503, flag: `--target ${word(`${target.names[0]}=http://127.0.0.1:8080`)}` }
        : undefined;
    case 'url': {
      const origin = originOf(target.url, stages[0]?.variables ?? {});
      return origin !== undefined && 'reason' in publicUpstream(origin, { targets, allowInternet: options.allowInternet })
        ? { statusCode: 503, flag: `--target ${origin}=http://127.0.0.1:8080` }
        : undefined;
    }
    default:
      return undefined;
  }
}

function endpointObstacle(service: Service, endpoints: Endpoints): Obstacle | undefined {
  const { name, examplePort } = service;
  return 'reason' in endpoints.of(service) ? { statusCode: 503, flag: `--endpoint ${name}=http://127.0.0.1:${examplePort}` } : undefined;
}

/** The origin of a URL in one stage; undefined where a path variable is part of it. */
function originOf(url: string, variables: Readonly<Record<string, string>>): string | undefined {
  const filled = withStageVariables(url, variables);
  const uri = 'text' in filled ? parseUri(filled.text) : undefined;
  const host = uri?.authority.map((piece) => ('text' in piece ? piece.text : undefined));
  const origin = `${uri?.protocol}//${host?.join('')}`;
  return host?.includes(undefined) === false && URL.canParse(origin) ? new URL(origin).origin : undefined;
}

/** Quotes a word for a shell. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;
}
