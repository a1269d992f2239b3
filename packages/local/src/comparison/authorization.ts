import { matchesGlob } from '@apigwv2-integrations/core/engine';
import type { Authorization, Permission } from '../definitions/view/view';
import type { ChangeKind } from './change';
import type { ApiSnapshot } from './snapshot';

/** Whether a route has an authorization of its own. In a WebSocket API, that of `$connect` decides about the connection. */
export function isAuthorizable(protocol: string, key: string): boolean {
  return protocol === 'HTTP' || key === '$connect';
}

/** Whether every route of an API requires authorization. */
export function isProtected({ routes, protocol }: ApiSnapshot): boolean {
  const authorizable = [...routes.values()].filter(({ view }) => isAuthorizable(protocol, view.key));
  return authorizable.length > 0 && authorizable.every(({ view }) => view.authorization.type !== 'NONE');
}

/** An authorization in words. */
export function authorizationText({ type, authorizer, scopes }: Authorization): string {
  const details = [
    ...(authorizer === undefined ? [] : [`authorizer ${authorizer}`]),
    ...(scopes.length === 0 ? [] : [`any scope of ${[...scopes].sort().join(' ')}`]),
  ];
  return type === 'NONE' ? 'no authorization' : `${type}${details.length === 0 ? '' : ` (${details.join(', ')})`}`;
}

/** How a route is protected, in words. */
export function protectionOf(authorization: Authorization): string {
  return authorization.type === 'NONE' ? 'open to the public' : `with ${authorizationText(authorization)}`;
}

/** What a change of an authorization means for clients. */
export function authorizationKind(from: Authorization, to: Authorization): ChangeKind {
  if (to.type === 'NONE') {
    return 'route-opened';
  }
  if (from.type === 'NONE') {
    return 'authorization-required';
  }
  if (from.type !== to.type || from.authorizer !== to.authorizer) {
    return 'authorization-changed';
  }
  // A token needs one of the scopes; without scopes, every valid token is accepted.
  const includes = (wide: readonly string[], narrow: readonly string[]) =>
    wide.length === 0 || (narrow.length > 0 && narrow.every((scope) => wide.includes(scope)));
  if (includes(to.scopes, from.scopes)) {
    return 'authorization-widened';
  }
  return includes(from.scopes, to.scopes) ? 'authorization-narrowed' : 'authorization-changed';
}

/** The sources that a permission allows. The ID of the API is `${API}`, so that it can be compared with that of a replaced API. */
export function sourcesOf({ grants }: Permission, { api, home }: ApiSnapshot): readonly string[] {
  const id = `\${${api?.nameIn(home) ?? 'API'}}`;
  return grants.map(({ sourceArn }) => sourceArn.replaceAll(id, '${API}'));
}

/** What a change of the allowed sources means; undefined if both allow the same. */
export function permissionKind(
  from: readonly string[],
  to: readonly string[],
): 'permission-widened' | 'permission-narrowed' | 'permission-changed' | undefined {
  // A pattern that matches the text of another one matches all that the other one does.
  const covers = (wide: readonly string[], narrow: readonly string[]) =>
    narrow.every((source) => wide.some((pattern) => matchesGlob(pattern, source)));
  const [grows, shrinks] = [covers(to, from), covers(from, to)];
  if (grows && shrinks) {
    return undefined;
  }
  return grows ? 'permission-widened' : shrinks ? 'permission-narrowed' : 'permission-changed';
}
