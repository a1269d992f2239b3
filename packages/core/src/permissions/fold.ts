import type { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Survey } from '../synth/survey';
import { ApiPermissions } from './api-permissions';
import type { Dependencies } from './dependencies';
import { give } from './give';
import type { PermissionGroup } from './permission-group';

/** Those permissions of a group that one for the whole API may take the place of: none that others depend on by itself. */
export function foldable({ routes }: PermissionGroup, dependencies: Dependencies): CfnPermission[] {
  return routes.filter((route) => route.foldable && !dependencies.involve(route.permission)).map(({ permission }) => permission);
}

/** Lets one permission for the whole API take the place of those of routes. Returns those that are gone. */
export function fold(
  group: PermissionGroup,
  permissions: readonly CfnPermission[],
  survey: Survey,
  dependencies: Dependencies,
): ReadonlySet<CfnPermission> {
  const folded = group.folded ?? permissionOfApi(group);
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

/** The one that the stack has, or a new one: of the stack itself, so that no order of routes changes its logical id. */
function permissionOfApi(group: PermissionGroup): CfnPermission {
  const { handler, principal, stack, apiArn } = group.facts;
  const given = ApiPermissions.of(stack);
  const id = group.apiPermissionId;
  const permission = (given.inStack(id, stack) ?? give(handler, id, { scope: stack, principal, sourceArn: apiArn })) as CfnPermission;
  given.add(id, permission);
  return permission;
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
