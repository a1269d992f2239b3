import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { ConstructTreeIndex } from '../synth/construct-tree-index';
import { addPermission } from './add-permission';
import { ApiPermissions } from './api-permissions';
import type { Dependencies } from './dependencies';
import type { PermissionGroup } from './permission-group';
import { isRestrictedAs, isUnrestricted, restrictionsOf } from './restrictions';

/**
 * Those permissions of a group that one for the whole API may take the place of: none that others depend on by itself,
 * none that a condition decides on, and all of them restricted in the same way.
 */
export function foldable({ routes, folded }: PermissionGroup, dependencies: Dependencies): CfnPermission[] {
  const found = routes
    .filter(({ permission, foldable: may }) => may && permission.cfnOptions.condition === undefined && !dependencies.involve(permission))
    .map(({ permission }) => permission);
  const alike = folded ?? found[0];
  return found.filter((permission) => isRestrictedAs(alike, permission) || (folded !== undefined && isUnrestricted(folded)));
}

/** Lets one permission for the whole API take the place of those of routes. Returns those that are gone. */
export function fold(
  group: PermissionGroup,
  permissions: readonly CfnPermission[],
  survey: ConstructTreeIndex,
  dependencies: Dependencies,
): ReadonlySet<CfnPermission> {
  const folded = group.folded ?? permissionOfApi(group, permissions[0]);
  const gone = new Set(permissions.filter((permission) => handOver(permission, folded)));
  group.folded = folded;
  group.routes = group.routes.filter(({ permission }) => !gone.has(permission));
  survey.resources.add(folded);
  for (const permission of gone) {
    permission.node.scope?.node.tryRemoveChild(permission.node.id);
    survey.resources.delete(permission);
  }
  redirect(gone, folded, dependencies);
  return gone;
}

/** Lets what refers to a permission refer to the one that takes its place; not if its id is exported already. */
function handOver(permission: CfnPermission, folded: CfnPermission): boolean {
  try {
    permission.overrideLogicalId(folded.logicalId);
    return true;
  } catch {
    return false;
  }
}

/**
 * The one that the stack has, or a new one: of the stack itself, so that no order of routes changes its logical id.
 *
 * @param alike restricts a new one, as an Aspect may have restricted it
 */
export function permissionOfApi(group: PermissionGroup, alike: CfnPermission): CfnPermission {
  const { handler, principal, stack, apiArn } = group.facts;
  const given = ApiPermissions.of(stack);
  const id = group.apiPermissionId;
  const known = given.inStack(id, stack) as CfnPermission | undefined;
  if (known !== undefined) {
    return known;
  }
  const permission = addPermission(handler, id, { scope: stack, principal, sourceArn: apiArn }) as CfnPermission;
  given.add(id, permission);
  return Object.assign(permission, restrictionsOf(alike));
}

/** What depends on a route, or on an API, depends on its permissions, too. */
function redirect(permissions: ReadonlySet<CfnPermission>, folded: CfnPermission, dependencies: Dependencies): void {
  const around = new Set(folded.node.scopes);
  const containers = new Set([...permissions].flatMap(({ node }) => node.scopes.slice(0, -1)));
  for (const container of containers) {
    for (const source of around.has(container) ? [] : dependencies.on(container)) {
      if (!around.has(source)) {
        source.node.addDependency(folded);
      }
    }
  }
}
