import type { ApiPlan } from '../../definitions/http-api';
import type { TargetPlan } from '../../definitions/integration';
import type { StagePlan } from '../../definitions/stage';
import type { WebSocketApiPlan } from '../../definitions/websocket-api';
import type { WebSocketTargetPlan } from '../../definitions/websocket-integration';
import { isLoopback } from '../../gateway/loopback';
import { withStageVariables } from '../../template/stage-variables';
import { UserError } from '../../user-error';
import { parseUri } from './uri';

/** The local address of a private integration or a public origin. */
export interface Target {
  /** As given: logical id, construct path, ARN, or an origin. */
  readonly name: string;
  /** Such as `http://127.0.0.1:8080`. */
  readonly origin: string;
  /** Prefix of each path; empty, or begins with a slash and does not end with one. */
  readonly basePath: string;
}

/** All targets. */
export interface Targets {
  /** Targets of private integrations by the name of their listener or service. */
  readonly byName: ReadonlyMap<string, Target>;
  /** Targets of public origins, such as `https://docs.example.com`. */
  readonly byOrigin: ReadonlyMap<string, Target>;
}

/**
 * Parses targets of the form `<name>=<url>`.
 *
 * @throws UserError for another form, a repeated name, or a URL on another machine without `allowInternet`
 */
export function parseTargets(args: readonly string[], { allowInternet = false }: { readonly allowInternet?: boolean } = {}): Targets {
  const byName = new Map<string, Target>();
  const byOrigin = new Map<string, Target>();
  for (const arg of args) {
    const target = parseTarget(arg, allowInternet);
    const origin = /^https?:\/\//i.test(target.name) ? originOf(target.name) : undefined;
    const [targets, key] = origin === undefined ? [byName, target.name] : [byOrigin, origin];
    if (targets.has(key)) {
      throw new UserError(`--target names ${key} twice: remove one`, 'usage');
    }
    targets.set(key, target);
  }
  return { byName, byOrigin };
}

const FORM = 'write it as <logical id, construct path, ARN or origin>=http://127.0.0.1:<port>';

function parseTarget(arg: string, allowInternet: boolean): Target {
  // Greedy, so that the last URL counts: names may hold an equals sign, and origins are URLs as well.
  const [, name, written] = /^(.+)=(https?:\/\/.*)$/is.exec(arg) ?? [];
  if (name === undefined || written === undefined) {
    throw new UserError(`--target ${arg} has no URL: ${FORM}`, 'usage');
  }
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url === undefined || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') {
    throw new UserError(`--target ${name} is ${written}, which is not a URL of host, port and path only: ${FORM}`, 'usage');
  }
  if (!isLoopback(url.hostname) && !allowInternet) {
    throw new UserError(`--target ${name} is ${written}, which is not on this machine: use 127.0.0.1, or add --allow-internet`, 'usage');
  }
  return { name, origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
}

function originOf(name: string): string {
  const url = URL.canParse(name) ? new URL(name) : undefined;
  if (url === undefined || !/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new UserError(`--target ${name} is not an origin: remove what follows the host, as in https://docs.example.com`, 'usage');
  }
  return url.origin;
}

type PrivateTarget = Extract<TargetPlan, { kind: 'private' }>;

/**
 * Checks that each target belongs to an integration.
 *
 * @throws UserError for a target that matches no integration, or more than one
 */
export function checkTargets({ byName, byOrigin }: Targets, apis: readonly (ApiPlan | WebSocketApiPlan)[]): void {
  const privates = privateTargets(apis);
  const origins = publicOrigins(apis);
  const candidates = [...privates.map(({ names: [readable = ''] }) => readable), ...origins.found];
  for (const name of byName.keys()) {
    const matching = privates.filter(({ names }) => names.includes(name));
    const [first, second] = matching;
    if (first === undefined) {
      throw new UserError(`--target ${name} matches no private integration of the app: ${expected(candidates)}`);
    }
    if (second !== undefined) {
      throw new UserError(`--target ${name} matches more than one integration: name ${matching.map(({ names }) => names[0]).join(' or ')}`);
    }
  }
  for (const origin of byOrigin.keys()) {
    if (!origins.isOpen && !origins.found.includes(origin)) {
      throw new UserError(`--target ${origin} is not called by any integration of the app: ${expected(candidates)}`);
    }
  }
}

/** Each listener and Cloud Map service once. */
function privateTargets(apis: readonly (ApiPlan | WebSocketApiPlan)[]): readonly PrivateTarget[] {
  const found = new Map<string, PrivateTarget>();
  for (const [target] of targetsOf(apis)) {
    if (target.kind === 'private') {
      found.set(target.names.join('\n'), target);
    }
  }
  return [...found.values()];
}

/** The origins of URL integrations. `isOpen` if a host has a path variable, so that any origin may be called. */
function publicOrigins(apis: readonly (ApiPlan | WebSocketApiPlan)[]): { readonly found: readonly string[]; readonly isOpen: boolean } {
  const found = new Set<string>();
  let isOpen = false;
  for (const [target, stages] of targetsOf(apis)) {
    for (const { variables } of target.kind === 'url' ? stages : []) {
      const filled = withStageVariables(target.kind === 'url' ? target.url : '', variables);
      const uri = 'text' in filled ? parseUri(filled.text) : undefined;
      const host = uri?.authority.map((piece) => ('text' in piece ? piece.text : '')).join('');
      isOpen ||= uri?.authority.some((piece) => 'variable' in piece) === true;
      if (URL.canParse(`${uri?.protocol}//${host}`)) {
        found.add(new URL(`${uri?.protocol}//${host}`).origin);
      }
    }
  }
  return { found: [...found], isOpen };
}

function* targetsOf(
  apis: readonly (ApiPlan | WebSocketApiPlan)[],
): Generator<readonly [TargetPlan | WebSocketTargetPlan, readonly StagePlan[]]> {
  for (const { routes, stages } of apis) {
    for (const { integration } of routes) {
      if (integration?.kind === 'served') {
        yield [integration.target, stages];
      }
    }
  }
}

function expected(candidates: readonly string[]): string {
  return candidates.length === 0 ? 'remove it, the app has no HTTP integrations' : `expected ${[...new Set(candidates)].join(', ')}`;
}
