import type { Construct, IConstruct } from 'constructs';
import type { IntegrationProblem } from '../problems/integration-problem';
import { isInTree } from '../synth/in-tree';
import { addPermission, withoutPermission } from './add-permission';
import { ApiPermissions } from './api-permissions';
import type { PermissionGroup } from './permission-group';

/** Lets a route invoke a function by a permission for the whole API: one that there is already, or one of the route's. */
export function allowApi(group: PermissionGroup, scope: Construct): IntegrationProblem[] {
  group.apiRoutes.push(scope);
  // Whether it is still in the tree is asked once, when the app is complete.
  if (group.allowedBy !== undefined) {
    return [];
  }
  group.allowedBy = permissionIn(group, scope);
  return group.allowedBy === undefined ? withoutPermission(group.facts.handler) : [];
}

/** Gives the permission for the whole API again, if it was taken out of the tree with its route, and others need it. */
export function allowApiAgain(group: PermissionGroup): IConstruct | undefined {
  const scope = group.allowedBy === undefined || isInTree(group.allowedBy) ? undefined : group.apiRoutes.find(isInTree);
  if (scope === undefined) {
    return undefined;
  }
  group.allowedBy = permissionIn(group, scope);
  return group.allowedBy;
}

function permissionIn(group: PermissionGroup, scope: Construct): IConstruct | undefined {
  const { handler, principal, stack, apiArn } = group.facts;
  const given = ApiPermissions.of(scope);
  const id = group.apiPermissionId;
  const known = given.covering(id, stack);
  if (known !== undefined) {
    return known;
  }
  const permission = addPermission(handler, id, { scope, principal, sourceArn: apiArn });
  if (permission !== undefined) {
    given.add(id, permission);
  }
  return permission;
}
