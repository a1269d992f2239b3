import type { Resource } from '@apigwv2-integrations/core/engine';
import type { Target } from '../definitions/target';
import type { Authorization, Permission } from '../definitions/view/view';
import {
  authorizationKind,
  authorizationText,
  isAuthorizable,
  isProtected,
  permissionKind,
  protectionOf,
  sourcesOf,
} from './authorization';
import type { ChangeKind } from './change';
import { changedProperties, describeProperties, type PropertyChange, readProperties } from './properties';
import { otherRouteFor, type RouteTree, routeTree } from './route-tree';
import { type ApiPair, describeIds, type FoundChange, type Sides } from './sides';
import type { RouteSnapshot } from './snapshot';

/** Compares the routes of an API on both sides. */
export function compareRoutes(pair: ApiPair, sides: Sides): readonly FoundChange[] {
  return new RouteComparison(pair, sides).changes();
}

const NO_AUTHORIZATION: Authorization = { type: 'NONE', scopes: [] };
const ROUTE_PROPERTIES: ReadonlySet<string> = new Set([
  'ApiId',
  'RouteKey',
  'Target',
  'AuthorizationType',
  'AuthorizerId',
  'AuthorizationScopes',
]);
const API_ID: ReadonlySet<string> = new Set(['ApiId']);
/** What makes up the target of an integration, and what depends on the kind of target. */
const TARGET_PROPERTIES: ReadonlySet<string> = new Set([
  'ApiId',
  'IntegrationType',
  'IntegrationSubtype',
  'IntegrationUri',
  'IntegrationMethod',
  'ConnectionType',
  'ConnectionId',
  'CredentialsArn',
  'PayloadFormatVersion',
]);

class RouteComparison {
  private readonly grouped = new Map<string, FoundChange & { readonly routes: string[] }>();
  private readonly trees: { readonly before: RouteTree<RouteSnapshot>; readonly after: RouteTree<RouteSnapshot> };
  private readonly integrationChanges = new Map<string, readonly PropertyChange[]>();

  public constructor(
    private readonly pair: ApiPair,
    private readonly sides: Sides,
  ) {
    this.trees = { before: routeTree(pair.before.routes), after: routeTree(pair.after.routes) };
  }

  public changes(): readonly FoundChange[] {
    const { before, after } = this.pair;
    for (const [key, route] of after.routes) {
      const old = before.routes.get(key);
      if (old === undefined) {
        this.added(key, route);
      } else {
        this.compare(key, old, route);
      }
    }
    for (const [key, route] of before.routes) {
      if (!after.routes.has(key)) {
        this.removed(key, route);
      }
    }
    return [...this.grouped.values()];
  }

  /** Adds a route to the changes that differ only in their routes. */
  private add(change: Omit<FoundChange, 'api' | 'routes'>, route: string): void {
    const id = JSON.stringify([change.kind, change.message]);
    const group = this.grouped.get(id);
    if (group === undefined) {
      this.grouped.set(id, { ...change, api: this.pair.after.name, routes: [route] });
    } else {
      group.routes.push(route);
    }
  }

  private added(key: string, { view, resource }: RouteSnapshot): void {
    const { before, after } = this.pair;
    const { authorization } = view;
    const previous = otherRouteFor(this.trees.before, key);
    const taken = previous === undefined ? '' : `; until now, its requests go to ${previous.view.key}`;
    const protection = isAuthorizable(after.protocol, key) ? `, ${protectionOf(authorization)}` : '';
    // Among routes that all require authorization, an open one is likely a mistake.
    const attention = authorization.type === 'NONE' && protection !== '' && isProtected(before);
    this.add({ kind: 'route-added', attention, message: `added, to ${targetOf(view)}${protection}${taken}`, resource }, key);
    const old = previous?.view.authorization ?? this.authorizationWithout(key);
    if (old !== undefined && isAuthorizable(after.protocol, key)) {
      this.compareAuthorization(key, old, authorization, resource, previous?.view.key);
    }
  }

  private removed(key: string, { view }: RouteSnapshot): void {
    const { after } = this.pair;
    const next = otherRouteFor(this.trees.after, key);
    const status = after.protocol === 'HTTP' ? 'its requests get 404' : 'it has no route any more';
    const outcome = next === undefined ? status : `its requests go to ${next.view.key} instead`;
    const resource = after.first;
    this.add({ kind: 'route-removed', attention: true, message: `removed (was to ${targetOf(view)}): ${outcome}`, resource }, key);
    const now = next?.view.authorization ?? this.authorizationWithout(key);
    if (now !== undefined && isAuthorizable(after.protocol, key)) {
      this.compareAuthorization(key, view.authorization, now, resource, next?.view.key);
    }
  }

  /** Clients can connect to a WebSocket API without the route `$connect`, and without authorization. */
  private authorizationWithout(key: string): Authorization | undefined {
    return this.pair.after.protocol === 'WEBSOCKET' && key === '$connect' ? NO_AUTHORIZATION : undefined;
  }

  private compare(key: string, before: RouteSnapshot, after: RouteSnapshot): void {
    const { resource } = after;
    if (!this.pair.isReplaced && this.isReplaced(before.resource, resource)) {
      const outcome = 'CloudFormation creates it before it deletes the old one, and API Gateway refuses a second route with this key (409)';
      this.add(
        {
          kind: 'route-replaced',
          attention: true,
          message: `replaced, because ${describeIds(before.resource, resource)}: ${outcome}`,
          resource,
        },
        key,
      );
    }
    if (isAuthorizable(this.pair.after.protocol, key)) {
      this.compareAuthorization(key, before.view.authorization, after.view.authorization, resource);
    }
    const isMoved = this.compareIntegration(key, before, after);
    if (!isMoved) {
      this.comparePermission(key, before.view.permission, after);
    }
    const properties = changedProperties(
      readProperties(before.resource, this.pair.before.home, this.sides.before.resolver, ROUTE_PROPERTIES),
      readProperties(resource, this.pair.after.home, this.sides.after.resolver, ROUTE_PROPERTIES),
    );
    const returns = before.view.returnsResponse === after.view.returnsResponse ? [] : [returnsText(after.view.returnsResponse)];
    if (properties.length > 0 || returns.length > 0) {
      const message = [...returns, ...(properties.length === 0 ? [] : [`settings change: ${describeProperties(properties)}`])].join('; ');
      this.add({ kind: 'route-changed', attention: false, message, resource }, key);
    }
  }

  private isReplaced(before: Resource, after: Resource): boolean {
    return this.sides.before.idOf(before) !== this.sides.after.idOf(after);
  }

  /** @param other the key of the route that gets the requests on the other side */
  private compareAuthorization(key: string, from: Authorization, to: Authorization, resource: Resource, other?: string): void {
    const [before, after] = [authorizationText(from), authorizationText(to)];
    if (before === after) {
      return;
    }
    const through = other === undefined ? '' : ` (through ${other})`;
    const kind = authorizationKind(from, to);
    const messages: Partial<Record<ChangeKind, string>> = {
      'route-opened': `opened to the public: required ${before}, and will require no authorization${through}`,
      'authorization-required': `will require ${after}; was open to the public${through}`,
      'authorization-widened': `more clients are authorized: from ${before} to ${after}${through}`,
      'authorization-narrowed': `fewer clients are authorized: from ${before} to ${after}${through}`,
    };
    const message = messages[kind] ?? `authorization changes from ${before} to ${after}${through}`;
    this.add({ kind, attention: true, message, before, after, resource }, key);
  }

  /** Whether the route leads to another target. */
  private compareIntegration(key: string, before: RouteSnapshot, after: RouteSnapshot): boolean {
    const [from, to] = [targetOf(before.view), targetOf(after.view)];
    const [old, resource] = [before.integration, after.integration];
    const isMoved = from !== to;
    if (isMoved) {
      this.add(
        {
          kind: 'route-moved',
          attention: false,
          message: `moved from ${from} to ${to}`,
          before: from,
          after: to,
          resource: after.resource,
        },
        key,
      );
    }
    if (old === undefined || resource === undefined) {
      return isMoved;
    }
    if (!isMoved && !this.pair.isReplaced && this.isReplaced(old, resource)) {
      const message = `integration replaced, because ${describeIds(old, resource)}; its target stays ${to}`;
      this.add({ kind: 'integration-replaced', attention: false, message, resource }, key);
    }
    const properties = this.integrationProperties(old, resource, isMoved ? TARGET_PROPERTIES : API_ID);
    if (properties.length > 0) {
      this.add(
        { kind: 'integration-changed', attention: false, message: `integration changes: ${describeProperties(properties)}`, resource },
        key,
      );
    }
    return isMoved;
  }

  /** Many routes can share an integration, which is compared once. */
  private integrationProperties(before: Resource, after: Resource, except: ReadonlySet<string>): readonly PropertyChange[] {
    const id = JSON.stringify([before.key, after.key, except.size]);
    const found =
      this.integrationChanges.get(id) ??
      changedProperties(
        readProperties(before, this.pair.before.home, this.sides.before.resolver, except),
        readProperties(after, this.pair.after.home, this.sides.after.resolver, except),
      );
    this.integrationChanges.set(id, found);
    return found;
  }

  private comparePermission(key: string, from: Permission, { view, resource }: RouteSnapshot): void {
    const to = view.permission;
    if (from.status === 'none' || from.status === 'role' || to.status === 'none' || to.status === 'role') {
      return;
    }
    const [old, sources] = [sourcesOf(from, this.pair.before), sourcesOf(to, this.pair.after)];
    const kind = permissionKind(old, sources);
    if (kind === undefined) {
      return;
    }
    const verbs = { 'permission-widened': 'widened', 'permission-narrowed': 'narrowed', 'permission-changed': 'changed' };
    const isSame = from.summary === to.summary;
    const [before, after] = isSame ? [old.join(', '), sources.join(', ')] : [from.summary, to.summary];
    const message = `permission to invoke ${targetOf(view)} ${verbs[kind]} from "${before}" to "${after}"`;
    const attention = to.status === 'missing' || (to.status === 'partial' && kind !== 'permission-widened');
    this.add({ kind, attention, message, before, after, resource }, key);
  }
}

function returnsText(returnsResponse: boolean): string {
  return returnsResponse ? 'will return a response to the client' : 'will not return a response to the client any more';
}

/** The target of a route, in words. */
function targetOf({ integration, problem }: RouteSnapshot['view']): string {
  return integration === undefined ? (problem ?? 'no integration') : targetText(integration.target);
}

function targetText(target: Target): string {
  switch (target.kind) {
    case 'lambda':
      return `the function ${target.name}`;
    case 'url':
      return `${target.url}${target.method === undefined || target.method === 'ANY' ? '' : ` as ${target.method}`}`;
    case 'private':
      return `${target.name} through ${target.through}`;
    case 'service':
      return target.resource === undefined ? target.name : `${target.name} ${target.resource}`;
    case 'mock':
      return 'a mock response';
    case 'unknown':
      return target.name === '' ? 'no target' : target.name;
  }
}
